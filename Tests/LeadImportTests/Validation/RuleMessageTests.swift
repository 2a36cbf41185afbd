import Testing

@testable import LeadImport

/// Every sentence that a person may read in failures.csv, in full: they are part of the interface.
@Suite("Rule messages")
struct RuleMessageTests {
    private func message(_ field: String, _ text: String, plan: LeadValidator.PlanType = .unknown) throws -> String? {
        try MappingFixture.field(field, plan: plan).prepare([text]).violations.first?.message
    }

    @Test(
        "What is wrong and what to do, with column and value",
        arguments: [
            (
                "address.zip", "1067",
                "\"1067\" in column \"X\" has four digits: a spreadsheet has probably dropped the leading zero. Correct it, or add transform: [\"pad_left(5,0)\"] to address.zip in the config."
            ),
            ("address.zip", "D-1", "\"D-1\" in column \"X\" is not a German postcode; it has exactly five digits."),
            ("address.zip", "", "There is no value in column \"X\", but the API needs address.zip; fill it in."),
            (
                "address.city", "",
                "There is no value in column \"X\"; fill it in, or mark address.city as optional in the config."
            ),
            (
                "meter.estimated_usage", "2.5",
                "\"2.5\" in column \"X\" uses the other decimal sign than the rest of the file; correct it, or set source.decimal in the config."
            ),
            (
                "meter.estimated_usage", "1,23E+05",
                "\"1,23E+05\" in column \"X\" is in scientific notation, so digits may be lost; export the column as plain numbers."
            ),
            (
                "meter.estimated_usage", "2 MWh",
                "\"2 MWh\" in column \"X\" is not in kWh; convert it to kilowatt-hours a year."
            ),
            (
                "meter.estimated_usage", "99",
                "\"99\" in column \"X\" is less than 100 kWh a year, the least the API takes; correct the quantity."
            ),
            (
                "intended_start_date", "46388",
                "\"46388\" in column \"X\" is a spreadsheet's serial number, not a date; format the column as a date and export again."
            ),
            (
                "intended_start_date", "31.02.2027",
                "\"31.02.2027\" in column \"X\" is a day that does not exist; correct it."
            ),
            (
                "intended_start_date", "01.02.27",
                "\"01.02.27\" in column \"X\" has a year of two digits; write all four."
            ),
            (
                "intended_start_date", "22.11.2026",
                "\"22.11.2026\" in column \"X\" is not in the future (today is 2026-11-22); choose a later start date."
            ),
            ("customer.email", "a@b", "\"a@b\" in column \"X\" is not a valid e-mail address; correct it."),
            (
                "payment_method.sepa_debit.iban", "DE89370400440532013001",
                "\"DE89370400440532013001\" in column \"X\" is an IBAN with a typing error: its check digits do not match."
            ),
            (
                "payment_method.sepa_debit.iban", "DE8937040044053201300",
                "\"DE8937040044053201300\" in column \"X\" does not have the length of an IBAN of its country (22 characters); a digit is missing or too many."
            ),
            (
                "customer.last_name", "a\nb",
                "The text in column \"X\" contains a line break or control character; remove it, or add \"collapse_spaces\" to the field's transform for line breaks and tabs."
            ),
            (
                "previous_supplier", "EnBW",
                "\"EnBW\" in column \"X\" is not a market partner's ID (mp_…); for names, add lookup: \"market_partner\" to the field in the config."
            ),
            ("next_possible_start", "bald", "\"bald\" in column \"X\" is neither yes nor no; write ja or nein."),
        ]
    )
    func sentences(field: String, text: String, expected: String) throws {
        #expect(try message(field, text) == expected)
    }

    @Test("Several columns are named together, and a long value is cut and put on one line")
    func columnsAndValue() throws {
        let fixture = try MappingFixture.field(
            "customer.email",
            "{ columns: ['X', 'Y', 'Z'], join: '' }"
        )
        let violation = try #require(
            try fixture.prepare(["a\nb", String(repeating: "c", count: 80), "d"]).violations.last
        )
        #expect(violation.columns == ["X", "Y", "Z"])
        #expect(
            violation.message
                == "The text in columns \"X\", \"Y\" and \"Z\" contains a line break or control character; remove it, or add \"collapse_spaces\" to the field's transform for line breaks and tabs."
        )
        let long = try #require(try message("customer.email", String(repeating: "c", count: 80)))
        #expect(long.hasPrefix("\"" + String(repeating: "c", count: 59) + "…\" in column"))
    }

    @Test("Every rule has a sentence that ends with a full stop and names no type of the program")
    func all() throws {
        let today = try #require(CalendarDate(year: 2026, month: 11, day: 22))
        let context = RuleContext(
            path: "a.b",
            columns: ["X"],
            value: "v",
            detail: 7,
            today: today,
            configuration: "partner.json5, line 3"
        )
        for rule in Rule.allCases {
            let message = rule.message(context)
            #expect(message.hasSuffix("."), "\(rule.code)")
            #expect(!message.contains("Optional("))
        }
    }
}
