import Testing

@testable import LeadImport

@Suite("Numbers")
struct NumberReaderTests {
    private func read(_ text: String, comma: Bool = true) -> NumberReader.Outcome {
        NumberReader.read(Array(text.utf8).span, decimalComma: comma)
    }

    @Test(
        "Numbers as Germans write them",
        arguments: [
            ("1.234,5", 1234.5), ("1234", 1234), ("1 234", 1234), ("1\u{A0}234", 1234), ("1\u{202F}234,25", 1234.25),
            ("2.500 kWh", 2500), ("2500kWh", 2500), ("2500 KWH", 2500), ("2500\u{A0}kwh", 2500), ("3.000 kWh/a", 3000),
            ("1.234", 1234), ("1.234.567,89", 1_234_567.89), ("0", 0), ("0,5", 0.5), ("-1.200", -1200), ("+7", 7),
            ("\u{2212}5", -5), ("007", 7), ("4711,00", 4711), ("12345678901234567890", 12_345_678_901_234_567_168),
            ("0,1", 0.1), ("123456,789", 123456.789), ("0,30000000000000004", 0.30000000000000004),
        ] as [(String, Double)]
    )
    func german(text: String, expected: Double) {
        #expect(read(text) == .number(expected))
    }

    @Test(
        "Numbers with a decimal point",
        arguments: [
            ("1,234.5", 1234.5), ("2.5", 2.5), ("2,500", 2500), ("1.234", 1.234), ("1 234.5", 1234.5),
            ("2500 kWh", 2500),
        ] as [(String, Double)]
    )
    func english(text: String, expected: Double) {
        #expect(read(text, comma: false) == .number(expected))
    }

    @Test(
        "What is no number is refused with the reason",
        arguments: [
            ("2.5", .numberWrongDecimalSign), ("2500.75", .numberWrongDecimalSign),
            ("1,234.5", .numberWrongDecimalSign),
            ("0.500", .numberWrongDecimalSign), ("1.23", .numberWrongDecimalSign), ("12.3456", .numberWrongDecimalSign),
            ("1,23E+05", .numberScientificNotation), ("1e5", .numberScientificNotation),
            ("1.2E-3", .numberScientificNotation), ("2,5 MWh", .numberUnitNotKWh), ("2500 Wh", .numberUnitNotKWh),
            ("5 kW", .numberUnitNotKWh), ("12 m³", .numberUnitNotKWh), ("90 €", .numberUnitNotKWh),
            ("2 MWh/a", .numberUnitNotKWh), ("ca. 2500", .numberNotReadable), ("2500-3000", .numberNotReadable),
            ("1.2.3", .numberNotReadable), ("1..000", .numberNotReadable), ("1.000 000", .numberNotReadable),
            ("1234.567.890", .numberNotReadable), ("-", .numberNotReadable), (",", .numberNotReadable),
            (",5", .numberNotReadable), ("5,", .numberNotReadable), ("kWh", .numberNotReadable),
            ("nan", .numberNotReadable), ("inf", .numberNotReadable), ("0x10", .numberNotReadable),
            ("--5", .numberNotReadable), ("1,2,3", .numberNotReadable), ("e5", .numberNotReadable),
            ("1 23", .numberNotReadable), ("٣٤", .numberNotReadable),
        ] as [(String, Rule)]
    )
    func refused(text: String, rule: Rule) {
        #expect(read(text) == .refused(rule))
    }

    @Test("A thousand digits are read as a number, not overrun")
    func huge() {
        #expect(read(String(repeating: "9", count: 300)) == .number(1e300))
        #expect(read(String(repeating: "9", count: 1000)) == .refused(.numberNotReadable))
    }

    @Test("With a decimal point, a comma that groups nothing is refused", arguments: ["2,5", "2.500,75", "1,23"])
    func wrongSign(text: String) {
        #expect(read(text, comma: false) == .refused(.numberWrongDecimalSign))
    }
}
