import Testing

@testable import LeadImport

@Suite("Lead validator")
struct LeadValidatorTests {
    @Test(
        "Each rule by its field and value",
        arguments: [
            ("address.zip", "01067", nil), ("address.zip", "1067", "zip_leading_zero_lost"),
            ("address.zip", "106", "zip_not_five_digits"), ("address.zip", "101150", "zip_not_five_digits"),
            ("address.zip", "D-10115", "zip_not_five_digits"), ("address.zip", "1011a", "zip_not_five_digits"),
            ("address.zip", "１０１１５", "zip_not_five_digits"),
            ("meter.estimated_usage", "100", nil), ("meter.estimated_usage", "99,99", "usage_below_minimum"),
            ("meter.estimated_usage", "-2.500", "usage_below_minimum"),
            ("meter.estimated_usage", "0", "usage_below_minimum"),
            ("plan", "pln_abc", nil), ("plan", "abc", "plan_id_malformed"), ("plan", "pln_", "plan_id_malformed"),
            ("plan", "pln_A b", "plan_id_malformed"), ("plan", "pln_A-b_1", nil),
            ("meter.type", "smart", nil), ("meter.type", "Analog", nil),
            ("meter.type", "digital", "meter_type_unknown"),
            ("payment_method.sepa_debit.iban", "DE89370400440532013000", nil),
            ("payment_method.sepa_debit.iban", "DE89370400440532013001", "iban_checksum"),
            ("payment_method.sepa_debit.iban", "DE8937040044053201300", "iban_length"),
            ("payment_method.sepa_debit.iban", "DE89 3704 0044 0532 0130 00", "iban_format"),
            ("payment_method.sepa_debit.iban", "de89370400440532013000", "iban_format"),
            ("payment_method.sepa_debit.iban", "1234", "iban_format"),
            ("payment_method.sepa_debit.iban", "NO9386011117947", nil),
            ("payment_method.sepa_debit.iban", "MT84MALT011000012345MTLCAST001S", nil),
            ("change_reason", "move_in", nil), ("change_reason", "Umzug", "change_reason_unknown"),
            ("intended_start_date", "23.11.2026", nil),
            ("intended_start_date", "22.11.2026", "start_date_not_in_future"),
            ("intended_start_date", "01.01.2019", "start_date_not_in_future"),
            ("next_possible_start", "ja", nil), ("next_possible_start", "vielleicht", "boolean_not_readable"),
            ("created_by", "sales", "email_invalid"), ("customer.email", "a@b", "email_invalid"),
            ("customer.first_name", "a\u{1}b", "text_control_character"),
            ("customer.first_name", "a\nb", "text_control_character"), ("metadata.m", "a\nb\tc", nil),
            ("metadata.m", "a\u{0}b", "text_control_character"), ("metadata.m", "a\u{85}b", "text_control_character"),
            ("address.city", "M\u{FFFD}nchen", "text_damaged"), ("previous_supplier", "mp_1", nil),
            ("previous_supplier", "Stadtwerke", "previous_supplier_id_malformed"),
            ("address.street", "", "required_value_missing"),
        ] as [(String, String, String?)]
    )
    func rules(field: String, text: String, code: String?) throws {
        let violations = try MappingFixture.field(field).prepare([text]).violations
        #expect(violations.map(\.code) == (code.map { [$0] } ?? []))
        if let violation = violations.first {
            #expect(violation.field == field)
            #expect(violation.columns == ["X"])
            #expect(violation.value == text)
        }
    }

    @Test("Names have at most 100 characters, counted in UTF-16 code units", arguments: ["a", "ü", "€"])
    func names(letter: String) throws {
        for field in ["customer.first_name", "customer.last_name"] {
            let fixture = try MappingFixture.field(field)
            #expect(try fixture.codes(String(repeating: letter, count: 100)) == [])
            #expect(try fixture.codes(String(repeating: letter, count: 101)) == ["name_too_long"])
            #expect(try fixture.codes(String(repeating: "😀", count: 50)) == [])
            #expect(try fixture.codes(String(repeating: "😀", count: 51)) == ["name_too_long"])
        }
    }

    @Test(
        "A feed-in plan has rules of its own",
        arguments: [
            ("meter.type", "smart", []), ("meter.type", "analog", ["meter_type_must_be_smart"]),
            ("previous_supplier", "mp_1", ["previous_supplier_not_for_feed_in"]),
            ("intended_start_date", "01.01.2027", []),
            ("intended_start_date", "15.01.2027", ["start_date_not_first_of_month"]),
            ("intended_start_date", "01.12.2026", ["start_date_too_soon"]),
            ("intended_start_date", "02.12.2026", ["start_date_not_first_of_month", "start_date_too_soon"]),
            ("intended_start_date", "01.11.2026", ["start_date_not_in_future"]),
        ] as [(String, String, [String])]
    )
    func feedIn(field: String, text: String, codes: [String]) throws {
        let missing = field == "meter.type" ? [] : ["meter_type_must_be_smart"]
        #expect(Set(try MappingFixture.field(field, plan: .feedIn).codes(text)) == Set(codes + missing))
        if !codes.contains("start_date_not_in_future") {
            #expect(try MappingFixture.field(field, plan: .consumption).codes(text) == [])
            #expect(try MappingFixture.field(field, plan: .unknown).codes(text) == [])
        }
    }

    @Test("All violations of a row are found at once")
    func all() throws {
        let fixture = try MappingFixture(
            "customer: { email: 'M' }, address: { zip: 'P' }, meter: { estimated_usage: 'V' }, intended_start_date: 'D'",
            columns: ["M", "P", "V", "D"]
        )
        #expect(
            try fixture.codes("x", "1067", "2.5", "31.02.2027") == [
                "number_wrong_decimal_sign", "date_does_not_exist", "email_invalid", "zip_leading_zero_lost",
            ]
        )
    }

    @Test(
        "E-mail addresses by the practical rule",
        arguments: [
            ("anna@example.com", true), ("anna.maria+strom@example.co.uk", true), ("a@example.de", true),
            ("\"anna maria\"@example.com", true), ("\"a@b\"@example.com", true), ("\"a\\\"b\"@example.com", true),
            ("anna@müller.de", true), ("anna@xn--mller-kva.de", true), ("o'brien@example.com", true),
            ("a_b-c@sub.example.com", true), ("a@b", false), ("a@b.c", false), ("anna", false), ("@example.com", false),
            ("anna@", false), ("anna@@example.com", false), ("anna@example..com", false), ("anna@.example.com", false),
            ("anna@example.com.", false), (".anna@example.com", false), ("anna.@example.com", false),
            ("an..na@example.com", false), ("anna maria@example.com", false), ("anna@exam ple.com", false),
            ("anna@-example.com", false), ("anna@example-.com", false), ("anna@example.123", false),
            ("anna@192.0.2.1", false), ("anna@[192.0.2.1]", false), ("müller@example.com", true), ("a@b.ü", false),
            ("\"ü\"@example.com", true),
            ("anna(at)example.com", false), ("anna@example_x.com", false), ("\"\"@example.com", false),
            ("anna@example.com,bert@example.com", false), ("<anna@example.com>", false),
        ]
    )
    func emails(text: String, valid: Bool) {
        #expect(EmailAddress.isValid(Array(text.utf8).span) == valid)
    }

    @Test("The parts of an address have their greatest lengths")
    func emailLengths() {
        func valid(_ local: Int, _ label: Int, labels: Int = 1) -> Bool {
            let domain = Array(repeating: String(repeating: "b", count: label), count: labels).joined(separator: ".")
            return EmailAddress.isValid(Array((String(repeating: "a", count: local) + "@" + domain + ".de").utf8).span)
        }
        #expect(valid(64, 63))
        #expect(!valid(65, 63))
        #expect(!valid(64, 64))
        #expect(!valid(64, 60, labels: 4))
    }

    @Test(
        "Today is Germany's, with its summer time",
        arguments: [
            (1_795_390_200, "2026-11-23"),  // 22 November, 23:30 UTC: half past midnight
            (1_774_742_399, "2026-03-29"),  // 28 March 2026, 23:59:59 UTC: 00:59:59 on the 29th
            (1_774_738_799, "2026-03-28"),  // 28 March, 22:59:59 UTC: 23:59:59
            (1_782_856_800, "2026-07-01"),  // 30 June, 22:00 UTC: midnight in summer
            (1_782_856_799, "2026-06-30"), (1_798_758_000, "2027-01-01"),  // 31 December, 23:00 UTC
            (1_798_757_999, "2026-12-31"), (0, "1970-01-01"),
        ]
    )
    func today(seconds: Int, expected: String) {
        #expect(CalendarDate(inGermanyAt: seconds).description == expected)
    }

    @Test("Days since 1970 and back are the same day, over 800 years")
    func days() {
        for days in stride(from: -146_097, through: 146_097, by: 13) {
            #expect(CalendarDate(daysSince1970: days).daysSince1970 == days)
        }
    }

    @Test("The IBAN of the API's reference is sound")
    func referenceIBAN() {
        #expect(IBAN.breach(of: Array("DE68500105178297336485".utf8).span) == nil)
    }

    @Test("Codes are stable, distinct and snake case, and every rule says what it asks for")
    func catalogue() {
        #expect(Set(Rule.allCases.map(\.code)).count == Rule.allCases.count)
        for rule in Rule.allCases {
            #expect(rule.code.allSatisfy { $0.isLowercase || $0 == "_" })
            #expect(rule.summary.hasSuffix("."))
        }
    }
}
