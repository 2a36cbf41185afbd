/// What a field's text looks like. A text may have several shapes or none.
enum ValueShape: CaseIterable, Hashable, Sendable {
    case email
    /// Five digits.
    case postcode
    /// Four digits, as a spreadsheet leaves a postcode that began with 0.
    case shortPostcode
    /// `10115 Berlin`.
    case postcodeAndTown
    case iban
    /// A meter number by DIN 43863-5: `1ESY1160123456`.
    case meterNumber
    /// A whole or decimal number, with or without `kWh`.
    case number
    /// A number with `kWh` after it.
    case numberWithUnit
    case houseNumber
    /// `Torstraße 119 a`.
    case streetAndNumber
    /// `Müller, Anna`.
    case nameWithComma
    /// Two words or more, without digits.
    case severalWords
    /// No digit in it.
    case words
    case boolean
    case planID
    case partnerID
    case customerType
    case meterType
    case changeReason

    /// The shapes of a trimmed text that is not empty.
    static func shapes(of text: String) -> [ValueShape] {
        let bytes = Array(text.utf8.prefix(200))
        var shapes: [ValueShape] = []
        func add(_ shape: ValueShape, if holds: Bool) { if holds { shapes.append(shape) } }
        let digits = bytes.count(where: isDigit)
        add(.email, if: isEmail(bytes))
        add(.postcode, if: bytes.count == 5 && digits == 5)
        add(.shortPostcode, if: bytes.count == 4 && digits == 4 && bytes.first != 0x30)
        add(.postcodeAndTown, if: isPostcodeAndTown(bytes))
        add(.iban, if: isIBAN(bytes))
        add(.meterNumber, if: isMeterNumber(bytes))
        let number = NumberShape(text)
        add(.number, if: number != nil)
        add(.numberWithUnit, if: number?.hasUnit == true)
        add(.houseNumber, if: isHouseNumber(bytes[...]))
        add(.streetAndNumber, if: isStreetAndNumber(bytes))
        if digits == 0 {
            let words = text.split(separator: " ").count
            shapes.append(.words)
            add(.severalWords, if: words > 1)
            add(.nameWithComma, if: words > 1 && bytes.count { $0 == UInt8(ascii: ",") } == 1)
        }
        add(.planID, if: text.hasPrefix("pln_"))
        add(.partnerID, if: text.hasPrefix("mp_"))
        if let key = ValueVocabulary.key(of: text) {
            add(.boolean, if: ValueVocabulary.isBoolean(key: key))
            add(.customerType, if: ValueVocabulary.meaning(key: key, of: .customerType) != nil)
            add(.meterType, if: ValueVocabulary.meaning(key: key, of: .meterType) != nil)
            add(.changeReason, if: ValueVocabulary.meaning(key: key, of: .changeReason) != nil)
        }
        return shapes
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) || byte >= 0x80 }

    private static func isEmail(_ bytes: [UInt8]) -> Bool {
        guard let at = bytes.firstIndex(of: 0x40), at > 0, !bytes.contains(0x20) else { return false }
        let domain = bytes[(at + 1)...]
        guard let dot = domain.lastIndex(of: 0x2E) else { return false }
        return !domain.contains(0x40) && dot > at + 1 && dot < bytes.count - 2
    }

    private static func isPostcodeAndTown(_ bytes: [UInt8]) -> Bool {
        let digits = bytes.prefix(while: isDigit).count
        let rest = bytes.dropFirst(digits).drop { $0 == 0x20 || $0 == 0x2F || $0 == 0x2C }
        return (4...5).contains(digits) && bytes.count > digits + rest.count && rest.first.map(isLetter) == true
    }

    private static func isIBAN(_ bytes: [UInt8]) -> Bool {
        let compact = bytes.filter { $0 != 0x20 }
        return (15...34).contains(compact.count) && compact.prefix(2).allSatisfy { (0x41...0x5A).contains($0 & 0xDF) }
            && compact.dropFirst(2).prefix(2).allSatisfy(isDigit)
            && compact.dropFirst(4).allSatisfy { isDigit($0) || (0x41...0x5A).contains($0 & 0xDF) }
            && compact.count(where: isDigit) >= 10
    }

    private static func isMeterNumber(_ bytes: [UInt8]) -> Bool {
        let compact = bytes.filter { $0 != 0x20 && $0 != 0x2D }
        return compact.count == 14 && isDigit(compact[0])
            && compact[1...3].allSatisfy { (0x41...0x5A).contains($0 & 0xDF) || isDigit($0) }
            && compact[1...3].contains { !isDigit($0) } && compact[4...].allSatisfy(isDigit)
    }

    /// `119`, `119a`, `119 a`, `3-5 b`, `12/1`.
    private static func isHouseNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        let digits = bytes.prefix(while: isDigit).count
        guard (1...4).contains(digits), bytes.first != 0x30, bytes.count <= 12 else { return false }
        let rest = bytes.dropFirst(digits).filter { $0 != 0x20 }
        guard let first = rest.first else { return true }
        if first == 0x2D || first == 0x2F { return rest.dropFirst().first.map(isDigit) == true }
        return isLetter(first) && (rest.count == 1 || !isLetter(rest[1]))
    }

    private static func isStreetAndNumber(_ bytes: [UInt8]) -> Bool {
        guard bytes.first.map(isLetter) == true else { return false }
        return bytes.indices.contains { index in
            index > 1 && bytes[index - 1] == 0x20 && isDigit(bytes[index]) && isHouseNumber(bytes[index...])
        }
    }
}

/// How a number is written.
struct NumberShape: Equatable {
    /// What the text says about the file's decimal sign.
    enum Decimal: Equatable {
        /// Surely `,`: `1.234,5` or `12,5`.
        case comma
        /// Surely `.`: `1,234.5` or `12.5`.
        case point
        /// `1.234`: thousands to Germans, a fraction to others.
        case groupedByPoint
        /// `1,234`: the reverse.
        case groupedByComma
        /// No sign in it.
        case none
    }

    var decimal: Decimal
    /// Whether `kWh` stands after it.
    var hasUnit: Bool
    /// Its size, digits before the decimal sign only; good enough to tell a house number from a consumption.
    var magnitude: Double

    /// Reads the shape of a trimmed text, or nil if it is no number.
    init?(_ text: String) {
        var body = text[...]
        hasUnit = false
        for unit in ["kWh", "KWh", "kwh", "KWH"] where body.hasSuffix(unit) {
            hasUnit = true
            body = body.dropLast(3)
        }
        let bytes = body.utf8.filter { $0 != 0x20 && $0 != 0x27 && $0 != 0xC2 && $0 != 0xA0 }
        guard !bytes.isEmpty, bytes.count <= 20,
            bytes.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2C || $0 == 0x2E }),
            let first = bytes.first, (0x30...0x39).contains(first), let last = bytes.last, (0x30...0x39).contains(last)
        else { return nil }
        let signs = bytes.indices.filter { bytes[$0] == 0x2C || bytes[$0] == 0x2E }
        let whole: Int
        if let sign = signs.last {
            let isComma = bytes[sign] == 0x2C
            let isMixed = signs.contains { bytes[$0] != bytes[sign] }
            if isMixed {
                decimal = isComma ? .comma : .point
                whole = sign
            } else if signs.count > 1 || bytes.count - sign == 4 {
                decimal = isComma ? .groupedByComma : .groupedByPoint
                whole = bytes.count
            } else {
                decimal = isComma ? .comma : .point
                whole = sign
            }
        } else {
            decimal = .none
            whole = bytes.count
        }
        magnitude = bytes[..<whole].reduce(0) { (0x30...0x39).contains($1) ? $0 * 10 + Double($1 - 0x30) : $0 }
    }
}
