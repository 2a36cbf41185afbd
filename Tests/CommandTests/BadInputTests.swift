import Foundation
import NomosSandbox
import Testing

@Suite("Bad input ends before anything is sent")
struct BadInputTests {
    /// Runs the export, spoilt in some way; nothing may have been sent and no run folder be left.
    private func check(
        _ work: Workplace,
        _ words: [String] = [],
        input: String = "export.csv",
        environment: [String: String]? = nil,
        code: Int32,
        message: String
    ) async throws {
        let result = try await LeadImportProcess(
            ["run", input, "--config", "config.json5"] + words,
            environment: environment ?? work.environment,
            directory: work.folder
        ).result()
        #expect(result.code == code)
        #expect(result.error.contains(message), "\(result.error)")
        #expect(result.error.hasPrefix("lead-import: "))
        #expect(result.output == "")
        #expect(work.requests.isEmpty)
        #expect(!work.exists("export.csv.import"))
    }

    @Test(
        "A file that is no CSV: 65, and what it is instead",
        arguments: [
            ([], "export.csv is empty: there is no header and no record in it"),
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13], "export.csv is not CSV"),
            (Array(repeating: [UInt8](0..<32), count: 100).flatMap { $0 }, "it is no text file"),
        ] as [([UInt8], String)]
    )
    func binary(bytes: [UInt8], message: String) async throws {
        let work = try Workplace()
        try work.writeConfiguration()
        try Data(bytes).write(to: work.folder.appendingPathComponent("export.csv"))
        try await check(work, code: 65, message: message)
    }

    @Test("A missing file and a directory: 66")
    func missing() async throws {
        let work = try Workplace()
        try work.writeConfiguration()
        try await check(work, code: 66, message: "export.csv cannot be opened: No such file or directory")
        try await check(work, input: ".", code: 66, message: ". is a directory, not a file")
    }

    @Test(
        "A wrong config: 78 with file, line, column and key path",
        arguments: [
            ("{ lead: ", "config.json5:1:9: "),
            ("not json", "config.json5:1:1: expected a value"),
            ("", "config.json5: is empty; \"lead-import init INPUT\" proposes a config"),
            ("{\n  laed: {}\n}", "config.json5:2:3: laed: unknown key; did you mean \"lead\"?"),
            ("{\n  lead: {\n    custmer: {}\n} }", "config.json5:3:5: lead.custmer: unknown key; did you mean"),
            (
                """
                { lead: {
                    plan: { value: "pln_x" }, address: { zip: "Postleitzahl" }, meter: { estimated_usage: "Verbrauch" },
                } }
                """,
                "config.json5:2:47: lead.address.zip: The file has no column \"Postleitzahl\""
            ),
            ("{ api: { base_url: \"http://api.nomos.energy\" } }", "config.json5:1:20: api.base_url: "),
            ("{ api: { timeout_seconds: \"thirty\" } }", "config.json5:1:27: api.timeout_seconds: "),
        ]
    )
    func configuration(text: String, message: String) async throws {
        let work = try Workplace()
        try work.writeExport(rows: 2)
        try work.write(text, to: "config.json5")
        try await check(work, code: 78, message: message)
    }

    @Test("A config that is missing, or a directory: 78")
    func missingConfiguration() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 2)
        try await check(work, code: 78, message: "config.json5: cannot be opened: No such file or directory")
        try FileManager.default.createDirectory(atPath: work.path("config.json5"), withIntermediateDirectories: false)
        try await check(work, code: 78, message: "config.json5: cannot be read: Is a directory")
    }

    @Test(
        "An environment that would send nowhere, in clear text or without credentials: 78",
        arguments: [
            ([:], "no credentials: set NOMOS_TOKEN, or NOMOS_CLIENT_ID and NOMOS_CLIENT_SECRET"),
            (["NOMOS_TOKEN": ""], "no credentials"),
            (["NOMOS_CLIENT_ID": "x"], "NOMOS_CLIENT_ID is set, but NOMOS_CLIENT_SECRET is not"),
            (
                ["NOMOS_CLIENT_SECRET": LeadImportProcess.token],
                "NOMOS_CLIENT_SECRET is set, but NOMOS_CLIENT_ID is not"
            ),
            (["NOMOS_TOKEN": LeadImportProcess.token + "\n"], "The token holds a space, a line break"),
            (
                ["NOMOS_TOKEN": LeadImportProcess.token, "NOMOS_BASE_URL": "http://api.nomos.energy"],
                "NOMOS_BASE_URL: The base URL of api.nomos.energy starts with http://"
            ),
            (["NOMOS_TOKEN": LeadImportProcess.token, "NOMOS_BASE_URL": "api.nomos.energy"], "NOMOS_BASE_URL: "),
        ] as [([String: String], String)]
    )
    func environment(environment: [String: String], message: String) async throws {
        let work = try Workplace()
        try work.writeExport(rows: 2)
        try work.writeConfiguration()
        try await check(work, environment: environment, code: 78, message: message)
    }

    @Test("A run folder that cannot be made: 73")
    func unwritable() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 2)
        try work.writeConfiguration()
        try work.write("", to: "file")
        try await check(work, ["--out", "file/run"], code: 73, message: "cannot create file/run: Not a directory")
        try await check(work, ["--out", "file"], code: 73, message: "cannot create file: a file of that name")
    }

    @Test("An input or a config that changed under its run is refused, and so is another run's folder")
    func changed() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 3)
        try work.writeExport(rows: 4, to: "other.csv")
        try work.writeConfiguration()
        #expect(try await work.run().code == 0)

        try work.writeConfiguration("concurrency: 3")
        let configuration = try await work.run()
        #expect(configuration.code == 78)
        #expect(configuration.error.contains("config.json5 has changed since the run in "))

        try work.writeConfiguration()
        let other = try await work.run("--out", work.path("export.csv.import"), input: "other.csv")
        #expect(other.code == 73)
        #expect(other.error.contains("export.csv.import is the run folder of "))

        try work.writeExport(rows: 4)
        let input = try await work.run()
        #expect(input.code == 65)
        #expect(input.error.contains("export.csv has changed since its run in "))
        #expect(work.sandbox.leadCount == 3)
    }

    @Test("A trial's folder is not continued for real, nor the other way round")
    func trial() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 3)
        try work.writeConfiguration()
        #expect(try await work.run("--sandbox").code == 0)
        #expect(work.sandbox.leadCount == 0)
        let real = try await work.run()
        #expect(real.code == 73)
        #expect(real.error.contains("is the folder of a run against sandbox, not loopback"))
        #expect(work.requests.isEmpty)
        #expect(try await work.run("--out", work.path("real")).code == 0)
        #expect(try await work.run("--out", work.path("real"), "--sandbox").code == 73)
    }
}
