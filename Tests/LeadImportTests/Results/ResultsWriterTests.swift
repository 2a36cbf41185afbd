import Foundation
import Testing

@testable import LeadImport

@Suite("Results writer")
struct ResultsWriterTests {
    private static let lead = LeadReference(
        id: "lead_1",
        link: "https://example.com/1",
        createdAt: "2026-01-01T00:00:00Z"
    )
    private static let resultColumns =
        "lead_id,lead_link,lead_created_at,import_row,import_line,import_status,import_attempts,import_error_codes,import_error_columns,import_errors,import_request_id,import_run"
    private static let failureColumns =
        "import_row,import_line,import_status,import_attempts,import_error_codes,import_error_columns,import_errors,import_request_id,import_run"

    /// Writes each record of the input with an outcome of its own, or the last one.
    private func write(
        _ input: [UInt8],
        _ outcomes: [RowOutcome],
        top: String = "",
        finishes: Bool = true
    ) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(input, to: "in.csv")
        let configuration = try ConfigurationFixture.read(ConfigurationFixture.config(top: top))
        let reader = try CSVReader(path: folder.file("in.csv"), source: configuration.source)
        let writer = try ResultsWriter(
            folder: RunFolder(path: folder.path),
            runID: "run12",
            header: reader.header,
            dialect: reader.dialect,
            configuration: configuration
        )
        var number = 0
        while let batch = try reader.nextBatch() {
            for record in batch {
                number += 1
                let row = SourceRow(
                    number: number,
                    line: record.line,
                    record: record,
                    layer: 0,
                    columns: nil,
                    isEligible: true
                )
                try writer.write(row, outcomes[min(number, outcomes.count) - 1])
            }
        }
        if finishes { try writer.finish() }
        return folder
    }

    private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    @Test("The kept columns come first, then what became of the row")
    func columns() throws {
        let folder = try write(
            Array("PLZ,kWh,Name\n10115,2500,Vera\n01067,1,\"M, Anna\"\n".utf8),
            [
                RowOutcome(.created, lead: Self.lead, attempts: 2, requestID: "r-1"),
                RowOutcome(
                    .invalid,
                    violations: [
                        Violation(
                            code: "usage_below_minimum",
                            field: "meter.estimated_usage",
                            columns: ["kWh"],
                            message: "too low"
                        ),
                        Violation(code: "name", columns: ["Vorname", "Name"], message: "odd, \"really\""),
                    ]
                ),
            ]
        )
        #expect(
            lines(try folder.text("results.csv")) == [
                "PLZ,kWh,Name,\(Self.resultColumns)",
                "10115,2500,Vera,lead_1,https://example.com/1,2026-01-01T00:00:00Z,1,2,created,2,,,,r-1,run12",
                "01067,1,\"M, Anna\",,,,2,3,invalid,0,usage_below_minimum | name,\"kWh | Vorname, Name\",\"too low | odd, \"\"really\"\"\",,run12",
            ]
        )
        #expect(
            lines(try folder.text("failures.csv")) == [
                "PLZ,kWh,Name,\(Self.failureColumns)",
                "01067,1,\"M, Anna\",2,3,invalid,0,usage_below_minimum | name,\"kWh | Vorname, Name\",\"too low | odd, \"\"really\"\"\",,run12",
            ]
        )
    }

    @Test(
        "Only the columns that the config keeps are kept, in the input's or the config's order",
        arguments: [("'none'", ""), ("['kWh']", "kWh,"), ("['kwh']", "kWh,")]
    )
    func kept(keep: String, head: String) throws {
        let folder = try write(
            Array("PLZ,kWh\n10115,2500\n".utf8),
            [RowOutcome(.failed)],
            top: "results: { keep: \(keep) }"
        )
        #expect(lines(try folder.text("results.csv"))[0] == head + Self.resultColumns)
        // The failure file always has all of them: it is fed back.
        #expect(lines(try folder.text("failures.csv"))[0] == "PLZ,kWh," + Self.failureColumns)
    }

    @Test("A column to keep that is not there is a config error that names the nearest one")
    func keptMissing() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try write(Array("PLZ,kWh\n1,2\n".utf8), [RowOutcome(.failed)], top: "results: { keep: ['PLX'] }")
        }
        #expect(error?.problems.first?.message.contains("did you mean \"PLZ\"") == true)
    }

    @Test("Only rows that need a person stand in failures.csv", arguments: RowState.allCases)
    func states(state: RowState) throws {
        let folder = try write(Array("PLZ,kWh\n10115,2500\n".utf8), [RowOutcome(state)])
        #expect(folder.has("failures.csv") == [.invalid, .rejected, .failed, .unknown, .pending].contains(state))
        #expect(try folder.text("results.csv").contains(",\(state.rawValue),"))
    }

    @Test(
        "Where nothing failed an old failure file goes; until the end it stays, and nothing has its name before it is whole"
    )
    func replacing() throws {
        let folder = try TemporaryFolder()
        try folder.write("old", to: "failures.csv")
        try folder.write("old", to: "results.csv")
        try folder.write("PLZ,kWh\n10115,2500\n", to: "in.csv")
        let configuration = try ConfigurationFixture.read(ConfigurationFixture.config())
        let reader = try CSVReader(path: folder.file("in.csv"), source: configuration.source)
        let writer = try ResultsWriter(
            folder: RunFolder(path: folder.path),
            runID: "run12",
            header: reader.header,
            dialect: reader.dialect,
            configuration: configuration
        )
        let record = try #require(try reader.nextBatch()?.first)
        try writer.write(
            SourceRow(number: 1, line: 2, record: record, layer: 0, columns: nil, isEligible: true),
            RowOutcome(.created, lead: Self.lead)
        )
        #expect(try folder.text("results.csv") == "old" && folder.text("failures.csv") == "old")
        try writer.finish()
        #expect(try folder.names == ["in.csv", "results.csv"])
    }

    @Test(
        "failures.csv is the input byte for byte, with columns added: byte order mark, delimiter, quotes, line breaks",
        arguments: [
            "PLZ;kWh;Name\r\n10115;2500;Vera\r\n", "\u{FEFF}PLZ;kWh;Name\n10115;2500;\"Vera\"\n",
            "PLZ\tkWh\tName\r\n\"10115\"\t2500\t\"a\tb\"\r\n",
            "\"PLZ\",\"kWh\",\"Name\"\n\"10115\",\"2500\",\"Ve\"\"ra\"\n", "PLZ|kWh|Name\r10115|2500|Vera\r",
            "sep=;\r\nPLZ;kWh;Name\r\n10115;2500;Vera\r\n",
            "PLZ;kWh;Name\n10115;2500;\"zwei\nZeilen\"\n", "PLZ;kWh;Name\n 10115 ; 2500;=1+1\n",
        ]
    )
    func byteForByte(input: String) throws {
        let folder = try write(Array(input.utf8), [RowOutcome(.failed)])
        let text = try folder.text("failures.csv")
        let lineBreak = input.contains("\r\n") ? "\r\n" : input.contains("\r") ? "\r" : "\n"
        // Every line of the input is the beginning of a line here; the last of a record goes on with the added columns.
        var rest = Substring(text)
        for line in input.unicodeScalars.split(separator: "\n").flatMap({ $0.split(separator: "\r") }).map({
            String($0)
        }) {
            let place = try #require(
                rest.range(of: line, options: .literal),
                "\(line.debugDescription) is not in \(text.debugDescription)"
            )
            rest = rest[place.upperBound...]
        }
        #expect(text.utf8.starts(with: input.utf8.prefix(12)))
        #expect(text.hasSuffix(lineBreak))
        #expect(
            text.utf8.count { $0 == 0x0D }
                == (lineBreak == "\n" ? 0 : text.utf8.count { $0 == 0x0A || $0 == 0x0D } / (lineBreak == "\r" ? 1 : 2))
                || input.contains("zwei")
        )
    }

    @Test("What is no UTF-8 stays what it is", arguments: [[0xFC, 0xDF, 0xE4], [0x80, 0xF6]] as [[UInt8]])
    func encoding(letters: [UInt8]) throws {
        let record = Array("10115;2500;M".utf8) + letters + Array("ller".utf8)
        let folder = try write(
            Array("PLZ;kWh;Name\r\n".utf8) + record + [13, 10],
            [RowOutcome(.failed, violations: [Violation(code: "x", message: "größer – “nein”")])]
        )
        let bytes = try folder.bytes("failures.csv")
        #expect(bytes.split(separator: 10)[1].starts(with: record))
        let reader = try CSVReader(path: folder.file("failures.csv"), source: .automatic())
        #expect(reader.dialect.encoding.isSingleByte)
        #expect(try #require(try reader.nextBatch()?.first).string(9).hasPrefix("größer"))
    }

    @Test(
        "Of a malformed record all bytes are kept, and the added fields stand in their columns",
        arguments: ["10115", "10115,2500,Vera,zu,viel", "10115,\"a\" b,Vera", "10115,2500,\"offen"]
    )
    func malformed(record: String) throws {
        let folder = try write(Array("PLZ,kWh,Name\n\(record)\n".utf8), [RowOutcome(.invalid)])
        let reader = try CSVReader(path: folder.file("failures.csv"), source: .automatic())
        let row = try #require(reader.header.names.firstIndex(of: "import_row"))
        let again = try #require(try reader.nextBatch()?.first)
        #expect(again.string(row) == "1" && again.string(row + 2) == "invalid")
        #expect(again.hasProblem || record == "10115")
        #expect(again.string(0) == "10115")
    }

    @Test(
        "Texts of the server that a spreadsheet would run are made harmless; the partner's own values are not touched",
        arguments: ["=cmd()", "+1", "-1", "@a", "\t=1", "\r=1"]
    )
    func formulas(text: String) throws {
        let folder = try write(
            Array("PLZ,kWh,Name\n10115,2500,=1+1\n".utf8),
            [
                RowOutcome(
                    .rejected,
                    lead: .init(id: text, link: text, createdAt: text),
                    violations: [Violation(code: text, columns: [text], message: text)],
                    requestID: text
                )
            ]
        )
        let record = try #require(try PipelineFixture.records(folder.file("results.csv")).first)
        for name in [
            "lead_id", "lead_link", "lead_created_at", "import_error_codes", "import_error_columns", "import_errors",
            "import_request_id",
        ] {
            #expect(record[name] == "'" + text, "\(name)")
        }
        #expect(record["Name"] == "=1+1")
        #expect(try folder.text("failures.csv").contains("10115,2500,=1+1,"))
    }

    @Test("A file without a header gets one with its failures, so that they can be fed back")
    func headerless() throws {
        let folder = try write(
            Array("10115,2500\n01067,99\n".utf8),
            [RowOutcome(.created, lead: Self.lead), RowOutcome(.failed)],
            top: "source: { header: false }"
        )
        let text = lines(try folder.text("failures.csv"))
        #expect(text[0] == "1,2," + Self.failureColumns)
        #expect(text[1].hasPrefix("01067,99,2,2,failed,"))
        #expect(lines(try folder.text("results.csv"))[0] == "1,2," + Self.resultColumns)
    }

    @Test("What stands above the header stays in the failures, and is no part of the results")
    func preamble() throws {
        let folder = try write(
            Array("Export vom 1.1.\nPLZ,kWh\n10115,2500\n".utf8),
            [RowOutcome(.failed)],
            top: "source: { skip_lines: 1 }"
        )
        #expect(try folder.text("failures.csv").hasPrefix("Export vom 1.1.\nPLZ,kWh,import_row"))
        #expect(try folder.text("results.csv").hasPrefix("PLZ,kWh,lead_id"))
    }

    @Test("Columns of an earlier import in the input are no data and are not written twice")
    func earlierColumns() throws {
        let folder = try write(
            Array("PLZ,lead_id,kWh,import_status\n10115,lead_old,2500,created\n".utf8),
            [RowOutcome(.failed)]
        )
        #expect(lines(try folder.text("results.csv"))[0] == "PLZ,kWh," + Self.resultColumns)
        #expect(lines(try folder.text("failures.csv"))[0] == "PLZ,kWh," + Self.failureColumns)
        #expect(try !folder.text("results.csv").contains("lead_old"))
    }

    @Test("Where the folder cannot be written, the error names the file")
    func cannotCreate() throws {
        let folder = try TemporaryFolder()
        try folder.write("PLZ,kWh\n1,2\n", to: "in.csv")
        let configuration = try ConfigurationFixture.read(ConfigurationFixture.config())
        let reader = try CSVReader(path: folder.file("in.csv"), source: configuration.source)
        #expect(throws: OutputError.self) {
            try ResultsWriter(
                folder: RunFolder(path: folder.file("none")),
                runID: "r",
                header: reader.header,
                dialect: reader.dialect,
                configuration: configuration
            )
        }
        #expect(
            throws: OutputError.cannotCreate(path: folder.file("in.csv"), reason: "a file of that name is in the way")
        ) {
            try RunFolder(path: folder.file("in.csv")).create()
        }
    }
}
