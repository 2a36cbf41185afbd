import Foundation
import Testing

@Suite("records and init")
struct RecordsAndInitTests {
    @Test("records prints one JSON array a record, the header included, and reads standard input for -")
    func records() async throws {
        let work = try Workplace()
        let path = try work.write("a;b\r\n1;\"x\r\ny\"\r\n;ü\r\n", to: "file.csv")
        let expected = "[\"a\",\"b\"]\n[\"1\",\"x\\r\\ny\"]\n[\"\",\"ü\"]\n"
        let result = try await LeadImportProcess.run("records", path)
        #expect(result.code == 0)
        #expect(result.output == expected)
        #expect(result.error == "")
        let piped = try await LeadImportProcess.run("records", "-", input: URL(fileURLWithPath: path))
        #expect(piped.output == expected)
        let counted = try await LeadImportProcess.run("records", path, "--count")
        #expect(counted.output == "3 records, 6 fields\n")
        let first = try await LeadImportProcess.run("records", path, "--rows", "1")
        #expect(first.output == "[\"a\",\"b\"]\n")
    }

    @Test(
        "records takes the delimiter, quote, escape and encoding it is told",
        arguments: [
            ("a|'b|c'\n", ["--delimiter", "|", "--quote", "'"], "[\"a\",\"b|c\"]\n"),
            ("a\t\"b\n", ["--delimiter", "tab", "--quote", "none"], "[\"a\",\"\\\"b\"]\n"),
            ("a;\"b\\\"c\"\n", ["--delimiter=;", "--escape", "\\"], "[\"a\",\"b\\\"c\"]\n"),
            ("a;ü\n", ["--delimiter=;", "--encoding", "windows-1252"], "[\"a\",\"Ã¼\"]\n"),
        ]
    )
    func dialects(text: String, words: [String], output: String) async throws {
        let work = try Workplace()
        let path = try work.write(text, to: "file.csv")
        let result = try await LeadImportProcess(["records", path] + words).result()
        #expect(result.code == 0, "\(result.error)")
        #expect(result.output == output)
    }

    @Test("A malformed record: records shows the others, says where and what, and ends with 65")
    func malformed() async throws {
        let work = try Workplace()
        let marker = LeadImportProcess.marker
        let path = try work.write("a;b\n1;2\n1;\"\(marker)\"\(marker)\n3;4\n", to: "file.csv")
        let result = try await LeadImportProcess.run("records", path, mayShowValues: true)
        #expect(result.code == 65)
        #expect(result.output.contains("[\"3\",\"4\"]\n"))
        #expect(result.error.contains("line 3"), "\(result.error)")
        #expect(result.error.split(separator: "\n").count == 1)
        let missing = try await LeadImportProcess.run("records", work.path("none.csv"))
        #expect(missing.code == 66)
    }

    @Test("init proposes a config that run accepts but for the plan, and never writes over a file")
    func proposal() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 30)
        let output = work.path("proposed.json5")
        let result = try await LeadImportProcess.run("init", work.path("export.csv"), "--output", output)
        #expect(result.code == 0)
        #expect(result.output == "")
        #expect(result.error.contains("lead-import check \(work.path("export.csv")) --config \(output)"))

        let again = try await LeadImportProcess.run("init", work.path("export.csv"), "--output", output)
        #expect(again.code == 73)
        #expect(again.error.contains("it is never written over"))

        let printed = try await LeadImportProcess.run("init", work.path("export.csv"), mayShowValues: true)
        #expect(printed.code == 0)
        #expect(printed.output == (try work.read("proposed.json5")))
        #expect(try await LeadImportProcess.run("init", work.path("none.csv")).code == 66)
        try work.write("", to: "empty.csv")
        #expect(try await LeadImportProcess.run("init", work.path("empty.csv")).code == 65)
    }
}
