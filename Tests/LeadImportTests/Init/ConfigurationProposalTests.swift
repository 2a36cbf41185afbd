import Testing

@testable import LeadImport

@Suite("Configuration proposal")
struct ConfigurationProposalTests {
    @Test(
        "The columns of a made-up export are found, and the config is read without errors",
        arguments: ExportFixture.all
    )
    func columns(export: ExportFixture) {
        let proposal = export.proposal()
        for (path, column) in export.expected {
            #expect(proposal.placements.first { $0.path == path }?.column == column, "\(path)")
        }
        for line in export.lines { #expect(proposal.text.contains(line), "\(line)") }
        #expect(proposal.missing == [])
        let problems = ConfigurationFixture.problems(proposal.text)
        #expect(problems.count == 1 && problems.allSatisfy { $0.contains("put your plan's ID here") })
    }

    @Test("With the plan's ID put in, every row of a clean export is valid", arguments: ExportFixture.all)
    func valid(export: ExportFixture) throws {
        let configuration = try ConfigurationFixture.read(export.proposal().withPlan)
        var rest: [UInt8]? = Array(([export.header] + export.rows).joined(separator: "\n").utf8)
        let reader = try CSVReader(name: "test.csv", source: configuration.source) {
            defer { rest = nil }
            return rest
        }
        let preparation = LeadPreparation(
            mapper: try LeadMapper(configuration, header: reader.header),
            validator: LeadValidator(
                today: try #require(CalendarDate(year: 2026, month: 11, day: 22)),
                planType: configuration.rules.planType == .feedIn ? .feedIn : .unknown
            )
        )
        var draft = preparation.makeDraft()
        for record in try #require(try reader.nextBatch()) {
            preparation.prepare(record, into: &draft)
            let codes = preparation.violations(of: draft, in: record).map(\.code)
            #expect(codes == [] || codes == ["zip_leading_zero_lost"], "row \(record.row)")
        }
    }

    @Test("A file without a header is known by its values")
    func noHeader() {
        let rows = (1...8).map {
            ["Anna", "Muster", "anna\($0)@example.de", "DE8937040044053201300\($0)", "1011\($0)", "1ESY000000000\($0)"]
        }
        let proposal = ConfigurationProposal(.init(fileName: "x.csv", header: rows[0], rows: Array(rows.dropFirst())))
        #expect(proposal.text.contains("header: false,"))
        let columns = Dictionary(uniqueKeysWithValues: proposal.placements.map { ($0.path, $0.column) })
        #expect(
            columns == [
                "customer.email": "3", "payment_method.sepa_debit.iban": "4", "address.zip": "5", "meter.number": "6",
            ]
        )
        #expect(proposal.placements.allSatisfy { $0.certainty == .guess })
        #expect(proposal.missing == ["meter.estimated_usage"])
        #expect(!proposal.text.contains("example.de"), "no customer's data in the config")
        #expect(ConfigurationFixture.problems(proposal.withPlan) == [])
    }

    @Test("A file that nothing is known of gets a config that names what is missing")
    func unknown() throws {
        let proposal = ConfigurationProposal(
            .init(fileName: "x.csv", header: ["foo", "bar"], rows: [["a", "b"], ["c", "d"]])
        )
        #expect(proposal.placements == [])
        #expect(proposal.missing == ["address.zip", "meter.estimated_usage"])
        #expect(proposal.unplaced == ["foo", "bar"])
        #expect(proposal.text.contains("zip: \"TODO: the column with the PLZ\",  // NOT FOUND"))
        let configuration = try ConfigurationFixture.read(proposal.withPlan)
        let error = #expect(throws: ConfigurationError.self) {
            try LeadMapper(configuration, header: CSVHeader(rawNames: ["foo", "bar"]))
        }
        #expect(error?.problems.count == 2, "the mapping names both columns")
    }

    @Test(
        "Whatever stands in the file, the config can be read",
        arguments: [
            [], [""], ["\"; }", "*/", "//", "\\"], ["a\nb", "c\r\n// d", "\u{2028}", "\u{FEFF}PLZ", "\u{0}"],
            ["PLZ", "plz", "PLZ "], ["*", "import_key", "{Vorname}", "'x'"],
            [String(repeating: "Straße ", count: 2000)],
            (0..<3000).map { "PLZ \($0)" },
        ]
    )
    func hostile(header: [String]) {
        let names = CSVHeader(rawNames: header).names
        let rows = [[], header, header.map { _ in "01067" }, header.map { _ in "\"\\\n*/" } + ["one more"]]
        for input in [rows, []] {
            let proposal = ConfigurationProposal(.init(fileName: "a\n\"b", header: names, rows: input))
            #expect(ConfigurationFixture.problems(proposal.withPlan) == [])
        }
    }

    @Test("No value but the words of a choice gets into the config", arguments: ExportFixture.all)
    func noCustomerData(export: ExportFixture) {
        let text = export.proposal().text
        for value in export.rows.flatMap(ExportFixture.fields) where value.contains("@") || value.count > 8 {
            let isChoice = ValueVocabulary.meaning(value, of: .changeReason) != nil
            #expect(isChoice || value == "Smart Meter" || !text.contains(value), "\(value)")
        }
    }

    @Test(
        "The decimal sign is that of the yearly quantity",
        arguments: [
            (["2500", "1200,5"], ",", "sure"), (["2500.5", "12"], ".", "sure"), (["1.234,5"], ",", "sure"),
            (["1,234.5"], ".", "sure"), (["1.234", "2.500"], ",", "likely"), (["1,234"], ".", "likely"),
            (["2500"], ",", "a guess"), (["2,5", "3,5", "4.5"], ",", "a guess"),
        ]
    )
    func decimal(values: [String], sign: String, certainty: String) {
        let rows = values.map { [$0] }
        let proposal = ConfigurationProposal(.init(fileName: "x", header: ["Jahresverbrauch"], rows: rows))
        #expect(proposal.text.contains("decimal: \"\(sign)\",  // \(certainty)"))
    }

    @Test(
        "The date formats are those of the start date",
        arguments: [
            (["01.03.2031", "1.4.2031"], "[\"dd.MM.yyyy\"],  // sure"), (["2031-03-01"], "[\"yyyy-MM-dd\"],  // sure"),
            (["13/01/2031", "01/02/2031"], "[\"dd/MM/yyyy\"],  // sure"),
            (["01/13/2031", "01/02/2031"], "[\"MM/dd/yyyy\"],  // sure"),
            (["01/02/2031"], "[\"dd/MM/yyyy\"],  // a guess"),
            (["01.03.2031", "01.04.2031", "2031-05-01"], "[\"dd.MM.yyyy\", \"yyyy-MM-dd\"],  // sure"),
            (["01.03.2031 00:00:00"], "[\"dd.MM.yyyy HH:mm:ss\"],  // sure"),
            (["bald", "demnächst"], "[\"dd.MM.yyyy\", \"yyyy-MM-dd\"],  // a guess"),
        ]
    )
    func dates(values: [String], expected: String) {
        let rows = values.map { [$0] }
        let proposal = ConfigurationProposal(.init(fileName: "x", header: ["Lieferbeginn"], rows: rows))
        #expect(proposal.text.contains("dates: \(expected)"), "\(proposal.text)")
    }

    @Test("Who is a company: by a type column, by the salutation, by the company's name, or nobody")
    func customerTypes() {
        func text(_ header: [String], _ rows: [[String]]) -> String {
            ConfigurationProposal(.init(fileName: "x", header: header, rows: rows)).text
        }
        let bySalutation = text(["Anrede", "Firma"], [["Herr", ""], ["Firma", "A GmbH"], ["Frau", ""]])
        #expect(bySalutation.contains("column: \"Anrede\""))
        #expect(bySalutation.contains("\"*\": \"person\""))
        // Here the salutation is that of the company's contact.
        let byName = text(["Anrede", "Firma"], [["Herr", "B AG"], ["Firma", "A GmbH"], ["Frau", "C KG"]])
        #expect(byName.contains("type: { column: \"Firma\", map: { \"*\": \"company\" }"))
        #expect(text(["Anrede"], [["Herr"], ["Frau"]]).contains("every customer is a person"))
        let byType = text(["Kundentyp"], [["privat"], ["gewerblich"], ["intern"], ["privat"]])
        #expect(byType.contains("\"gewerblich\": \"company\","))
        #expect(byType.contains("// \"intern\": \"person\" or \"company\"? Refused until it stands here."))
    }
}

extension ConfigurationProposal {
    /// The proposal as it is when a person has put the plan's ID in.
    fileprivate var withPlan: String {
        text.replacing(Self.planPlaceholder, with: "pln_a5dpsx46oxi68wbph")
    }
}
