/// Reads numbers as German and English exports write them, and says why where it can't.
///
/// With the decimal comma, `1.234,5`, `1234`, `1 234` and `2.500 kWh` are numbers, and `1.234` is 1234: a point can only
/// group there, so `2.5`, where it groups nothing, is refused rather than read as 25. With the decimal point it is the
/// other way round. Groups are three digits, after a first one of one to three without a leading zero.
enum NumberReader {
    /// A number, or the rule that refuses the text.
    enum Outcome: Equatable {
        case number(Double)
        case refused(Rule)
    }

    /// Reads a trimmed, non-empty text. `comma` says whether the comma is the decimal sign (else the point is).
    static func read(_ text: Span<UInt8>, decimalComma comma: Bool) -> Outcome {
        let decimal: UInt8 = comma ? 0x2C : 0x2E
        let grouping: UInt8 = comma ? 0x2E : 0x2C
        let numeric = numericEnd(text)
        if numeric < text.count, let refusal = unitRefusal(text.extracting(numeric..<text.count)) {
            return .refused(numeric == 0 ? .numberNotReadable : refusal)
        }
        var end = numeric
        while end > 0, TextScan.isASCIISpace(text[end - 1]) { end -= 1 }
        while end >= 2, text[end - 1] >= 0x80 {
            if TextScan.spaceWidth(text, at: end - 2, upTo: end) == 2 {
                end -= 2
            } else if end >= 3, TextScan.spaceWidth(text, at: end - 3, upTo: end) == 3 {
                end -= 3
            } else {
                break
            }
        }
        let number = text.extracting(0..<end)
        if let value = plain(number, decimal: decimal, grouping: grouping) { return .number(value) }
        if plain(number, decimal: grouping, grouping: decimal) != nil { return .refused(.numberWrongDecimalSign) }
        return .refused(.numberNotReadable)
    }

    /// Where the part made of digits, signs, points, commas and spaces ends.
    private static func numericEnd(_ text: Span<UInt8>) -> Int {
        var index = 0
        while index < text.count {
            let byte = text[index]
            if TextScan.isDigit(byte) || byte == 0x2E || byte == 0x2C || byte == 0x2D || byte == 0x2B || byte == 0x20 {
                index += 1
                continue
            }
            if byte == 0xE2, index + 2 < text.count, text[index + 1] == 0x88, text[index + 2] == 0x92 {
                index += 3  // U+2212, the minus sign
                continue
            }
            let width = TextScan.spaceWidth(text, at: index, upTo: text.count)
            if width == 0 { break }
            index += width
        }
        return index
    }

    /// Why what follows the number is refused; nil where it says kilowatt-hours.
    private static func unitRefusal(_ unit: Span<UInt8>) -> Rule? {
        for accepted: StaticString in ["kwh", "kwh/a", "kwh/jahr", "kwh/year", "kwh p.a."]
        where TextScan.equalIgnoringCase(unit, accepted) { return nil }
        // 1,23E+05: the digits of a spreadsheet that ran out of room.
        if unit[0] | 0x20 == 0x65, unit.count >= 2,
            TextScan.isDigit(unit[1]) || unit[1] == 0x2B || unit[1] == 0x2D
        {
            return .numberScientificNotation
        }
        for refused: StaticString in [
            "wh", "mwh", "gwh", "twh", "kw", "mw", "kwp", "w", "m3", "m³", "qm", "l", "eur", "€", "ct", "%", "j", "mj",
        ] where TextScan.equalIgnoringCase(unit, refused) { return .numberUnitNotKWh }
        for prefix: StaticString in ["mwh", "gwh", "wh"] where unit.count > prefix.utf8CodeUnitCount {
            let head = unit.extracting(0..<prefix.utf8CodeUnitCount)
            let after = unit[prefix.utf8CodeUnitCount]
            if TextScan.equalIgnoringCase(head, prefix), !TextScan.isLetter(after) { return .numberUnitNotKWh }
        }
        return .numberNotReadable
    }

    /// The number, or nil where the text is none by these signs.
    private static func plain(_ text: Span<UInt8>, decimal: UInt8, grouping: UInt8) -> Double? {
        var index = 0
        let count = text.count
        var negative = false
        if count > 0, text[0] == 0x2D || text[0] == 0x2B {
            negative = text[0] == 0x2D
            index = 1
        } else if count > 2, text[0] == 0xE2, text[1] == 0x88, text[2] == 0x92 {
            negative = true
            index = 3
        }
        var digits: UInt64 = 0
        var significant = 0
        var decimals = 0
        var integerDigits = 0
        var group = 0
        // The sign that groups: set by the first one met, the same for all of the number. 1 stands for a space.
        var separator: UInt8 = 0
        let first = index
        while index < count {
            let byte = text[index]
            if TextScan.isDigit(byte) {
                if significant > 0 || byte != 0x30 { significant += 1 }
                if significant > 18 { return Double(simple: text, from: first, decimal: decimal, negative: negative) }
                digits = digits &* 10 &+ UInt64(byte &- 0x30)
                integerDigits += 1
                group += 1
                index += 1
                continue
            }
            if byte == decimal { break }
            let width = byte == grouping ? 1 : TextScan.spaceWidth(text, at: index, upTo: count)
            guard width > 0 else { return nil }
            let sign: UInt8 = byte == grouping ? grouping : 1
            if separator == 0 {
                guard group >= 1, group <= 3, text[first] != 0x30 else { return nil }
                separator = sign
            } else if separator != sign || group != 3 {
                return nil
            }
            group = 0
            index += width
        }
        guard integerDigits > 0, separator == 0 || group == 3 else { return nil }
        if index < count {
            index += 1
            guard index < count else { return nil }
            while index < count {
                let byte = text[index]
                guard TextScan.isDigit(byte) else { return nil }
                if significant > 0 || byte != 0x30 { significant += 1 }
                if significant > 18 { return Double(simple: text, from: first, decimal: decimal, negative: negative) }
                digits = digits &* 10 &+ UInt64(byte &- 0x30)
                decimals += 1
                index += 1
            }
        }
        guard decimals < powersOfTen.count, digits < 1 << 53 else {
            return Double(simple: text, from: first, decimal: decimal, negative: negative)
        }
        // Exact: both are whole numbers a Double holds, so the quotient is the nearest one (Clinger 1990).
        let value = Double(digits) / powersOfTen[decimals]
        return negative ? -value : value
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}

extension Double {
    /// The slow way for numbers of more digits than a Double holds: without grouping signs, by the standard library.
    fileprivate init?(simple text: Span<UInt8>, from start: Int, decimal: UInt8, negative: Bool) {
        var digits: [UInt8] = negative ? [0x2D] : []
        for index in start..<text.count {
            if TextScan.isDigit(text[index]) { digits.append(text[index]) }
            if text[index] == decimal { digits.append(0x2E) }
        }
        guard let value = Double(String(decoding: digits, as: UTF8.self)), value.isFinite else { return nil }
        self = value
    }
}
