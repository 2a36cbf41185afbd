/// A place in a text file, for people.
struct TextPosition: Sendable, Equatable {
    /// From 1. A line ends with LF, CRLF, CR, U+2028 or U+2029, as JSON5 has it.
    var line = 1
    /// In Unicode scalars, from 1.
    var column = 1
}

/// A value of a JSON5 text together with where it begins.
struct JSON5Value: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case null
        case boolean(Bool)
        /// `literal` is the number as it is written, such as `0x1F` or `+.5`. The number may be infinite or NaN.
        case number(Double, literal: String)
        case string(String)
        case array([JSON5Value])
        /// In the order of the text; keys are unique.
        case object([JSON5Member])
    }

    var kind: Kind
    var position: TextPosition

    /// What it is, for errors: "a text", "an object"…
    var article: String {
        switch kind {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

/// A key of an object and its value.
struct JSON5Member: Sendable, Equatable {
    var key: String
    var keyPosition: TextPosition
    var value: JSON5Value
}

/// What is wrong at one place of a JSON5 text.
struct JSON5Problem: Error, Equatable {
    var position: TextPosition
    /// A sentence without a full stop.
    var message: String
}
