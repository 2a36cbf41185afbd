import Foundation
import NomosSandbox
import Testing

@Suite("status")
struct StatusTests {
    @Test("A run with failures: counts, and the command that comes next, fit for a shell")
    func failures() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 8, invalid: [2], to: "the export.csv")
        try work.writeConfiguration()
        #expect(try await work.run(input: "the export.csv").code == 1)
        let folder = work.path("the export.csv.import")
        let before = try files(folder)
        let result = try await LeadImportProcess.run("status", folder)
        #expect(result.code == 0)
        #expect(result.error == "")
        #expect(result.output.contains("the export.csv at loopback\n"))
        #expect(result.output.contains("; came to its end\n"))
        #expect(result.output.contains("results.csv, as last written: 7 created + 1 invalid\n"))
        #expect(result.output.contains("\nsent: 7 created\n"))
        #expect(
            result.output.hasSuffix("then: lead-import run '\(folder)/failures.csv' --config CONFIG\n")
        )
        #expect(try files(folder) == before)
    }

    @Test("A run that is done: nothing is left")
    func done() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 3)
        try work.writeConfiguration()
        #expect(try await work.run().code == 0)
        let folder = work.path("export.csv.import")
        #expect(try await LeadImportProcess.run("status", folder).output.hasSuffix("Nothing is left to do.\n"))
        let result = try await LeadImportProcess.run("status", folder, "--json")
        let json = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(json["ended"] as? Bool == true)
        #expect(json["in_doubt"] as? Int == 0)
        #expect(
            json["results"] as? [String: Int] == [
                "created": 3, "invalid": 0, "rejected": 0, "failed": 0, "unknown": 0, "duplicate": 0, "pending": 0,
            ]
        )
        #expect(json["failures"] == nil)
        #expect(json["next"] == nil)
        #expect(try work.summary()["run"] as? String == json["run"] as? String)
    }

    @Test("A folder without a run: 66; a damaged journal: 65, and nothing is mended")
    func noRun() async throws {
        let work = try Workplace()
        let missing = try await LeadImportProcess.run("status", work.path("nowhere"))
        #expect(missing.code == 66)
        #expect(missing.error.contains("nowhere is no run folder"))
        #expect(try await LeadImportProcess.run("status", work.folder.path).code == 66)

        try work.writeExport(rows: 3)
        try work.writeConfiguration()
        #expect(try await work.run().code == 0)
        let journal = try work.read("export.csv.import/journal.jsonl")
        let damaged = journal.replacing("\"t\":\"start\"", with: "\"t\":\"stort\"")
        try work.write(damaged, to: "export.csv.import/journal.jsonl")
        let result = try await LeadImportProcess.run("status", work.path("export.csv.import"))
        #expect(result.code == 65)
        #expect(result.error.contains("journal.jsonl, line 2, is damaged"))
        #expect(try work.read("export.csv.import/journal.jsonl") == damaged)
    }

    @Test("A torn last line is passed over and left as it is")
    func torn() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 3)
        try work.writeConfiguration()
        #expect(try await work.run().code == 0)
        let torn = try String(work.read("export.csv.import/journal.jsonl").dropLast(9))
        try work.write(torn, to: "export.csv.import/journal.jsonl")
        let result = try await LeadImportProcess.run("status", work.path("export.csv.import"))
        #expect(result.code == 0)
        #expect(result.output.contains("did not come to its end"))
        #expect(result.output.contains("To continue: lead-import run "))
        #expect(try work.read("export.csv.import/journal.jsonl") == torn)
    }

    /// The folder's files with their times of change and sizes.
    private func files(_ folder: String) throws -> [String: String] {
        var files: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            files[name] = "\(attributes[.modificationDate] ?? "") \(attributes[.size] ?? "")"
        }
        return files
    }
}
