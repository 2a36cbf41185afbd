/// Reads JSON5 (https://spec.json5.org) into a tree that knows where everything stands.
///
/// Stricter than the specification in what is a mistake in a config: a key that an object has twice is refused, and so
/// is a backslash before a letter that means nothing (`"\d"` would silently become `d`).
struct JSON5Parser {
    /// How deep objects and lists may be nested.
    static let maximumDepth = 64

    var scanner: JSON5Scanner
    /// The keys that an object has twice. Reading goes on after one; the first value counts.
    private(set) var duplicateKeys: [JSON5Problem] = []
    private var depth = 0

    private init(_ text: String) {
        scanner = JSON5Scanner(text)
    }

    /// Reads a whole text.
    /// - Returns: The value and the duplicate keys, which the caller reports with its own errors.
    /// - Throws: The first error of syntax: after it nothing can be said for sure.
    /// - Complexity: O(length).
    static func parse(_ text: String) throws(JSON5Problem) -> (value: JSON5Value, duplicateKeys: [JSON5Problem]) {
        var parser = JSON5Parser(text)
        try parser.scanner.skipBlanks()
        guard parser.scanner.current != nil else {
            throw JSON5Problem(position: parser.scanner.position, message: "there is no value; expected \"{\"")
        }
        let value = try parser.value()
        try parser.scanner.skipBlanks()
        if parser.scanner.current != nil {
            throw parser.scanner.unexpected("the end of the file")
        }
        return (value, parser.duplicateKeys)
    }

    private mutating func value() throws(JSON5Problem) -> JSON5Value {
        let start = scanner.position
        switch scanner.current {
        case "{": return JSON5Value(kind: .object(try object()), position: start)
        case "[": return JSON5Value(kind: .array(try array()), position: start)
        case "\"", "'": return JSON5Value(kind: .string(try scanner.string()), position: start)
        case let scalar? where scalar == "+" || scalar == "-" || scalar == "." || JSON5Scanner.isDigit(scalar):
            return JSON5Value(kind: try scanner.number(), position: start)
        case let scalar? where JSON5Scanner.startsIdentifier(scalar):
            return JSON5Value(kind: try word(), position: start)
        default:
            throw scanner.unexpected("a value")
        }
    }

    private mutating func word() throws(JSON5Problem) -> JSON5Value.Kind {
        let start = scanner.position
        let word = try scanner.identifier()
        switch word {
        case "null": return .null
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "Infinity": return .number(.infinity, literal: word)
        case "NaN": return .number(.nan, literal: word)
        default:
            let hint = NearestName.of(word, among: ["null", "true", "false"]).map { "; did you mean \($0)?" }
            throw JSON5Problem(
                position: start,
                message: "expected a value, found \(JSON5Scanner.shown(word))" + (hint ?? "; a text needs quotes")
            )
        }
    }

    private mutating func object() throws(JSON5Problem) -> [JSON5Member] {
        let start = scanner.position
        try descend()
        defer { depth -= 1 }
        var members: [JSON5Member] = []
        var first: [String: TextPosition] = [:]
        while true {
            try scanner.skipBlanks()
            if scanner.skip("}") { return members }
            let keyPosition = scanner.position
            let key = try key(objectStart: start)
            try scanner.skipBlanks()
            guard scanner.skip(":") else { throw scanner.unexpected("\":\" after the key \(JSON5Scanner.shown(key))") }
            try scanner.skipBlanks()
            let value = try value()
            if let earlier = first[key] {
                duplicateKeys.append(
                    JSON5Problem(
                        position: keyPosition,
                        message: "the key \(JSON5Scanner.shown(key)) stands here twice, first in line \(earlier.line)"
                    )
                )
            } else {
                first[key] = keyPosition
                members.append(JSON5Member(key: key, keyPosition: keyPosition, value: value))
            }
            try scanner.skipBlanks()
            if !scanner.skip(","), scanner.current != "}" {
                throw scanner.unexpected("\",\" or \"}\"", opened: "{", at: start)
            }
        }
    }

    private mutating func key(objectStart: TextPosition) throws(JSON5Problem) -> String {
        switch scanner.current {
        case "\"", "'": return try scanner.string()
        case let scalar? where JSON5Scanner.startsIdentifier(scalar) || scalar == "\\":
            let name = try scanner.identifier()
            if scanner.current == "-" {
                throw JSON5Problem(position: scanner.position, message: "a key with \"-\" needs quotes")
            }
            return name
        case let scalar? where JSON5Scanner.isLetterLike(scalar):
            throw scanner.unexpected("a key (quote it: only letters, digits, \"_\" and \"$\" go without)")
        default:
            throw scanner.unexpected("a key or \"}\"", opened: "{", at: objectStart)
        }
    }

    private mutating func array() throws(JSON5Problem) -> [JSON5Value] {
        let start = scanner.position
        try descend()
        defer { depth -= 1 }
        var values: [JSON5Value] = []
        while true {
            try scanner.skipBlanks()
            if scanner.skip("]") { return values }
            if scanner.current == nil { throw scanner.unexpected("a value or \"]\"", opened: "[", at: start) }
            values.append(try value())
            try scanner.skipBlanks()
            if !scanner.skip(","), scanner.current != "]" {
                throw scanner.unexpected("\",\" or \"]\"", opened: "[", at: start)
            }
        }
    }

    /// Goes into an object or a list, past its first character.
    private mutating func descend() throws(JSON5Problem) {
        depth += 1
        if depth > Self.maximumDepth {
            throw JSON5Problem(
                position: scanner.position,
                message: "nested more than \(Self.maximumDepth) levels deep"
            )
        }
        scanner.advance()
    }
}
