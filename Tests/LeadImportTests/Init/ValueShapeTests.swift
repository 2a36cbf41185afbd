import Testing

@testable import LeadImport

@Suite("Value shapes")
struct ValueShapeTests {
    @Test(
        "What a text looks like",
        arguments: [
            ("anna@example.de", [ValueShape.email, .words]), ("anna@example", [.words]),
            ("10115", [.postcode, .number]),
            ("1067", [.shortPostcode, .number, .houseNumber]), ("10115 Berlin", [.postcodeAndTown]),
            ("DE89 3704 0044 0532 0130 00", [.iban]), ("1ESY1160123456", [.meterNumber]),
            ("2.500 kWh", [.number, .numberWithUnit]), ("12 a", [.houseNumber]), ("3-5 b", [.houseNumber]),
            ("Torstraße 119 a", [.streetAndNumber]), ("Straße des 17. Juni 135", [.streetAndNumber]),
            ("Müller, Anna", [.words, .severalWords, .nameWithComma]), ("Anna", [.words]),
            ("Herr", [.words, .customerType]), ("ja", [.words, .boolean]), ("x", [.words, .boolean]),
            ("Ferraris", [.words, .meterType]), ("Umzug", [.words, .changeReason]), ("pln_abc", [.words, .planID]),
            ("-5", []), ("1,23E+05", []),
        ]
    )
    func shapes(text: String, expected: [ValueShape]) {
        #expect(Set(ValueShape.shapes(of: text)) == Set(expected))
    }

    @Test(
        "How numbers are written",
        arguments: [
            ("2500", NumberShape.Decimal.none, 2500.0), ("2.500", .groupedByPoint, 2500),
            ("2,500", .groupedByComma, 2500),
            ("2.500,75", .comma, 2500), ("2,500.75", .point, 2500), ("12,5", .comma, 12), ("12.5", .point, 12),
            ("1.234.567", .groupedByPoint, 1_234_567), ("1 234", .none, 1234), ("1.2345", .point, 1),
        ]
    )
    func numbers(text: String, decimal: NumberShape.Decimal, magnitude: Double) {
        #expect(NumberShape(text)?.decimal == decimal)
        #expect(NumberShape(text)?.magnitude == magnitude)
    }

    @Test("Empty and null texts count as no value, others are counted by shape")
    func profile() {
        let values = ["a@example.de", " ", "", "k.A.", "-", "b@example.de ", "c"]
        let profile = ColumnProfile(name: "x", index: 0, values: values)
        #expect(profile.rows == 7)
        #expect(profile.filled == 3)
        #expect(profile.nulls == ["k.A.", "-"])
        #expect(profile.count(.email) == 2)
        #expect(profile.hasGaps)
        #expect(profile.isUnique)
    }
}
