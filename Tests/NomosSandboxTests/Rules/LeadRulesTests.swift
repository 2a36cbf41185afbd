import Testing

@testable import NomosSandbox

@Suite("What POST /leads accepts")
struct LeadRulesTests {
    static let full = """
        {"plan":"pln_a5dpsx46oxi68wbph3af25c3",
         "customer":{"type":"person","first_name":"Erika","last_name":"Beispiel","email":"erika@example.com"},
         "address":{"zip":"01067","street":"Torstraße","city":"Dresden","house_number":"119 a"},
         "meter":{"estimated_usage":2500,"type":"analog","number":"1APA0195124010"},
         "payment_method":{"type":"sepa_debit","sepa_debit":{"iban":"DE89370400440532013000","account_holder":"E. B."}},
         "previous_supplier":"mp_mi4f0oda6x9m7gcsvjk0ole1","next_possible_start":false,
         "intended_start_date":"2026-07-01","change_reason":"supplier_change","created_by":"user@example.com",
         "metadata":{"a":"b"}}
        """

    private let rules = LeadRules(feedInPlans: ["pln_feedin"], unserviceableZips: ["99999"])
    private let today = Day("2026-05-22") ?? Day(daysSince1970: 0)

    /// The full lead with one field, given as a path, replaced or (with nil) left out.
    private func lead(_ path: String, _ value: JSONValue?, feedIn: Bool = false) throws -> JSONValue {
        var lead = try JSONReader.value(of: Array(LeadRulesTests.full.utf8))
        if feedIn {
            lead = changed(lead, ["plan"], "pln_feedin")
            lead = changed(lead, ["previous_supplier"], nil)
            lead = changed(lead, ["meter", "type"], "smart")
        }
        return changed(lead, path.split(separator: ".").map(String.init), value)
    }

    private func changed(_ json: JSONValue, _ path: [String], _ value: JSONValue?) -> JSONValue {
        guard let name = path.first, case .object(var members) = json else { return value ?? .null }
        let inner = path.count == 1 ? value : changed(json[name] ?? [:], Array(path.dropFirst()), value)
        members.removeAll { $0.name == name }
        if let inner { members.append(JSONMember(name: name, value: inner)) }
        return .object(members)
    }

    @Test("The full and the least lead are accepted", arguments: [full, PureAPI.lead])
    func accepted(text: String) throws {
        #expect(try rules.violations(of: JSONReader.value(of: Array(text.utf8)), today: today) == [])
    }

    @Test(
        "A wrong value is reported with its code at its field",
        arguments: [
            ("plan", nil, "invalid_type"), ("plan", 5, "invalid_type"), ("plan", nil as JSONValue, "invalid_type"),
            ("plan", "", "invalid_value"), ("plan", "pln_A B", "invalid_value"), ("plan", "pln_", "invalid_value"),
            ("customer", "x", "invalid_type"), ("customer.type", "robot", "invalid_union"),
            ("customer.type", nil as JSONValue, "invalid_union"),
            ("customer.first_name", "", "too_small"), ("customer.last_name", "", "too_small"),
            ("customer.first_name", .string(String(repeating: "x", count: 101)), "too_big"),
            ("customer.last_name", nil as JSONValue, "invalid_type"),
            ("customer.email", "erika(at)example.com", "invalid_format"), ("customer.email", "", "invalid_format"),
            ("customer.email", nil as JSONValue, "invalid_type"),
            ("address", nil, "invalid_type"), ("address", [], "invalid_type"),
            ("address.zip", nil, "invalid_type"), ("address.zip", 1067, "invalid_type"),
            ("address.zip", "1067", "too_small"), ("address.zip", "010670", "unserviceable_zip"),
            ("address.zip", "0106A", "unserviceable_zip"), ("address.zip", "99999", "unserviceable_zip"),
            ("address.street", "", "too_small"), ("address.city", "", "too_small"),
            ("address.house_number", "", "too_small"), ("address.house_number", 119, "invalid_type"),
            ("meter", nil, "invalid_type"), ("meter.estimated_usage", nil, "invalid_type"),
            ("meter.estimated_usage", "2500", "invalid_type"), ("meter.estimated_usage", 99.9, "too_small"),
            ("meter.estimated_usage", -2500, "too_small"), ("meter.type", "Smart", "invalid_value"),
            ("meter.number", "", "too_small"), ("payment_method", true, "invalid_type"),
            ("payment_method.type", "card", "invalid_value"),
            ("payment_method.type", nil as JSONValue, "invalid_value"),
            ("payment_method.sepa_debit", nil as JSONValue, "invalid_type"),
            ("payment_method.sepa_debit.iban", "DE89370400440532013001", "invalid_iban"),
            ("payment_method.sepa_debit.iban", "DE89 3704 0044 0532 0130 00", "invalid_format"),
            ("payment_method.sepa_debit.account_holder", "", "too_small"),
            ("previous_supplier", "E.ON", "invalid_value"), ("previous_supplier", 1, "invalid_type"),
            ("next_possible_start", "true", "invalid_type"), ("next_possible_start", 1, "invalid_type"),
            ("intended_start_date", "01.07.2026", "invalid_format"),
            ("intended_start_date", "2026-02-30", "invalid_format"),
            ("intended_start_date", "2026-07-01T00:00:00Z", "invalid_format"),
            ("intended_start_date", "2026-05-22", "custom"), ("intended_start_date", "2019-01-01", "custom"),
            ("change_reason", "Umzug", "invalid_value"), ("change_reason", nil as JSONValue, "invalid_value"),
            ("created_by", 7, "invalid_type"), ("metadata", nil as JSONValue, "invalid_type"),
            ("metadata", [], "invalid_type"),
            ("metadata.a", 1, "invalid_type"), ("metadata.a", nil as JSONValue, "invalid_type"),
        ] as [(String, JSONValue?, String)]
    )
    func refused(path: String, value: JSONValue?, code: String) throws {
        let found = rules.violations(of: try lead(path, value), today: today)
        #expect(found.map(\.code) == [code])
        #expect(found.map(\.field) == [path])
    }

    @Test(
        "What the schema allows is accepted",
        arguments: [
            ("customer", nil), ("customer", nil as JSONValue), ("customer", [:]), ("customer.type", nil),
            ("customer.email", "\"erika beispiel\"@example.com"), ("customer.email", "post@müller.example"),
            ("address.street", nil as JSONValue), ("address.city", nil as JSONValue), ("address.house_number", nil),
            ("meter.estimated_usage", 100), ("meter.estimated_usage", 2500.75), ("meter.type", nil as JSONValue),
            ("meter.number", nil as JSONValue), ("payment_method", nil as JSONValue), ("payment_method", [:]),
            ("payment_method.sepa_debit.iban", nil as JSONValue), ("previous_supplier", nil as JSONValue),
            ("next_possible_start", nil as JSONValue), ("intended_start_date", nil as JSONValue),
            ("intended_start_date", "2026-05-23"), ("created_by", nil as JSONValue), ("metadata", [:]),
            ("unheard_of", 1),
            ("customer.first_name", .string(String(repeating: "ä", count: 100))),
        ] as [(String, JSONValue?)]
    )
    func allowed(path: String, value: JSONValue?) throws {
        #expect(try rules.violations(of: lead(path, value), today: today) == [])
    }

    @Test(
        "Feed-in plans have rules of their own",
        arguments: [
            ("meter.type", "analog", "missing_smart_meter"), ("meter.type", nil, "missing_smart_meter"),
            ("meter.type", nil as JSONValue, "missing_smart_meter"), ("meter.type", "x", "invalid_value"),
            ("previous_supplier", "mp_mi4f0oda6x9m7gcsvjk0ole1", "custom"),
            ("intended_start_date", "2026-07-02", "custom"),
            ("intended_start_date", "2026-06-01", "custom"), ("intended_start_date", "2026-07-01", nil),
            ("intended_start_date", nil, nil), ("previous_supplier", nil as JSONValue, nil),
        ] as [(String, JSONValue?, String?)]
    )
    func feedIn(path: String, value: JSONValue?, code: String?) throws {
        let found = rules.violations(of: try lead(path, value, feedIn: true), today: today)
        #expect(found.map(\.code) == [code].compactMap(\.self))
        #expect(found.allSatisfy { $0.field == path })
    }

    @Test("A month from the first of a month is the next first")
    func feedInFirst() throws {
        let first = try #require(Day("2026-06-01"))
        #expect(try rules.violations(of: lead("intended_start_date", "2026-07-01", feedIn: true), today: first) == [])
    }

    @Test("A company has a name of 1 to 100 characters")
    func company() throws {
        var company = try lead("customer.type", "company")
        #expect(rules.violations(of: company, today: today) == [])
        company = changed(company, ["customer", "company_name"], "")
        #expect(rules.violations(of: company, today: today).map(\.field) == ["customer.company_name"])
    }

    @Test("All violations are reported at once, and a body that is no object as one")
    func several() throws {
        let body = try JSONReader.value(of: Array(#"{"plan":1,"customer":{"email":"x"},"meter":{}}"#.utf8))
        let fields = rules.violations(of: body, today: today).map(\.field)
        #expect(fields == ["plan", "customer.email", "address", "meter.estimated_usage"])
        #expect(rules.violations(of: [], today: today).map(\.field) == [""])
    }

    @Test("Unknown fields are refused on request")
    func unknownFields() throws {
        var strict = rules
        strict.refusesUnknownFields = true
        #expect(try strict.violations(of: lead("plan", "pln_1"), today: today) == [])
        for path in ["zip", "customer.mail", "customer.company_name", "payment_method.sepa_debit.bic"] {
            let found = strict.violations(of: try lead(path, "x"), today: today)
            #expect(found.map(\.code) == ["unrecognized_keys"])
            #expect(found.map(\.field) == [path])
        }
    }

    @Test(
        "E-mail addresses",
        arguments: [
            ("erika@example.com", true), ("e.b+c_d@sub.example.de", true), ("müller@müller.example", true),
            ("\"a b\"@example.com", true), (#""a\"b"@example.com"#, true), ("o'neill@example.com", true),
            ("a@b", false), ("a@b.c", false), ("@example.com", false), ("a@@example.com", false),
            ("a@b@example.com", false),
            ("a b@example.com", false), (".a@example.com", false), ("a.@example.com", false),
            ("a..b@example.com", false),
            ("a@-example.com", false), ("a@example-.com", false), ("a@example..com", false), ("a@example.com.", false),
            ("a@1.2.3.4", false), ("a@[1.2.3.4]", false), (" a@example.com", false), ("a@example.com ", false),
            ("\"a@example.com", false), ("\"\"@example.com", false), ("", false), ("a,b@example.com", false),
            (String(repeating: "a", count: 65) + "@example.com", false), ("a@exa_mple.com", false),
        ]
    )
    func emails(text: String, isValid: Bool) {
        #expect(EmailRule.accepts(text) == isValid)
    }

    @Test(
        "IBANs",
        arguments: [
            ("DE89370400440532013000", IBANRule.Verdict.valid), ("AT611904300234573201", .valid),
            ("GB29NWBK60161331926819", .valid), ("DE88370400440532013000", .wrongChecksum),
            ("DE8937040044053201300", .wrongChecksum), ("de89370400440532013000", .wrongForm), ("", .wrongForm),
            ("DE89", .wrongForm), ("D189370400440532013000", .wrongForm), ("DE89370400440532013000 ", .wrongForm),
        ]
    )
    func ibans(text: String, verdict: IBANRule.Verdict) {
        #expect(IBANRule.verdict(on: text) == verdict)
    }
}
