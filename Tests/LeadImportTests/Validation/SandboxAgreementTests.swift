import NomosAPI
import NomosSandbox
import Testing

@testable import LeadImport
@testable import NomosSandbox

/// The validation here and the sandbox's rules are two readings of the same reference, written apart. Held against each
/// other, each finds the other's mistakes: over thousands of leads both have to refuse the same fields.
@Suite("Agreement with the sandbox")
struct SandboxAgreementTests {
    /// Values for each field, good and bad: what the reference has a rule for, and what lies at the rule's edge.
    private static let values: [(path: String, texts: [String])] = [
        ("plan", ["pln_a5dpsx46oxi68wbph3af25c3", "pln_1", "pln_", "abc", "PLN_1", "pln_A", "mp_1"]),
        ("customer.type", ["person", "company", "firm"]),
        (
            "customer.first_name",
            ["Anna", "", "Ü", long("a", 100), long("a", 101), long("ü", 100), long("😀", 50), long("😀", 51)]
        ),
        ("customer.last_name", ["Müller", "", long("b", 101), "O'Neill", "Mu\u{308}ller"]),
        ("customer.company_name", ["Solar GmbH", "", long("c", 101), long("c", 100)]),
        (
            "customer.email",
            [
                "anna@example.com", "", "a@b", "anna@example", "@example.com", "anna@@example.com", "a.b@müller.de",
                "\"a b\"@example.com", "a@1.2.3.4", "jörg@example.de", "a..b@example.com", "a@-b.de", "a@b.ü",
                long("a", 64) + "@example.com", long("a", 65) + "@example.com", "a@" + long("b", 64) + ".de",
                "a@b.c1", "a@b.11", "a b@example.com", "\"\"@example.com", "\"a\\\"@example.com", "a@b_c.de",
            ]
        ),
        ("address.zip", ["10115", "01067", "1067", "1011", "101155", "1011A", "D-10115", "１０１１５"]),
        ("address.street", ["Am Markt", "", "ß"]), ("address.city", ["Köln", ""]),
        ("address.house_number", ["3-5 b", ""]),
        ("meter.estimated_usage", ["2500", "100", "99.99", "0", "-2500", "100.5", "1000000"]),
        ("meter.type", ["smart", "analog", "", "digital"]), ("meter.number", ["1EMH0012345678", ""]),
        (
            "payment_method.sepa_debit.iban",
            [
                "DE89370400440532013000", "", "DE89370400440532013001", "DE8937040044053201300",
                "de89370400440532013000",
                "DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819", "FR1420041010050500013M02606", "XX",
                "DE68500105178297336485",
                "AT611904300234573201", "AT611904300234573202",
            ]
        ),
        ("payment_method.sepa_debit.account_holder", ["Anna Müller", ""]),
        ("previous_supplier", ["mp_mi4f0oda6x9m7gcsvjk0ole1", "", "mp_", "Stadtwerke", "mp_A"]),
        ("next_possible_start", ["true", "false", ""]),
        (
            "intended_start_date",
            [
                "2027-01-01", "", "2026-11-22", "2026-11-23", "2026-12-01", "2026-12-22", "2027-02-15", "2019-01-01",
                "2027-02-30",
            ]
        ),
        ("change_reason", ["move_in", "supplier_change", "", "Umzug"]),
        ("metadata.note", ["x", "", "zwei\nZeilen", "\"{}\\"]),
    ]

    private static func long(_ letter: String, _ count: Int) -> String { String(repeating: letter, count: count) }

    /// A config that takes every field from the column of its name.
    private func fixture(_ plan: LeadValidator.PlanType) throws -> MappingFixture {
        let source = """
            customer: { type: F('customer.type'), first_name: F('customer.first_name'), last_name: F('customer.last_name'),
                        company_name: F('customer.company_name'), email: F('customer.email') },
            address: { zip: 'address.zip', street: F('address.street'), city: F('address.city'),
                       house_number: F('address.house_number') },
            meter: { estimated_usage: 'meter.estimated_usage', type: F('meter.type'), number: F('meter.number') },
            payment_method: { sepa_debit: { iban: F('payment_method.sepa_debit.iban'),
                                            account_holder: F('payment_method.sepa_debit.account_holder') } },
            previous_supplier: F('previous_supplier'), next_possible_start: F('next_possible_start'),
            intended_start_date: F('intended_start_date'), change_reason: F('change_reason'),
            metadata: { note: F('metadata.note') }
            """
        let lead = "plan: 'plan', " + source
        return try MappingFixture(
            lead.replacing("F(", with: "{ optional: true, column: (").replacing("(", with: "").replacing(
                ")",
                with: " }"
            ),
            columns: Self.values.map(\.path),
            top: "source: { decimal: '.', dates: ['yyyy-MM-dd'] }",
            plan: plan
        )
    }

    /// The texts as the body of a request, without any help of the code under test: what is empty is left out.
    private func body(_ texts: [String]) -> NomosSandbox.JSONValue {
        var members: [String: [(String, NomosSandbox.JSONValue)]] = [:]
        for (entry, text) in zip(Self.values, texts) where !text.isEmpty {
            let parts = entry.path.split(separator: ".").map(String.init)
            let value: NomosSandbox.JSONValue =
                switch entry.path {
                case "meter.estimated_usage": .number(Double(text) ?? 0)
                case "next_possible_start": .bool(text == "true")
                default: .string(text)
                }
            members[parts.dropLast().joined(separator: "."), default: []].append((parts[parts.count - 1], value))
        }
        func object(_ path: String) -> NomosSandbox.JSONValue {
            .object((members[path] ?? []).map { JSONMember(name: $0.0, value: $0.1) })
        }
        var top = (members[""] ?? []).map { JSONMember(name: $0.0, value: $0.1) }
        for name in ["customer", "address", "meter", "metadata"] {
            top.append(JSONMember(name: name, value: object(name)))
        }
        let debit = JSONMember(name: "sepa_debit", value: object("payment_method.sepa_debit"))
        top.append(.init(name: "payment_method", value: .object([debit])))
        return .object(top)
    }

    @Test(
        "Both refuse the same fields of 6,000 leads, and what is valid here is accepted there",
        arguments: [false, true]
    )
    func agreement(isFeedIn: Bool) throws {
        var generator = SeededGenerator(seed: 20_261_122)
        let fixture = try fixture(isFeedIn ? .feedIn : .consumption)
        let today = try #require(Day(year: 2026, month: 11, day: 22))
        let plans = Self.values[0].texts
        let rules = LeadRules(feedInPlans: isFeedIn ? Set(plans) : [])
        let rows = (0..<3000).map { _ in
            Self.values.map { entry in
                // Most values are the first, good one, so that many leads are valid and most others have few faults.
                let isGood = Int.random(in: 0..<8, using: &generator) > 0
                if isGood { return isFeedIn && entry.path == "previous_supplier" ? "" : entry.texts[0] }
                return entry.texts[Int.random(in: entry.texts.indices, using: &generator)]
            }
        }
        let records = try CSVFixture.records(rows, columns: fixture.columns)
        #expect(records.count == rows.count)
        var valid = 0
        for (texts, record) in zip(rows, records) {
            let result = fixture.prepare(record)
            let here = Set(result.violations.compactMap(\.field))
            let there = Set(rules.violations(of: body(texts), today: today).map(\.field))
            #expect(here == there, "\(zip(Self.values, texts).map { "\($0.path): \($1)" })")
            guard result.draft.isValid else { continue }
            valid += 1
            var json: [UInt8] = []
            result.draft.lead().json(into: &json)
            let sent = try NomosSandbox.JSONReader.value(of: json)
            #expect(rules.violations(of: sent, today: today) == [])
        }
        #expect(valid > 200)
        #expect(valid < 2800)
    }
}
