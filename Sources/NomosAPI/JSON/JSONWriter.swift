/// Writes JSON (RFC 8259) into a byte buffer, member by member, without building a tree first.
///
/// Commas, indentation and escapes are its affair; the order of the calls is the order of the output.
public struct JSONWriter: Sendable {
    /// What has been written so far, UTF-8.
    public var bytes: [UInt8] = []

    private let pretty: Bool
    private var depth = 0
    private var needsComma = false

    /// Creates a writer; `pretty` puts each member on a line of its own, indented by two spaces a level.
    public init(pretty: Bool = false) {
        self.pretty = pretty
    }

    /// Writes an object whose members `body` writes.
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        container(open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), body)
    }

    /// Writes an array whose elements `body` writes, each by ``element(_:)``.
    public mutating func array(_ body: (inout JSONWriter) -> Void) {
        container(open: UInt8(ascii: "["), close: UInt8(ascii: "]"), body)
    }

    /// Writes a member whose value `body` writes.
    public mutating func member(_ key: String, _ body: (inout JSONWriter) -> Void) {
        startItem()
        string(key)
        bytes.append(UInt8(ascii: ":"))
        if pretty { bytes.append(UInt8(ascii: " ")) }
        body(&self)
        needsComma = true
    }

    /// Writes an array's element, whose value `body` writes.
    public mutating func element(_ body: (inout JSONWriter) -> Void) {
        startItem()
        body(&self)
        needsComma = true
    }

    /// Writes a member with a text; nothing at all if it is nil.
    public mutating func member(_ key: String, _ value: String?) {
        guard let value else { return }
        member(key) { $0.string(value) }
    }

    /// Writes a member with a number; nothing at all if it is nil.
    public mutating func member(_ key: String, _ value: Double?) {
        guard let value else { return }
        member(key) { $0.number(value) }
    }

    /// Writes a member with a whole number; nothing at all if it is nil.
    public mutating func member(_ key: String, _ value: Int?) {
        guard let value else { return }
        member(key) { $0.raw(String(value)) }
    }

    /// Writes a member with `true` or `false`; nothing at all if it is nil.
    public mutating func member(_ key: String, _ value: Bool?) {
        guard let value else { return }
        member(key) { $0.raw(value ? "true" : "false") }
    }

    /// Writes a number in its shortest form: `9735`, `9735.5`. JSON has no NaN or infinity: they become `null`.
    public mutating func number(_ value: Double) {
        if let whole = Int(exactly: value), abs(value) < 1e15 {
            raw(String(whole))
        } else {
            raw(value.isFinite ? value.description : "null")
        }
    }

    /// Writes `null`.
    public mutating func null() {
        raw("null")
    }

    /// Writes text that is JSON already.
    public mutating func raw(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes a string in quotes. Escaped are the quote, the backslash and the control characters below U+0020, which is
    /// all that RFC 8259 section 7 asks for.
    public mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for index in utf8.indices {
                let byte = utf8[index]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
                bytes.append(contentsOf: utf8[start..<index])
                start = index + 1
                escape(byte)
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case 0x08: raw("\\b")
        case 0x09: raw("\\t")
        case 0x0A: raw("\\n")
        case 0x0C: raw("\\f")
        case 0x0D: raw("\\r")
        default:
            let digits = Array("0123456789abcdef".utf8)
            raw("\\u00")
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
    }

    private mutating func container(open: UInt8, close: UInt8, _ body: (inout JSONWriter) -> Void) {
        bytes.append(open)
        depth += 1
        needsComma = false
        body(&self)
        depth -= 1
        if needsComma { breakLine() }
        bytes.append(close)
        needsComma = true
    }

    private mutating func startItem() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
        breakLine()
    }

    private mutating func breakLine() {
        guard pretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
    }
}
