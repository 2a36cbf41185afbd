import Testing

@testable import LeadImport

/// A file and the records it must give, for many ways of cutting it into chunks.
struct CSVCase: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var expected: [[String]]

    var testDescription: String { name }
}

struct CSVReaderTests {
    static let cases = [
        CSVCase(name: "plain", text: "a;b\n1;2\n", expected: [["a", "b"], ["1", "2"]]),
        CSVCase(name: "no line break at the end", text: "a;b\n1;2", expected: [["a", "b"], ["1", "2"]]),
        CSVCase(name: "CRLF", text: "a;b\r\n1;2\r\n", expected: [["a", "b"], ["1", "2"]]),
        CSVCase(name: "CR only", text: "a;b\r1;2\r3;4\r", expected: [["a", "b"], ["1", "2"], ["3", "4"]]),
        CSVCase(name: "CR only, none at the end", text: "a;b\r1;2", expected: [["a", "b"], ["1", "2"]]),
        CSVCase(
            name: "mixed line breaks",
            text: "a;b\r\n1;2\n3;4\r5;6\r\n",
            expected: [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]
        ),
        CSVCase(
            name: "CRLF in quotes is kept",
            text: "a;b\r\n\"x\r\ny\";2",
            expected: [["a", "b"], ["x\r\ny", "2"]]
        ),
        CSVCase(
            name: "LF in quotes of a CRLF file",
            text: "a;b\r\n\"x\ny\";2\r\n",
            expected: [["a", "b"], ["x\ny", "2"]]
        ),
        CSVCase(
            name: "CR in quotes is kept",
            text: "a;b\n\"x\ry\";\"\r\"\n",
            expected: [["a", "b"], ["x\ry", "\r"]]
        ),
        CSVCase(
            name: "doubled quotes",
            text: "a;b\n\"\"\"x\"\"\";\"\"\"\"\n",
            expected: [["a", "b"], ["\"x\"", "\""]]
        ),
        CSVCase(name: "empty quotes", text: "a;b\n\"\";\"\"\n;\n", expected: [["a", "b"], ["", ""], ["", ""]]),
        CSVCase(name: "delimiter in quotes", text: "a;b\n\"1;2\";\";\"\n", expected: [["a", "b"], ["1;2", ";"]]),
        CSVCase(name: "spaces around quotes", text: "a;b\n \"1\" ;  \"2\"\n", expected: [["a", "b"], ["1", "2"]]),
        CSVCase(name: "spaces are text", text: "a;b\n 1 ;2 \n", expected: [["a", "b"], [" 1 ", "2 "]]),
        CSVCase(
            name: "blank lines",
            text: "\n\na;b\n\r\n1;2\n\n\n3;4\n\n",
            expected: [["a", "b"], ["1", "2"], ["3", "4"]]
        ),
        CSVCase(name: "one column", text: "a\n1\n\"2\n3\"\n\n4\n", expected: [["a"], ["1"], ["2\n3"], ["4"]]),
        CSVCase(name: "an empty record of one column", text: "a\n\"\"\n1\n", expected: [["a"], [""], ["1"]]),
        CSVCase(name: "header only", text: "a;b\n", expected: [["a", "b"]]),
        CSVCase(name: "Ctrl-Z at the end", text: "a;b\r\n1;2\r\n\u{1A}", expected: [["a", "b"], ["1", "2"]]),
        CSVCase(
            name: "NUL and control characters",
            text: "a;b\n\u{0};\u{1}x\u{7F}\n",
            expected: [["a", "b"], ["\u{0}", "\u{1}x\u{7F}"]]
        ),
        CSVCase(name: "beyond ASCII", text: "ä;b\n€;ß–\n", expected: [["ä", "b"], ["€", "ß–"]]),
        CSVCase(
            name: "stray quotes are text",
            text: "a;b\n5\";x\"y\"\n1;2\n",
            expected: [["a", "b"], ["5\"", "x\"y\""], ["1", "2"]]
        ),
        CSVCase(name: "text behind quotes", text: "a;b\n\"x\"y;\"u\" v\n", expected: [["a", "b"], ["xy", "u v"]]),
        CSVCase(
            name: "a quote never closed",
            text: "a;b\n1;\"x\n2;y\n3;z\n",
            expected: [["a", "b"], ["1", "\"x"], ["2", "y"], ["3", "z"]]
        ),
        CSVCase(
            name: "a quote that the next line's quote would close",
            text: "a;b\n\"1;x\n\"2\";y\n",
            expected: [["a", "b"], ["\"1", "x"], ["2", "y"]]
        ),
        CSVCase(
            name: "ragged",
            text: "a;b\n1\n1;2;3\n;\n",
            expected: [["a", "b"], ["1"], ["1", "2", "3"], ["", ""]]
        ),
    ]

    @Test("Records are the same wherever the chunks end", arguments: cases)
    func chunkBorders(file: CSVCase) throws {
        let bytes = Array(file.text.utf8)
        var source = ImportConfiguration.Source.automatic(delimiter: ";", hasHeader: false)
        for size in [1, 2, 3, 7, 64 << 10] + Array(1...max(1, bytes.count)) {
            #expect(try records(in: bytes, source: source, chunkSize: size) == file.expected, "chunks of \(size)")
        }
        source.encoding = .utf8
        for border in 0...bytes.count {
            var parts = [Array(bytes[..<border]), [], Array(bytes[border...])]
            let input = CSVInput(name: "test") { parts.isEmpty ? nil : parts.removeFirst() }
            #expect(try fields(CSVReader(input, source: source, chunkSize: 1)) == file.expected, "border at \(border)")
        }
    }

    @Test("Records are the same in every encoding", arguments: cases, CSVEncoding.allCases)
    func encodings(file: CSVCase, encoding: CSVEncoding) throws {
        let hasAllCharacters = !"€–".unicodeScalars.contains { scalar in
            file.text.unicodeScalars.contains(scalar)
                && SingleByteCharacters.table(of: encoding).map { $0.byte(for: scalar) == nil } == true
        }
        guard hasAllCharacters else { return }
        var bytes: [UInt8] = []
        CSVTextEncoder(encoding).append(file.text, to: &bytes)
        let source = ImportConfiguration.Source.automatic(delimiter: ";", encoding: encoding, hasHeader: false)
        for size in [1, 2, 3, 7, 64 << 10] {
            #expect(try records(in: bytes, source: source, chunkSize: size) == file.expected, "chunks of \(size)")
        }
        let marked = encoding.byteOrderMark + bytes
        #expect(try records(in: marked, source: source) == file.expected)
    }

    @Test("Rows and lines are counted, line breaks in quotes and blank lines too")
    func rowsAndLines() throws {
        let text = "a;b\r\n\r\n1;\"x\r\ny\nz\"\r\n\n2;3\r4;\"\r\"\n5;6"
        for size in 1...text.utf8.count {
            let input = CSVInput(name: "test", next: chunks(of: Array(text.utf8), size: size))
            let reader = try CSVReader(input, source: .automatic(), chunkSize: size)
            var places: [[Int]] = []
            while let batch = try reader.nextBatch() { places += batch.map { [$0.row, $0.line] } }
            #expect(places == [[1, 3], [2, 7], [3, 8], [4, 10]], "chunks of \(size)")
            #expect(reader.blankLines == 2)
        }
    }

    @Test("A record's bytes are those of the file")
    func rawBytes() throws {
        let text = "a;b\r\n \"1\" ;\"x\"\"\r\ny\"\r\n2;\"\n"
        let reader = try CSVReader(name: "test", source: .automatic(), next: chunks(of: Array(text.utf8), size: 5))
        var raw: [String] = []
        while let batch = try reader.nextBatch() { raw += batch.map { String(decoding: $0.rawBytes, as: UTF8.self) } }
        #expect(raw == [" \"1\" ;\"x\"\"\r\ny\"", "2;\""])
        #expect(String(decoding: reader.dialect.rawHeader, as: UTF8.self) == "a;b")
    }

    @Test("A batch stays as it is while the reader goes on")
    func batchesAreImmutable() throws {
        let lines = (0..<1000).map { "\($0);x\($0)\n" }.joined()
        let input = CSVInput(name: "test", next: chunks(of: Array(lines.utf8), size: 64))
        let reader = try CSVReader(input, source: .automatic(hasHeader: false), chunkSize: 64)
        var batches: [CSVBatch] = []
        while let batch = try reader.nextBatch() { batches.append(batch) }
        let read = batches.flatMap { batch in batch.map { [$0.string(0), $0.string(1)] } }
        #expect(read == (0..<1000).map { ["\($0)", "x\($0)"] })
        #expect(batches.flatMap { $0.map(\.row) } == Array(1...1000))
        #expect(batches.map(\.fieldCount).reduce(0, +) == 2000)
    }

    @Test("Missing fields are empty")
    func missingFields() throws {
        let reader = try CSVReader(
            name: "test",
            source: .automatic(),
            next: chunks(of: Array("a;b\n\"\";x".utf8), size: 99)
        )
        let batch = try #require(try reader.nextBatch())
        let record = batch[0]
        #expect(record.string(2) == "" && record.string(-1) == "")
        #expect(record.isEmpty(0) && !record.isEmpty(1) && record.isEmpty(2))
        #expect(record.withUTF8(7) { $0.count } == 0)
        #expect(try reader.nextBatch() == nil)
    }
}
