import Foundation
import NomosAPI
import NomosSandbox
import Testing

@testable import LeadImport

/// An export, a config and a run folder in a temporary place, and a sandbox to send to.
final class PipelineFixture {
    static let header = "Nummer;Vorname;Nachname;E-Mail;PLZ;Verbrauch;Versorger"

    let folder: TemporaryFolder
    let sandbox: Sandbox
    var api = "timeout_seconds: 5, doubt_grace_seconds: 0.2"
    /// Members beside `api` and `lead`.
    var top = "rules: { plan_type: 'consumption' },"
    var lead = ""
    var rate = 0.0
    /// How many lines stand above the header.
    var linesAbove = 0

    /// A row as its line in the export. Without an e-mail address it is valid.
    static func line(
        _ number: Int,
        email: String? = nil,
        zip: String = "10115",
        supplier: String = "",
        customer: Int? = nil
    ) -> String {
        let customer = customer ?? number
        return "K-\(customer);Vera;Muster;\(email ?? "kunde\(customer)@example.com");\(zip);2500;\(supplier)"
    }

    init(rows: Int, _ configure: (inout SandboxConfiguration) -> Void = { _ in }) throws {
        folder = try TemporaryFolder()
        var configuration = SandboxConfiguration(requestsPerSecond: 0)
        configuration.keepsBodies = true
        configuration.requestLogLimit = 10_000
        configure(&configuration)
        sandbox = try Sandbox.start(configuration)
        try write((0..<rows).map { Self.line($0 + 1) })
    }

    deinit { sandbox.stop() }

    /// Writes the export.
    func write(_ lines: [String]) throws {
        try folder.write(([Self.header] + lines).map { $0 + "\r\n" }.joined(), to: "in.csv")
    }

    var input: String { folder.file("in.csv") }
    var out: String { folder.file("in.csv.import") }

    /// Writes the config as it is now and runs.
    @discardableResult
    func run(
        _ input: String? = nil,
        token: String = "sandbox",
        stopSignal: StopSignal = StopSignal(),
        options change: (inout RunOptions) -> Void = { _ in },
        report: @escaping (RunProgress) -> Void = { _ in }
    ) async throws -> RunSummary {
        try folder.write(
            """
            { api: { base_url: "\(sandbox.url)", \(api) }, \(top)
              lead: { plan: { value: "pln_a5dpsx46oxi68wbph3af25c3" },
                customer: { first_name: "Vorname", last_name: "Nachname", email: "E-Mail" },
                address: { zip: "PLZ" }, meter: { estimated_usage: "Verbrauch" }, metadata: { number: "Nummer" }, \(lead) } }
            """,
            to: "config.json5"
        )
        let configuration = try ConfigurationReader.read(path: folder.file("config.json5"))
        var options = RunOptions(input: input ?? self.input, endpoint: "sandbox", version: "test")
        options.rate = rate
        change(&options)
        let transport = HTTPTransport(configuration: .init(requestTimeout: .seconds(configuration.api.timeoutSeconds)))
        let client = try NomosClient(
            configuration: .init(baseURL: BaseURL(sandbox.url), credentials: .bearer(Secret(token)), userAgent: "test"),
            transport: transport
        )
        let pipeline = ImportPipeline(configuration: configuration, options: options, client: client)
        do {
            let summary = try await pipeline.run(stopSignal: stopSignal, report: report)
            await transport.shutDown()
            try checkSum(summary)
            return summary
        } catch {
            await transport.shutDown()
            throw error
        }
    }

    /// The states add up to the rows, in the summary and in results.csv.
    private func checkSum(_ summary: RunSummary) throws {
        #expect(summary.states.values.reduce(0, +) == summary.rows)
        #expect(try results(in: summary.folder.path).count == summary.rows)
        let failures = summary.states.filter { $0.key.needsPerson }.values.reduce(0, +)
        let path = summary.folder.failures
        #expect(FileManager.default.fileExists(atPath: path) == (failures > 0))
        if failures > 0 { #expect(try Self.records(path, skipLines: linesAbove).count == failures) }
    }

    /// Creates a lead as an attempt of the run would.
    static func post(to url: String, customer: Int, mark: String) async throws {
        let transport = HTTPTransport()
        let client = try NomosClient(
            configuration: .init(baseURL: BaseURL(url), credentials: .bearer(Secret("x")), userAgent: "test"),
            transport: transport
        )
        let body = """
            {"plan":"pln_a5dpsx46oxi68wbph3af25c3","address":{"zip":"10115"},"meter":{"estimated_usage":2500},\
            "metadata":{"number":"K-\(customer)","import_key":"\(mark)"}}
            """
        guard case .created = await client.createLead(body: Array(body.utf8)).outcome else {
            Issue.record("the sandbox did not take the lead")
            return
        }
        await transport.shutDown()
    }

    // MARK: - What came of it

    /// The records of results.csv by column name.
    func results(in folder: String? = nil) throws -> [[String: String]] {
        try Self.records((folder ?? out) + "/results.csv")
    }

    func failures() throws -> [[String: String]] { try Self.records(out + "/failures.csv") }

    /// The states of the rows in their order.
    var states: [String] { get throws { try results().map { $0["import_status"] ?? "" } } }

    static func records(_ path: String, skipLines: Int = 0) throws -> [[String: String]] {
        let reader = try CSVReader(path: path, source: .automatic(skipLines: skipLines))
        var records: [[String: String]] = []
        while let batch = try reader.nextBatch() {
            for record in batch {
                var fields: [String: String] = [:]
                for (column, name) in reader.header.names.enumerated() { fields[name] = record.string(column) }
                records.append(fields)
            }
        }
        return records
    }

    /// The numbers of the customers whose leads the sandbox holds, in order; twice if it holds a lead twice.
    var created: [Int] {
        sandbox.leads.compactMap { $0.metadata["number"].flatMap { Int($0.dropFirst(2)) } }.sorted()
    }

    /// Each row named `created` has the lead of its customer, and no lead is there twice.
    func checkLeads(location: SourceLocation = #_sourceLocation) throws {
        let leads = Dictionary(sandbox.leads.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        #expect(Set(created).count == created.count, "a lead is there twice", sourceLocation: location)
        for record in try results() where record["import_status"] == "created" {
            let lead = leads[record["lead_id"] ?? ""]
            #expect(lead?.metadata["number"] == record["Nummer"], sourceLocation: location)
            #expect(record["lead_link"]?.isEmpty == false, sourceLocation: location)
        }
    }

    /// How many requests there were to create leads.
    var posts: Int { sandbox.statistics.requestsByEndpoint["POST /leads", default: 0] }
}
