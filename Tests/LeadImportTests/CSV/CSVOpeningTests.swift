import Testing

@testable import LeadImport

struct CSVOpeningTests {
    private func open(_ text: String, _ source: ImportConfiguration.Source = .automatic()) throws -> CSVReader {
        try CSVReader(name: "test.csv", source: source, next: chunks(of: Array(text.utf8), size: 64 << 10))
    }

    @Test(
        "The delimiter is found by the consistency of records",
        arguments: [
            ("a;b\n1,5;2,5\n", ";"), ("a,b\n\"1,5\",\"2;5\"\n3,4\n", ","), ("a\tb\n1\t2\n", "\t"), ("a|b\n1|2\n", "|"),
            ("a:b\n1:2\n", ":"), ("time,x\n12:30,1\n13:10,2\n", ","), ("a;b;c\n", ";"),
            ("Text;Nr\n\"viele, viele, Kommas\";1\nnoch, eins;2\nkeins;3\n", ";"), ("only\none\ncolumn\n", ","),
            ("a;b;c\n1;2\n3;4;5;6\n", ";"), ("hello, world\n", ","), ("Notiz\nerst; dann\nnie\n", ","),
            ("Notiz\nA;B\n", ","),
        ] as [(String, Character)]
    )
    func delimiter(text: String, expected: Character) throws {
        #expect(try open(text).dialect.delimiter == expected)
    }

    @Test("Where two delimiters fit, both are named and nothing is guessed")
    func ambiguous() throws {
        let error = try #require(throws: CSVError.self) { try open("a;b,c\n1;2,3\n4;5,6\n") }
        #expect(error.kind == .notReadableAsCSV)
        #expect(error.description.contains("semicolon") && error.description.contains("comma"))
        #expect(try open("a;b,c\n1;2,3\n", .automatic(delimiter: ",")).header.names == ["a;b", "c"])
    }

    @Test("The sep= line names the delimiter and is no record", arguments: ["sep=|\r\n", "SEP=|\n", "\"sep=|\"\r\n"])
    func sepLine(line: String) throws {
        let reader = try open(line + "a,x|b,x\r\n1,1|2,2\r\n")
        #expect(reader.dialect.delimiter == "|")
        #expect(reader.dialect.hasSepLine)
        #expect(String(decoding: reader.dialect.preamble, as: UTF8.self) == line)
        #expect(try fields(reader) == [["1,1", "2,2"]])
    }

    @Test("Title lines are skipped when told, and hinted at when not")
    func titleLines() throws {
        let text = "Export vom 1.1.\n\na;b;c\n1;2;3\n4;5;6\n7;8;9\n"
        let hint = try #require(try open(text).warnings.first { $0.code == "title_lines" })
        #expect(hint.message.contains("skip_lines to 2"))
        let reader = try open(text, .automatic(skipLines: 2))
        #expect(reader.header.names == ["a", "b", "c"])
        #expect(try reader.nextBatch()?.first?.line == 4)
        #expect(throws: CSVError.self) { try open("a\n", .automatic(skipLines: 5)) }
    }

    @Test("Encodings are found by mark, shape and validity")
    func encodings() throws {
        for encoding in [CSVEncoding.utf8, .utf16LE, .utf16BE, .windows1252] {
            var bytes: [UInt8] = []
            CSVTextEncoder(encoding).append("Straße;Größe\nä;€\n", to: &bytes)
            for mark in Set([[], encoding.byteOrderMark]) {
                let reader = try CSVReader(name: "test", source: .automatic(), next: chunks(of: mark + bytes, size: 5))
                #expect(reader.dialect.encoding == encoding)
                #expect(reader.dialect.hasByteOrderMark == !mark.isEmpty)
                #expect(reader.header.names == ["Straße", "Größe"])
                #expect(try fields(reader) == [["ä", "€"]])
            }
        }
    }

    @Test(
        "What is no CSV is refused with a reason",
        arguments: [
            ([], "empty"), ([0x50, 0x4B, 3, 4, 0, 0], "Excel"), (Array("%PDF-1.7\n".utf8), "PDF"),
            (Array(repeating: 1, count: 500), "control characters"),
        ] as [([UInt8], String)]
    )
    func notCSV(bytes: [UInt8], reason: String) throws {
        let error = try #require(throws: CSVError.self) {
            try CSVReader(name: "test", source: .automatic(), next: chunks(of: bytes, size: 64 << 10))
        }
        #expect(error.kind == .notReadableAsCSV && error.description.contains(reason))
    }

    @Test("A missing file and a directory cannot be opened", arguments: ["/nonexistent/x.csv", "/"])
    func cannotOpen(path: String) throws {
        let error = try #require(throws: CSVError.self) { try CSVReader(path: path, source: .automatic()) }
        #expect(error.kind == .cannotOpen && error.description.contains(path))
    }

    @Test("Columns are found by every spelling of their names")
    func header() {
        let header = CSVHeader(rawNames: [" Straße ", "E-Mail", "", "Name", "Name", "Za\u{308}hler"])
        #expect(header.names == ["Straße", "E-Mail", "column 3", "Name", "Name 2", "Za\u{308}hler"])
        #expect(header.warnings.map(\.code) == ["empty_column_name", "duplicate_column_name"])
        #expect(header.index(of: "Straße") == .exact(0))
        for (name, index) in [("STRASSE", 0), ("strasse", 0), ("email", 1), ("Zaehler", 5), ("Z\u{E4}hler", 5)] {
            guard case .similar(index, let warning) = header.index(of: name) else {
                Issue.record("\(name) is \(header.index(of: name))")
                continue
            }
            #expect(warning.contains(name) && warning.contains(header.names[index]))
        }
        #expect(header.index(of: "Strase") == .none(nearest: "Straße"))
        #expect(header.index(of: "PLZ").index == nil)
    }
}
