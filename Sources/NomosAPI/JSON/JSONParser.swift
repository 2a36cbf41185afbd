/// A strict recursive-descent parser of RFC 8259 over bytes in memory; see ``JSONValue/init(parsing:)``.
struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// Deeper nesting is refused, so that a hostile reply cannot exhaust the stack.
    private static let maximumDepth = 64

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func parseDocument() -> JSONValue? {
        guard let value = parseValue() else { return nil }
        skipSpace()
        return position == bytes.count ? value : nil
    }

    private var next: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func parseValue() -> JSONValue? {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return nested { $0.parseObject() }
        case UInt8(ascii: "["): return nested { $0.parseArray() }
        case UInt8(ascii: "\""): return parseString().map(JSONValue.string)
        case UInt8(ascii: "t"): return literal("true", .bool(true))
        case UInt8(ascii: "f"): return literal("false", .bool(false))
        case UInt8(ascii: "n"): return literal("null", .null)
        default: return parseNumber()
        }
    }

    private mutating func nested(_ parse: (inout JSONParser) -> JSONValue?) -> JSONValue? {
        guard depth < JSONParser.maximumDepth else { return nil }
        depth += 1
        position += 1
        defer { depth -= 1 }
        return parse(&self)
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) -> JSONValue? {
        let end = position + text.utf8CodeUnitCount
        guard end <= bytes.count, text.withUTF8Buffer({ bytes[position..<end].elementsEqual($0) }) else { return nil }
        position = end
        return value
    }

    private mutating func parseObject() -> JSONValue? {
        var members: [JSONValue.Member] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipSpace()
            guard let key = parseString() else { return nil }
            skipSpace()
            guard take(UInt8(ascii: ":")), let value = parseValue() else { return nil }
            members.append(JSONValue.Member(key: key, value: value))
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { return nil }
        }
    }

    private mutating func parseArray() -> JSONValue? {
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            guard let value = parseValue() else { return nil }
            elements.append(value)
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { return nil }
        }
    }

    private mutating func parseNumber() -> JSONValue? {
        let start = position
        _ = take(UInt8(ascii: "-"))
        let firstDigit = next
        guard skipDigits() > 0 else { return nil }
        // 0123 is no number of JSON.
        let firstIsZero = firstDigit == UInt8(ascii: "0")
        let wholeDigits = position - start - (bytes[start] == UInt8(ascii: "-") ? 1 : 0)
        guard !firstIsZero || wholeDigits == 1 else { return nil }
        if take(UInt8(ascii: ".")) {
            guard skipDigits() > 0 else { return nil }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard skipDigits() > 0 else { return nil }
        }
        return Double(String(decoding: bytes[start..<position], as: UTF8.self)).map(JSONValue.number)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position - start
    }

    private mutating func parseString() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { position += 1 }
        guard next != UInt8(ascii: "\"") else {
            position += 1
            return String(validating: bytes[start..<(position - 1)], as: UTF8.self)
        }
        return parseEscapedString(from: start)
    }

    /// The rest of a string that holds an escape; what stands before it is taken over.
    private mutating func parseEscapedString(from start: Int) -> String? {
        var text = Array(bytes[start..<position])
        while let byte = next, byte >= 0x20 {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = parseEscape() else { return nil }
                text.append(contentsOf: String(scalar).utf8)
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func parseEscape() -> Unicode.Scalar? {
        guard let byte = next else { return nil }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let unit = parseHex() else { return nil }
            guard UTF16.isLeadSurrogate(unit) else {
                // A lone surrogate stands for no character: shown as U+FFFD, so that one odd text does not turn a
                // whole reply into a doubt.
                return Unicode.Scalar(UInt32(unit)) ?? "\u{FFFD}"
            }
            let afterLead = position
            if take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let trail = parseHex(), UTF16.isTrailSurrogate(trail)
            {
                return Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) * 0x400 + UInt32(trail) - 0xDC00)
            }
            position = afterLead
            return "\u{FFFD}"
        default: return nil
        }
    }

    private mutating func parseHex() -> UInt16? {
        guard position + 4 <= bytes.count else { return nil }
        let digits = bytes[position..<(position + 4)]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        position += 4
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
