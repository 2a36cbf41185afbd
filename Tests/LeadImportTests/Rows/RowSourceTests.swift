import NomosAPI
import Testing

@testable import LeadImport

@Suite("Row source")
struct RowSourceTests {
    private static let configuration = Result {
        try ConfigurationFixture.read(ConfigurationFixture.config(lead: "metadata: { name: 'Name' }"))
    }

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The original and failure files, each as lines below its header.
    private func source(
        _ original: [String],
        _ layers: [[String]] = [],
        header: String = "PLZ;kWh;Name;import_row;import_run",
        isRerun: Bool = true,
        limit: Int = .max
    ) throws -> RowSource {
        let configuration = try Self.configuration.get()
        try folder.write((["PLZ;kWh;Name"] + original).map { $0 + "\n" }.joined(), to: "in.csv")
        let reader = try CSVReader(path: folder.file("in.csv"), source: .automatic())
        let files = try layers.enumerated().map { index, lines in
            try folder.write(([header] + lines).map { $0 + "\n" }.joined(), to: "failures-\(index).csv")
            return try #require(try FailureFile(path: folder.file("failures-\(index).csv"), source: .automatic()))
        }
        let validator = LeadValidator(
            today: try #require(CalendarDate(year: 2026, month: 1, day: 1)),
            planType: .unknown
        )
        return RowSource(
            original: reader,
            preparations: try ([reader.header] + files.map(\.header)).map {
                LeadPreparation(mapper: try LeadMapper(configuration, header: $0), validator: validator)
            },
            layers: files,
            isRerun: isRerun,
            limit: limit
        )
    }

    /// Each row as its number, name, layer and whether it may be sent (`+`).
    private func read(_ source: RowSource) throws -> [String] {
        var source = source
        var rows: [String] = []
        while let row = try source.next() {
            rows.append("\(row.number) \(row.string(2)) \(row.layer)\(row.isEligible ? "+" : "")")
        }
        return rows
    }

    private let original = (1...4).map { "1011\($0);2500;n\($0)" }

    @Test("Without failure files every row is the original's and may be sent")
    func plain() throws {
        #expect(try read(source(original, isRerun: false)) == ["1 n1 0+", "2 n2 0+", "3 n3 0+", "4 n4 0+"])
    }

    @Test("A row of the failure file may be sent; with other values it is taken from there")
    func overlay() throws {
        let source = try source(original, [["10112;2500;n2;2;r", "10114;2500;NEU;4;r"]])
        #expect(try read(source) == ["1 n1 0", "2 n2 0+", "3 n3 0", "4 NEU 1+"])
    }

    @Test("Of several failure files the newest says what a row is, and the last one which may be sent")
    func layers() throws {
        let source = try source(original, [["10112;2500;alt;2;r", "10113;2500;alt;3;r"], ["10113;2500;neu;3;r"]])
        #expect(try read(source) == ["1 n1 0", "2 alt 1", "3 neu 2+", "4 n4 0"])
    }

    @Test("A row that the newest failure file puts back to the original's values is the original's again")
    func putBack() throws {
        let source = try source(original, [["10114;2500;alt;4;r"], ["10114;2500;n4;4;r"]])
        #expect(try read(source)[3] == "4 n4 0+")
    }

    @Test("The columns may come in another order")
    func columnOrder() throws {
        let source = try source(
            original,
            [["r;NEU;2;2500;10112", "r;n3;3;2500;10113"]],
            header: "import_run;Name;import_row;kWh;PLZ"
        )
        #expect(try read(source) == ["1 n1 0", "2 NEU 1+", "3 n3 0+", "4 n4 0"])
    }

    @Test("Only as many rows are read as the limit says, failure file or not", arguments: [0, 1, 3, 4, 9])
    func limit(count: Int) throws {
        #expect(try read(source(original, [["10114;2500;NEU;4;r"]], limit: count)).count == min(count, 4))
    }

    @Test("A malformed record that came back as it was is the original's, with all that is wrong with it")
    func malformed() throws {
        var source = try source(["10111;2500", "10112;2500;n2"], [["10111;2500;;1;r"]])
        let row = try #require(try source.next())
        #expect(row.layer == 0 && row.isEligible)
        guard case .invalid(let violations) = source.prepare(row) else {
            Issue.record("a record with too few fields is valid")
            return
        }
        #expect(violations.map(\.code) == ["too_few_fields"])
    }

    @Test("A malformed record that was mended counts")
    func mended() throws {
        var source = try source(["10111;2500", "10112;2500;n2"], [["10111;2500;da;1;r"]])
        let row = try #require(try source.next())
        #expect(row.layer == 1)
        guard case .lead(let lead, _, _) = source.prepare(row) else {
            Issue.record("the mended record is invalid")
            return
        }
        #expect(lead.metadata.map(\.value) == ["da"])
    }

    @Test("A record that came back malformed is not taken for the original's")
    func brokenOnTheWay() throws {
        var source = try source(original, [["10111;2500;\"n1\" x;1;r"]])
        let row = try #require(try source.next())
        #expect(row.layer == 1)
        guard case .invalid = source.prepare(row) else {
            Issue.record("a record with a stray quote is valid")
            return
        }
    }
}

@Suite("Failure file")
struct FailureFileTests {
    private func file(_ text: String, source: ImportConfiguration.Source = .automatic()) throws -> FailureFile? {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "f.csv")
        return try FailureFile(path: folder.file("f.csv"), source: source)
    }

    @Test(
        "It is known by its columns, in any order and delimiter",
        arguments: [
            "A;import_row;import_run\nx;7;r\n", "import_run,A,import_row\nr,x,7\n",
            "\u{FEFF}\"import_row\"\t\"import_run\"\t\"A\"\n7\tr\tx\n",
        ]
    )
    func known(text: String) throws {
        let file = try #require(try file(text))
        #expect(file.run == "r" && file.next?.row == 7)
        try file.advance()
        #expect(file.next == nil)
        #expect(file.columns(of: CSVHeader(rawNames: ["B", "A"])).first == Int.max)
        #expect(file.header.names[file.columns(of: CSVHeader(rawNames: ["B", "A"]))[1]] == "A")
    }

    @Test(
        "Any other file is none",
        arguments: ["A;B\n1;2\n", "A;import_row\n1;2\n", "A;import_run\n1;r\n", "x\n", "\n", "", "\"open"]
    )
    func other(text: String) throws {
        #expect(try file(text) == nil)
    }

    @Test("A file that is not there is an error, not another file")
    func missing() {
        #expect(throws: CSVError.self) { try FailureFile(path: "/no/such/file.csv", source: .automatic()) }
    }

    @Test(
        "It is read as the original is, and else as a spreadsheet saves it",
        arguments: [
            "A^import_row^import_run\n'x^y'^7^r\n", "A;import_row;import_run\n\"x^y\";7;r\n",
            "title\nA^import_row^import_run\nx^7^r\n",
        ]
    )
    func ownDialect(text: String) throws {
        let file = try #require(
            try file(text, source: .automatic(delimiter: "^", quote: "'", skipLines: text.hasPrefix("title") ? 1 : 0))
        )
        #expect(file.next?.record.string(0).contains("x") == true && file.next?.row == 7)
    }

    @Test("A file without a header knows its failures by theirs")
    func headerless() throws {
        #expect(try file("1;import_row;import_run\nx;7;r\n", source: .automatic(hasHeader: false))?.next?.row == 7)
    }
}
