import Testing

@testable import LeadImport

struct CSVProblemTests {
    @Test(
        "A record out of order is told with its place, and the next ones are read",
        arguments: [
            ("a;b\n1\n1;2\n", "too_few_fields", 1, "line 2"),
            ("a;b\n1;2\n1;2;3\n1;2\n", "too_many_fields", 2, "line 3"),
            ("a;b\n1;2\n3;5\"x\n1;2\n", "stray_quote", 2, "line 3, column 4"),
            ("a;b\n\"x\"y;2\n1;2\n", "stray_quote", 1, "line 2, column 3"),
            ("a;b\n1;2\n3;\"x\n1;2\n", "unclosed_quote", 2, "line 3, column 3"),
        ]
    )
    func places(text: String, code: String, row: Int, place: String) throws {
        let found = try problems(in: text, source: .automatic(delimiter: ";"))
        #expect(found.map(\.row) == [row])
        #expect(found.map(\.violation.code) == [code])
        #expect(found.first?.violation.message.contains(place) == true, "\(found)")
    }

    @Test("Each limit has an error of its own")
    func limits() throws {
        var limits = CSVLimits()
        (limits.fieldBytes, limits.recordBytes, limits.columns) = (10, 40, 3)
        let source = ImportConfiguration.Source.automatic(delimiter: ";", limits: limits)
        let long = String(repeating: "x", count: 11)
        let text = "a;b\n\(long);2\n1;2;3;4\n\(String(repeating: "y;", count: 40))\n\"\(long)\";2\n1;2\n"
        let found = try problems(in: text, source: source)
        #expect(found.map(\.row) == [1, 2, 3, 4])
        #expect(
            found.map(\.violation.code) == ["field_too_long", "too_many_columns", "too_many_columns", "field_too_long"]
        )
    }

    @Test("A record beyond the limit keeps its beginning; the next line is read")
    func recordTooLong() throws {
        var limits = CSVLimits()
        limits.recordBytes = 1000
        let text = "a;b\n1;\(String(repeating: "x", count: 5000))\r\n3;4\n"
        let source = ImportConfiguration.Source.automatic(delimiter: ";", limits: limits)
        let input = CSVInput(name: "test", next: chunks(of: Array(text.utf8), size: 64))
        let reader = try CSVReader(input, source: source, chunkSize: 64)
        var seen: [String] = []
        while let batch = try reader.nextBatch() {
            seen += batch.map {
                "\($0.row) \($0.line) \($0.string(0)) \($0.problem?.code ?? "fine") \($0.rawBytes.count >= 1000)"
            }
        }
        #expect(seen == ["1 2 1 record_too_long true", "2 3 3 fine false"])
    }

    @Test("An unclosed quote ends with its line, however much follows")
    func unclosedQuote() throws {
        var limits = CSVLimits()
        (limits.fieldBytes, limits.recordBytes) = (200, 1000)
        let rest = (0..<500).map { "\($0);x\n" }.joined()
        let source = ImportConfiguration.Source.automatic(delimiter: ";", encoding: .utf8, limits: limits)
        let input = CSVInput(name: "test", next: chunks(of: Array("a;b\n1;\"lost\n\(rest)".utf8), size: 64))
        let reader = try CSVReader(input, source: source, chunkSize: 64)
        var rows = 0
        var codes: [String] = []
        while let batch = try reader.nextBatch() {
            rows += batch.count
            codes += batch.problems.map(\.code)
        }
        #expect(rows == 501)
        #expect(codes == ["unclosed_quote"])
    }

    @Test("A wrong byte far down in a UTF-8 file makes its record invalid and nothing else")
    func wrongByteInUTF8() throws {
        var bytes = Array("Name;Ort\n".utf8)
        for _ in 0..<9000 { bytes += Array("Müller;Köln\n".utf8) }
        bytes += Array("M".utf8) + [0xFC] + Array("ller;Bonn\n".utf8) + Array("Groß;Ulm\n".utf8)
        let reader = try CSVReader(name: "test", source: .automatic(), next: chunks(of: bytes, size: 10_000))
        #expect(reader.dialect.encoding == .utf8)
        var found: [(Int, Violation)] = []
        while let batch = try reader.nextBatch() {
            for record in batch { if let problem = record.problem { found.append((record.row, problem)) } }
        }
        #expect(found.map(\.0) == [9001])
        #expect(found.first?.1.code == "invalid_bytes")
        #expect(found.first?.1.message.contains("line 9002, column 2") == true)
        #expect(found.first?.1.message.contains("windows-1252") == true)
    }

    @Test("Letters garbled before are a warning with the row", arguments: [CSVEncoding.utf8, .windows1252])
    func mojibake(encoding: CSVEncoding) throws {
        var bytes: [UInt8] = []
        let text = "Name;Ort\nGröße;Füße\nMÃ¼ller;KÃ¶ln\nx;y\nStraÃŸe;\n"
        CSVTextEncoder(encoding).append(text, to: &bytes)
        let reader = try CSVReader(
            name: "test",
            source: .automatic(encoding: encoding),
            next: chunks(of: bytes, size: 7)
        )
        _ = try fields(reader)
        let warning = try #require(reader.warnings.first { $0.code == "mojibake" })
        #expect(warning.row == 2 && warning.line == 3)
        #expect(warning.message.contains("1 more"))
    }

    @Test("Lone surrogates and a cut last character are invalid", arguments: [[0x3D, 0xD8], [0x00, 0xDC], [0x41]])
    func brokenUTF16(unit: [UInt8]) throws {
        let bytes: [UInt8] = [0xFF, 0xFE, 0x61, 0, 0x3B, 0, 0x62, 0, 0x0A, 0, 0x31, 0, 0x3B, 0] + unit
        let reader = try CSVReader(name: "test", source: .automatic(), next: chunks(of: bytes, size: 3))
        let batch = try #require(try reader.nextBatch())
        #expect(batch.problems.map(\.code) == ["invalid_bytes"])
    }
}
