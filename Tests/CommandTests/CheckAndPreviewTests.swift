import Foundation
import NomosSandbox
import Testing

@Suite("check and preview")
struct CheckAndPreviewTests {
    @Test("check finds a sample's wrong rows without a token, and shows no customer's value")
    func check() async throws {
        let work = try Workplace()
        let result = try await LeadImportProcess.run(
            "check",
            "samples/solarhaus.csv",
            "--config",
            "config/solarhaus.json5",
            "--out",
            work.path("out")
        )
        #expect(result.code == 1)
        #expect(result.output.contains("240"))
        #expect(result.output.contains("iban_checksum"))
        // The first row's customer.
        #expect(!(result.output + result.error).lowercased().contains("seidel"))
        #expect(try work.records("out/failures.csv").count == 12)
        #expect(try work.mode("out") == 0o700)
        #expect(try work.mode("out/failures.csv") == 0o600)
        #expect(!work.exists("out/journal.jsonl"))
    }

    @Test("check of a sound export ends with 0, from a file or from standard input")
    func sound() async throws {
        let work = try Workplace()
        let path = try work.writeExport(rows: 20)
        let configuration = try work.writeConfiguration()
        #expect(try await LeadImportProcess.run("check", path, "--config", configuration).code == 0)
        let piped = try await LeadImportProcess.run(
            "check",
            "-",
            "--config",
            configuration,
            input: URL(fileURLWithPath: path)
        )
        #expect(piped.code == 0, "\(piped.error)")
        let json = try await LeadImportProcess.run("check", path, "--config", configuration, "--format=json")
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(json.output.utf8)) }
        #expect(work.requests.isEmpty)
    }

    @Test(
        "check and preview tell a bad config, a missing file and no CSV by their exit codes",
        arguments: ["check", "preview"]
    )
    func bad(subcommand: String) async throws {
        let work = try Workplace()
        let path = try work.writeExport(rows: 2)
        let configuration = try work.writeConfiguration()
        let unknown = try work.write("{ laed: 1 }", to: "unknown.json5")
        let empty = try work.write("", to: "empty.csv")
        func code(_ input: String, _ configuration: String) async throws -> Int32 {
            try await LeadImportProcess.run(subcommand, input, "--config", configuration, mayShowValues: true).code
        }
        #expect(try await code(path, unknown) == 78)
        #expect(try await code(work.path("none.csv"), configuration) == 66)
        #expect(try await code(empty, configuration) == 65)
    }

    @Test("preview prints the JSON that rows would send, and names an invalid row by its number alone")
    func preview() async throws {
        let work = try Workplace()
        let path = try work.writeExport(rows: 5, invalid: [2])
        let configuration = try work.writeConfiguration()
        let first = try await LeadImportProcess.run(
            "preview",
            path,
            "--config",
            configuration,
            "--row",
            "1",
            mayShowValues: true
        )
        #expect(first.code == 0)
        let json = try #require(JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any])
        #expect((json["address"] as? [String: String])?["zip"] == "10115")
        #expect((json["customer"] as? [String: String])?["last_name"] == LeadImportProcess.marker)
        let three = try await LeadImportProcess.run("preview", path, "--config", configuration, mayShowValues: true)
        #expect(three.code == 1)
        #expect(three.error.contains("row 2 (line 3) is not valid: email_invalid in E-Mail\n"))
        let beyond = try await LeadImportProcess.run("preview", path, "--config", configuration, "--row", "6")
        #expect(beyond.code == 65)
        #expect(beyond.error.contains("has no row 6"))
    }
}
