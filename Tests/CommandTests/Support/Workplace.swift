import Foundation
import LeadImport
import NomosSandbox
import Testing

/// A temporary folder with an export and its config, and a sandbox to send to.
final class Workplace {
    let folder: URL
    let sandbox: Sandbox
    /// What the binary is given: where the sandbox is, and a token.
    let environment: [String: String]

    /// A sandbox without a limit unless told otherwise.
    init(_ configuration: SandboxConfiguration = SandboxConfiguration(requestsPerSecond: 0)) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("lead-import-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        sandbox = try Sandbox.start(configuration)
        environment = ["NOMOS_BASE_URL": sandbox.url, "NOMOS_TOKEN": LeadImportProcess.token]
    }

    deinit {
        sandbox.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The requests that the sandbox got from the binary. Other tests' stray connections to a port that was theirs before
    /// do not count.
    var requests: [SandboxRequest] {
        sandbox.requests.filter { $0.header("User-Agent")?.hasPrefix("lead-import/") ?? false }
    }

    /// The path of a file in the folder.
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Writes a file and gives its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        return path(name)
    }

    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    /// The permissions of a file or folder, such as 0o600.
    func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
        return try #require(attributes[.posixPermissions] as? Int)
    }

    /// A made-up export, in which every value of a customer carries the marker. The rows in `invalid` have a wrong e-mail
    /// address.
    @discardableResult
    func writeExport(rows: Int, invalid: Set<Int> = [], to name: String = "export.csv") throws -> String {
        let marker = LeadImportProcess.marker
        var text = "Nummer;Vorname;Nachname;E-Mail;PLZ;Verbrauch\r\n"
        for row in 0..<rows {
            let number = row + 1
            let email = invalid.contains(number) ? "\(marker)\(number)" : "\(marker)\(number)@example.com".lowercased()
            text += "\(marker)-\(number);\(marker);\(marker);\(email);10115;2500\r\n"
        }
        return try write(text, to: name)
    }

    /// A config for the export.
    @discardableResult
    func writeConfiguration(_ api: String = "", lead: String = "", to name: String = "config.json5") throws -> String {
        try write(
            """
            {
              api: { \(api) },
              lead: {
                plan: { value: "pln_a5dpsx46oxi68wbph3af25c3" },
                customer: { first_name: "Vorname", last_name: "Nachname", email: "E-Mail" },
                address: { zip: "PLZ" },
                meter: { estimated_usage: "Verbrauch" },
                metadata: { number: "Nummer" },
                \(lead)
              },
            }
            """,
            to: name
        )
    }

    /// Starts `run` on the export.
    func start(_ words: String..., input: String = "export.csv") throws -> LeadImportProcess {
        try LeadImportProcess(
            ["run", path(input), "--config", path("config.json5")] + words,
            environment: environment
        )
    }

    /// Runs `run` on the export to its end.
    func run(_ words: String..., input: String = "export.csv", environment: [String: String]? = nil) async throws
        -> LeadImportProcess.Result
    {
        try await LeadImportProcess(
            ["run", path(input), "--config", path("config.json5"), "--rate", "0"] + words,
            environment: environment ?? self.environment
        ).result()
    }

    /// Waits until the sandbox holds some leads, so that a process is known to be in the midst of its work.
    func untilLeads(_ count: Int) async throws {
        try await until { self.sandbox.leadCount >= count }
    }

    /// Waits for something to become true; gives up after a minute.
    func until(_ condition: () throws -> Bool) async throws {
        for _ in 0..<3000 {
            if try condition() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("what was waited for did not come")
    }

    /// A CSV file of the folder, each record by its columns' names.
    func records(_ name: String) throws -> [[String: String]] {
        let reader = try CSVReader(path: path(name), source: .init())
        let names = reader.header.names
        var records: [[String: String]] = []
        while let batch = try reader.nextBatch() {
            for record in batch {
                let pairs = names.indices.map { (names[$0], $0 < record.count ? record.string($0) : "") }
                records.append(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
            }
        }
        return records
    }

    /// How many rows of results.csv are in each state.
    func states(_ name: String = "export.csv.import/results.csv") throws -> [String: Int] {
        try records(name).reduce(into: [:]) { $0[$1["import_status", default: ""], default: 0] += 1 }
    }

    /// summary.json, as the numbers and texts in it.
    func summary(_ name: String = "export.csv.import/summary.json") throws -> [String: Any] {
        let data = try Data(contentsOf: folder.appendingPathComponent(name))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
