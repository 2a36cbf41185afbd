import Foundation
import NomosSandbox
import Testing

@Suite("run")
struct RunTests {
    static let root = LeadImportProcess.root.path

    @Test("The README's command imports Solarhaus' export: 228 leads, 12 rows for a person, files for the owner only")
    func solarhaus() async throws {
        let work = try Workplace()
        let result = try await LeadImportProcess.run(
            "run",
            "samples/solarhaus.csv",
            "--config",
            "config/solarhaus.json5",
            "--sandbox",
            "--rate",
            "0",
            "--out",
            work.path("out/run")
        )
        #expect(result.code == 1)
        #expect(result.output == "")
        #expect(result.error.contains("240 rows = 228 created + 12 invalid\n"))
        #expect(result.error.contains("  3  email_invalid in E-Mail\n"))
        let failures = work.path("out/run/failures.csv")
        #expect(
            result.error.hasSuffix("  lead-import run \(failures) --config config/solarhaus.json5 --sandbox\n")
        )
        #expect(!result.error.contains("@example"))

        #expect(try work.states("out/run/results.csv") == ["created": 228, "invalid": 12])
        let rows = try work.records("out/run/results.csv")
        #expect(rows.map { $0["import_row"] } == (1...240).map(String.init))
        for row in rows where row["import_status"] == "created" {
            #expect(row["lead_id"]?.hasPrefix("lead_") == true)
            #expect(row["lead_link"]?.hasPrefix("https://") == true)
        }
        #expect(try work.records("out/run/failures.csv").count == 12)
        let summary = try work.summary("out/run/summary.json")
        #expect(summary["rows"] as? Int == 240)
        #expect(summary["exit_code"] as? Int == 1)
        #expect((summary["states"] as? [String: Int])?.values.reduce(0, +) == 240)

        #expect(try work.mode("out/run") == 0o700)
        for file in try FileManager.default.contentsOfDirectory(atPath: work.path("out/run")) {
            #expect(try work.mode("out/run/" + file) == 0o600, "\(file)")
            #expect(!file.hasSuffix(".part"))
        }
    }

    @Test("Nordstrom's export goes through as well: comma, UTF-8 with BOM, feed-in")
    func nordstrom() async throws {
        let work = try Workplace()
        let result = try await LeadImportProcess.run(
            "run",
            "samples/nordstrom.csv",
            "--config=config/nordstrom.json5",
            "--sandbox",
            "--rate=0",
            "--out=" + work.path("run")
        )
        #expect(result.code == 1)
        #expect(result.error.contains("130 rows = 126 created + 4 invalid\n"))
        #expect(try work.states("run/results.csv") == ["created": 126, "invalid": 4])
        let failures = try Data(contentsOf: work.folder.appendingPathComponent("run/failures.csv"))
        #expect(failures.starts(with: [0xEF, 0xBB, 0xBF]))
    }

    @Test("Failures, corrected and run again, complete the run; with nothing left to do nothing is sent")
    func rerun() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 12, invalid: [3, 7])
        try work.writeConfiguration()
        #expect(try await work.run().code == 1)
        #expect(work.sandbox.leadCount == 10)
        let failures = try work.read("export.csv.import/failures.csv")
        let mended = failures.replacing("\(LeadImportProcess.marker)3;1", with: "drei@example.com;1")
            .replacing("\(LeadImportProcess.marker)7;1", with: "sieben@example.com;1")
        try work.write(mended, to: "export.csv.import/failures.csv")
        let second = try await work.run(input: "export.csv.import/failures.csv")
        #expect(second.code == 0)
        #expect(second.error.contains("12 rows = 12 created\n"))
        #expect(work.sandbox.leadCount == 12)
        #expect(try work.states() == ["created": 12])
        #expect(!work.exists("export.csv.import/failures.csv"))

        let requests = work.sandbox.statistics.requestsByEndpoint["POST /leads"]
        let third = try await work.run()
        #expect(third.code == 0)
        #expect(third.error.contains("Nothing was left to send; nothing was sent.\n"))
        #expect(work.sandbox.statistics.requestsByEndpoint["POST /leads"] == requests)
    }

    @Test("A header without rows is a run of 0 rows: exit 0, a results.csv with a header")
    func headerOnly() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 0)
        try work.writeConfiguration()
        let result = try await work.run()
        #expect(result.code == 0)
        #expect(result.error.contains("0 rows: the file holds a header and nothing else\n"))
        let results = try work.read("export.csv.import/results.csv")
        #expect(results.hasPrefix("Nummer;Vorname;Nachname;E-Mail;PLZ;Verbrauch;lead_id;lead_link;"))
        #expect(results.hasSuffix(";import_run\r\n"))
        #expect(results.split(separator: "\r\n").count == 1)
        #expect(!work.exists("export.csv.import/failures.csv"))
    }

    @Test("--limit takes the first rows only; without it the same command goes on with the rest")
    func limit() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 9)
        try work.writeConfiguration()
        let first = try await work.run("--limit", "4")
        #expect(first.code == 0)
        #expect(first.error.contains("4 rows = 4 created\n"))
        #expect(work.sandbox.leadCount == 4)
        #expect(try await work.run().code == 0)
        #expect(work.sandbox.leadCount == 9)
        #expect(try work.states() == ["created": 9])
    }

    @Test("--done makes duplicates of what an earlier run created")
    func done() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 5)
        try work.writeExport(rows: 7, to: "longer.csv")
        try work.writeConfiguration()
        #expect(try await work.run().code == 0)
        let result = try await work.run("--done", work.path("export.csv.import"), input: "longer.csv")
        #expect(result.code == 0)
        #expect(try work.states("longer.csv.import/results.csv") == ["created": 2, "duplicate": 5])
        #expect(work.sandbox.leadCount == 7)

        let wrong = try await work.run("--done", work.path("nowhere"), "--out", work.path("new"), input: "longer.csv")
        #expect(wrong.code == 66)
        #expect(wrong.error.contains("nowhere: there is no run in this folder\n"))
        #expect(!work.exists("new"))
    }

    @Test("An OAuth client's ID and secret do instead of a token")
    func client() async throws {
        var configuration = SandboxConfiguration(requestsPerSecond: 0)
        configuration.clientID = "client-1"
        configuration.clientSecret = LeadImportProcess.token
        configuration.tokens = []
        let work = try Workplace(configuration)
        try work.writeExport(rows: 3)
        try work.writeConfiguration()
        let result = try await work.run(
            environment: [
                "NOMOS_BASE_URL": work.sandbox.url, "NOMOS_CLIENT_ID": "client-1",
                "NOMOS_CLIENT_SECRET": LeadImportProcess.token,
            ]
        )
        #expect(result.code == 0)
        #expect(work.sandbox.leadCount == 3)
    }

    @Test("The input may begin with a dash, behind --")
    func doubleDash() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 2, to: "--export.csv")
        try work.writeConfiguration()
        let process = try LeadImportProcess(
            ["run", "--config", "config.json5", "--rate=0", "--", "--export.csv"],
            environment: work.environment,
            directory: work.folder
        )
        #expect(await process.result().code == 0)
        #expect(try work.states("--export.csv.import/results.csv") == ["created": 2])
    }
}
