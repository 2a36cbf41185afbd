import NomosAPI
import Testing

@testable import LeadImport

@Suite("Lead mapper")
struct LeadMapperTests {
    private func metadata(_ leaf: String, _ fields: [String], top: String = "") throws -> String? {
        let result = try MappingFixture.field("metadata.m", leaf, top: top).prepare(fields)
        #expect(result.violations == [])
        return result.draft.lead().metadata.first?.value
    }

    @Test("The API's whole lead is filled from columns and fixed values")
    func wholeLead() throws {
        let fixture = try MappingFixture(
            """
            customer: { type: { column: 'Anrede', map: { 'Firma': 'company', '*': 'person' } }, first_name: 'Vorname',
                        last_name: 'Nachname', email: 'E-Mail', company_name: { column: 'Firma', optional: true } },
            address: { zip: 'PLZ', street: 'Straße', house_number: 'Nr', city: 'Ort' },
            meter: { estimated_usage: 'kWh', number: 'Zähler', type: { value: 'analog' } },
            payment_method: { type: { value: 'sepa_debit' }, sepa_debit: { iban: { column: 'IBAN', transform: ['iban'] },
                              account_holder: { template: '{Vorname} {Nachname}' } } },
            previous_supplier: { value: 'mp_abc' }, next_possible_start: { value: false }, intended_start_date: 'Start',
            change_reason: { column: 'Grund', map: { 'Umzug': 'move_in', 'Wechsel': 'supplier_change' } },
            created_by: { value: 'sales@example.com' }, metadata: { nr: 'Nummer' }
            """,
            columns: [
                "Anrede", "Vorname", "Nachname", "E-Mail", "Firma", "PLZ", "Straße", "Nr", "Ort", "kWh", "Zähler",
                "IBAN", "Start", "Grund", "Nummer",
            ]
        )
        let lead = try fixture.lead(
            "Frau",
            " Jörg ",
            "Müller",
            "j@example.de",
            "",
            "01067",
            "Am Markt",
            "3-5 b",
            "Dresden",
            "2.500 kWh",
            "1EMH7",
            "de89 3704 0044 0532 0130 00",
            "01.02.2027",
            "Umzug",
            "KD-1"
        )
        #expect(
            lead
                == Lead(
                    plan: "pln_test",
                    customer: .init(type: .person, firstName: "Jörg", lastName: "Müller", email: "j@example.de"),
                    address: .init(zip: "01067", street: "Am Markt", houseNumber: "3-5 b", city: "Dresden"),
                    meter: .init(estimatedUsage: 2500, type: .analog, number: "1EMH7"),
                    paymentMethod: .init(iban: "DE89370400440532013000", accountHolder: "Jörg Müller"),
                    previousSupplier: "mp_abc",
                    nextPossibleStart: false,
                    intendedStartDate: "2027-02-01",
                    changeReason: .moveIn,
                    createdBy: "sales@example.com",
                    metadata: [.init(key: "nr", value: "KD-1")]
                )
        )
    }

    @Test(
        "Each transform",
        arguments: [
            ("'collapse_spaces'", "  a \u{A0} b\n c ", "a b c"), ("'uppercase'", "straße äÖ", "STRASSE ÄÖ"),
            ("'lowercase'", "ABC ÄÖ", "abc äö"), ("'digits'", "+49 (30) 12-34", "49301234"),
            ("'iban'", "de89 3704\u{A0}0044", "DE8937040044"), ("'street_name'", "Torstraße  119 a", "Torstraße"),
            ("'house_number'", "Torstraße  119 a", "119 a"), ("'pad_left(5,0)'", "1067", "01067"),
            ("'pad_left(5,0)'", "01067", "01067"), ("'pad_left(3,x)'", "ü", "xxü"),
            ("'replace(\"^KD-\",\"\")'", "KD-77", "77"), ("'replace(\"(.)b\",\"$1-\")'", "abcb", "a-c-"),
            ("'digits', 'pad_left(6,0)'", "a1b2", "000012"), ("'trim'", " x ", "x"),
        ]
    )
    func transforms(list: String, text: String, expected: String) throws {
        #expect(try metadata("{ column: 'X', transform: [\(list)] }", [text]) == expected)
    }

    @Test("A transform that leaves nothing leaves no value")
    func emptied() throws {
        let fixture = try MappingFixture.field("metadata.m", "{ column: 'X', transform: ['digits'] }")
        let result = try fixture.prepare(["keine"])
        #expect(result.violations.map(\.code) == ["required_value_missing"])
        #expect(try metadata("{ column: 'X', transform: ['digits'], optional: true }", ["keine"]) == nil)
        #expect(try metadata("{ column: 'X', transform: ['pad_left(5,0)'], optional: true }", [""]) == nil)
    }

    @Test(
        "Each source",
        arguments: [
            ("'X'", "a"), ("{ columns: ['X', 'Y', 'Z'], join: ', ' }", "a, c"),
            ("{ template: '<{X}-{Y}-{Z}>' }", "<a--c>"), ("{ first_of: ['Y', 'Z', 'X'] }", "c"),
            ("{ first_of: ['Y', { value: 'v' }] }", "v"), ("{ value: 'fixed' }", "fixed"), ("{ value: 12 }", "12"),
            ("{ value: true }", "true"), ("{ column: 'Y', default: 'd' }", "d"),
            ("{ columns: ['Y'], join: '-', default: 'd' }", "d"), ("{ template: '({Y})', default: 'd' }", "d"),
            ("{ first_of: [{ column: 'X', map: { a: null } }, 'Z'] }", "c"),
        ]
    )
    func sources(leaf: String, expected: String) throws {
        #expect(try metadata(leaf, ["a", " ", "c"]) == expected)
    }

    @Test(
        "A map takes exact values, the rest and nothing",
        arguments: [
            ("{ a: 'A', b: null, '*': 'R' }", "a", "A"), ("{ a: 'A', b: null, '*': 'R' }", "b", nil),
            ("{ a: 'A', b: null, '*': 'R' }", "A", "R"), ("{ a: 'A', b: null, '*': 'R' }", "", "R"),
            ("{ a: 'A', '*': null }", "z", nil), ("{ '': 'leer', '*': 'R' }", "", "leer"),
            ("{ 'M\u{FC}ller': 'u' }", "Mu\u{308}ller", "u"), ("{ 'Mu\u{308}ller': 'u' }", "M\u{FC}ller", "u"),
        ] as [(String, String, String?)]
    )
    func maps(map: String, text: String, expected: String?) throws {
        #expect(try metadata("{ column: 'X', map: \(map) }", [text]) == expected)
        #expect(
            try metadata("{ column: 'X', map: \(map), transform: ['trim', 'collapse_spaces'] }", [text]) == expected
        )
    }

    @Test("A map of hundreds of values finds each, and nothing else")
    func longMap() throws {
        let entries = (0..<500).map { "'k\($0)': 'v\($0)'" }.joined(separator: ", ")
        let fixture = try MappingFixture.field("metadata.m", "{ column: 'X', map: { \(entries) } }")
        for number in [0, 7, 123, 499] { #expect(try fixture.lead("k\(number)").metadata.first?.value == "v\(number)") }
        #expect(try fixture.codes("k500") == ["value_not_in_map"])
    }

    @Test("A value outside a map without rest is a violation that names column, value and config line")
    func notInMap() throws {
        let fixture = try MappingFixture.field("change_reason", "{ column: 'X', map: { Umzug: 'move_in' } }")
        let violation = try #require(try fixture.prepare(["Neubau"]).violations.first)
        #expect(
            violation
                == Violation(
                    code: "value_not_in_map",
                    field: "change_reason",
                    columns: ["X"],
                    value: "Neubau",
                    message:
                        "\"Neubau\" in column \"X\" is not in the map for change_reason; add it to the map (partner.json5, line 1) or correct the row."
                )
        )
    }

    @Test("An optional map leaves an empty column out, whatever the rest becomes")
    func optionalMap() throws {
        #expect(try metadata("{ column: 'X', map: { '*': 'R' }, optional: true }", [""]) == nil)
        #expect(try metadata("{ column: 'X', map: { '*': 'R' }, default: 'D' }", [""]) == "D")
    }

    @Test(
        "A condition lets a leaf count",
        arguments: [
            ("is: 'ja'", "ja", true), ("is: 'ja'", "nein", false), ("is: ['a', 'b']", " b ", true),
            ("is_not: 'ja'", "ja", false), ("is_not: 'ja'", "", true), ("empty: true", "", true),
            ("empty: true", "-", true),
            ("empty: true", "x", false), ("present: true", "x", true), ("present: true", "-", false),
        ]
    )
    func conditions(test: String, text: String, counts: Bool) throws {
        let leaf = "{ column: 'X', when: { column: 'Y', \(test) } }"
        #expect(try metadata(leaf, ["v", text], top: "source: { nulls: ['-'] }") == (counts ? "v" : nil))
        let other = "{ column: 'X', default: 'd', when: { column: 'Y', \(test) } }"
        #expect(try metadata(other, ["v", text], top: "source: { nulls: ['-'] }") == (counts ? "v" : "d"))
    }

    @Test("Texts that mean no value are none, in every source", arguments: ["-", "k.A.", " NULL ", "", " \u{A0}\t"])
    func nulls(text: String) throws {
        let top = "source: { nulls: ['-', 'k.A.', 'NULL'] }"
        #expect(try metadata("{ column: 'X', optional: true }", [text], top: top) == nil)
        #expect(try metadata("{ columns: ['X', 'Y'], join: '+' }", [text, "b"], top: top) == "b")
        #expect(try MappingFixture.field("metadata.m", top: top).codes(text) == ["required_value_missing"])
    }

    @Test("Letters and marks written apart are sent as one character")
    func composed() throws {
        let lead = try MappingFixture.field("customer.last_name").lead("Mu\u{308}ller \u{212B}")
        #expect(lead.customer?.lastName.map { Array($0.unicodeScalars) } == Array("M\u{FC}ller \u{C5}".unicodeScalars))
    }

    @Test("Fields that are absent are left out, and so are objects of which nothing remains")
    func absent() throws {
        let leaf = "{ column: 'X', optional: true }"
        #expect(try MappingFixture.field("customer.email", leaf).lead("").customer == nil)
        #expect(try MappingFixture.field("payment_method.sepa_debit.iban", leaf).lead("").paymentMethod == nil)
        #expect(try MappingFixture.field("intended_start_date", leaf).lead("").intendedStartDate == nil)
    }

    @Test("A person's company name is left out with a notice, a company's is sent")
    func shapes() throws {
        let fixture = try MappingFixture(
            """
            customer: { type: { column: 'T' }, company_name: 'F' }, address: { zip: { value: '10115' } },
            meter: { estimated_usage: { value: 2500 } }
            """,
            columns: ["T", "F"]
        )
        #expect(try fixture.lead("company", "Solar GmbH").customer == .init(type: .company, companyName: "Solar GmbH"))
        let person = try fixture.prepare(["Person", "Solar GmbH"])
        #expect(person.draft.isValid)
        #expect(person.draft.notices == .companyNameLeftOut)
        #expect(person.draft.lead().customer == .init(type: .person))
        #expect(try fixture.prepare(["person", ""]).violations == [])
        #expect(try fixture.codes("company", "") == ["required_value_missing"])
        #expect(try fixture.codes("Firma", "x") == ["customer_type_unknown"])
    }

    @Test("The previous supplier's name is kept to be looked up, an ID is sent as it is")
    func lookup() throws {
        let leaf = "{ column: 'X', lookup: 'market_partner', optional: true }"
        let fixture = try MappingFixture.field("previous_supplier", leaf)
        let named = try fixture.prepare(["eprimo GmbH"])
        #expect(named.violations == [])
        #expect(named.draft.previousSupplierToLookUp == "eprimo GmbH")
        #expect(named.draft.lead().previousSupplier == nil)
        let known = try fixture.prepare(["mp_a1"])
        #expect(known.draft.previousSupplierToLookUp == nil)
        #expect(known.draft.lead().previousSupplier == "mp_a1")
        #expect(try fixture.prepare([""]).draft.previousSupplierToLookUp == nil)
        #expect(try MappingFixture.field("previous_supplier").codes("eprimo") == ["previous_supplier_id_malformed"])
    }

    @Test("Columns taken over as they are become metadata under keys made of their names")
    func takenOver() throws {
        let fixture = try MappingFixture(
            "address: { zip: { value: '10115' } }, meter: { estimated_usage: { value: 2500 } }, metadata: { '*': ['Notiz', 'Kunde'] }",
            columns: ["Kunde", "Notiz"]
        )
        let lead = try fixture.lead("7", "zwei\nZeilen")
        #expect(lead.metadata.map(\.value) == ["zwei\nZeilen", "7"])
        #expect(try fixture.lead("7", "").metadata.count == 1)
    }

    @Test("Every column that the file lacks is reported, with the nearest one")
    func missingColumns() throws {
        #expect {
            _ = try MappingFixture(
                "address: { zip: 'PLZ', city: { columns: ['Ort', 'Ortsteil'] } }, meter: { estimated_usage: 'Verbrauch' }",
                columns: ["Plz2", "Ort"]
            )
        } throws: { error in
            error is ConfigurationError
                && "\(error)" == """
                    3 errors in partner.json5:
                    partner.json5:1:56: lead.address.zip: The file has no column "PLZ". Did you mean "Plz2"?
                    partner.json5:1:69: lead.address.city: The file has no column "Ortsteil". It has: "Plz2", "Ort".
                    partner.json5:1:131: lead.meter.estimated_usage: The file has no column "Verbrauch". It has: "Plz2", "Ort".
                    """
        }
    }

    @Test("A record that is no sound CSV is not mapped: its problem is its violation")
    func problem() throws {
        let fixture = try MappingFixture.field("metadata.m")
        let record = try #require(try CSVFixture.records("X;Y;Z\nonly one").first)
        var draft = fixture.preparation.makeDraft()
        fixture.preparation.prepare(record, into: &draft)
        #expect(!draft.isValid)
        #expect(fixture.preparation.violations(of: draft, in: record).map(\.code) == ["too_few_fields"])
    }

    @Test("The identity is the value of its fields, however they are written, and nil without any")
    func identity() throws {
        let top = "rules: { identity: ['meter.estimated_usage', 'metadata.m'] }"
        let fixture = try MappingFixture(
            """
            customer: { last_name: 'Name' }, address: { zip: { value: '10115' } },
            meter: { estimated_usage: 'kWh' }, metadata: { m: { column: 'M', optional: true } }
            """,
            columns: ["Name", "kWh", "M"],
            top: top
        )
        let first = try fixture.prepare(["A", "1.000", "x"]).draft.identity()
        #expect(first != nil)
        #expect(try fixture.prepare(["B", "1000,0 kWh", " x"]).draft.identity() == first)
        #expect(try fixture.prepare(["A", "1001", "x"]).draft.identity() != first)
        #expect(try fixture.prepare(["A", "1000", ""]).draft.identity() != first)
        let one = try MappingFixture.field(
            "metadata.m",
            "{ column: 'X', optional: true }",
            top: "rules: { identity: ['metadata.m'] }"
        )
        #expect(try one.prepare([""]).draft.identity() == nil)
    }

    @Test("A column spelt otherwise is found, with a warning; one that could be two is an error")
    func spelling() throws {
        let fixture = try MappingFixture(
            "address: { zip: 'plz', street: 'Strasse' }, meter: { estimated_usage: { value: 2500 } }",
            columns: ["PLZ", "Straße"]
        )
        #expect(try fixture.lead("10115", "Aue").address.street == "Aue")
        #expect(
            fixture.preparation.mapper.warnings == [
                "\"plz\" is taken to be the file's column \"PLZ\".",
                "\"Strasse\" is taken to be the file's column \"Straße\".",
            ]
        )
        #expect(throws: ConfigurationError.self) {
            try MappingFixture(
                "address: { zip: 'plz' }, meter: { estimated_usage: { value: 2500 } }",
                columns: ["PLZ", "Plz"]
            )
        }
    }

    @Test("A draft used again holds nothing of the row before")
    func reuse() throws {
        let fixture = try MappingFixture.field("metadata.m", "{ column: 'X', optional: true }")
        var draft = fixture.preparation.makeDraft()
        fixture.preparation.prepare(try CSVFixture.record(["\u{FFFD}"], columns: fixture.columns), into: &draft)
        #expect(!draft.isValid)
        fixture.preparation.prepare(try CSVFixture.record([""], columns: fixture.columns), into: &draft)
        #expect(draft.isValid)
        #expect(draft.lead().metadata.isEmpty)
    }
}
