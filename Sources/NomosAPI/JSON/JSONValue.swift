/// A JSON value as it was read (RFC 8259).
public enum JSONValue: Sendable, Equatable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A number; whole numbers are exact up to 2^53.
    case number(Double)
    /// A text.
    case string(String)
    /// The elements in order.
    case array([JSONValue])
    /// The members in order, a repeated key included.
    case object([Member])

    /// A member of an object.
    public struct Member: Sendable, Equatable {
        /// The key.
        public var key: String
        /// The value.
        public var value: JSONValue

        /// Creates a member.
        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// Reads one JSON text of UTF-8 bytes; nil if it is anything else: cut short, followed by other bytes, nested deeper
    /// than 64 levels, or not UTF-8. A byte order mark is not JSON. O(n).
    public init?(parsing bytes: some Sequence<UInt8>) {
        var parser = JSONParser(Array(bytes))
        guard let value = parser.parseDocument() else { return nil }
        self = value
    }

    /// The value of a member, the last one if the key is repeated; nil if there is none or this is no object. O(members).
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key == key }?.value
    }

    /// The text, if this is one.
    public var stringValue: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number, if this is one.
    public var numberValue: Double? {
        if case .number(let number) = self { number } else { nil }
    }

    /// The truth value, if this is one.
    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements, if this is an array.
    public var arrayValue: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members, if this is an object.
    public var objectValue: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// Writes the value as JSON again.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let value): writer.raw(value ? "true" : "false")
        case .number(let value): writer.number(value)
        case .string(let text): writer.string(text)
        case .array(let elements):
            writer.array { writer in
                for element in elements { writer.element { element.write(to: &$0) } }
            }
        case .object(let members):
            writer.object { writer in
                for member in members { writer.member(member.key) { member.value.write(to: &$0) } }
            }
        }
    }
}
