/// Reads dates in the formats the config gives, and says why where it can't.
struct DateReader: Sendable {
    /// A date, or the rule that refuses the text.
    enum Outcome: Equatable {
        case date(CalendarDate)
        case refused(Rule)
    }

    let patterns: [DatePattern]
    /// Whether a date that two formats read differently is refused; otherwise the first format that fits counts.
    let refusesAmbiguous: Bool

    /// Reads a trimmed, non-empty text.
    func read(_ text: Span<UInt8>) -> Outcome {
        var found: CalendarDate?
        var refusal: Rule?
        for index in patterns.indices {
            switch patterns[index].read(text) {
            case .date(let date):
                if !refusesAmbiguous { return .date(date) }
                if let found, found != date { return .refused(.dateAmbiguous) }
                found = date
            case .noSuchDay: refusal = .dateDoesNotExist
            case .shortYear: refusal = refusal ?? .dateTwoDigitYear
            case .mismatch: continue
            }
        }
        if let found { return .date(found) }
        if let refusal { return .refused(refusal) }
        return .refused(Self.isSerialNumber(text) ? .dateSerialNumber : .dateNotReadable)
    }

    /// Whether the text is a day's number as spreadsheets count (`46388` is 2027-01-01), perhaps with a time of day:
    /// five digits, which is 1927 to 2173.
    private static func isSerialNumber(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 5, text[0] != 0x30 else { return false }
        for index in 0..<5 where !TextScan.isDigit(text[index]) { return false }
        if text.count == 5 { return true }
        guard text.count > 6, text[5] == 0x2C || text[5] == 0x2E else { return false }
        for index in 6..<text.count where !TextScan.isDigit(text[index]) { return false }
        return true
    }
}

/// Reads yes and no as exports write them.
enum BooleanReader {
    /// True for ja, j, x, 1, true, wahr, yes, y; false for nein, n, 0, false, falsch, no; in any case. Nil for the rest.
    static func read(_ text: Span<UInt8>) -> Bool? {
        for word: StaticString in ["ja", "1", "x", "true", "wahr", "yes", "j", "y"]
        where TextScan.equalIgnoringCase(text, word) { return true }
        for word: StaticString in ["nein", "0", "false", "falsch", "no", "n"]
        where TextScan.equalIgnoringCase(text, word) { return false }
        return nil
    }
}
