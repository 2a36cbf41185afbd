/// Writes JSON5 with comments, indented by two spaces.
struct ProposalWriter {
    private(set) var text = ""
    private var depth = 0

    /// A line such as `zip: "PLZ",` with a comment after it.
    mutating func line(_ line: String, _ comment: String? = nil) {
        text += String(repeating: "  ", count: depth) + line
        if let comment { text += "  // " + comment }
        text += "\n"
    }

    mutating func comment(_ comment: String) { line("// " + comment) }

    mutating func blank() { text += "\n" }

    /// `key: {`, the lines that `body` writes, and `},`. Nothing at all if `body` writes no line.
    mutating func object(_ key: String?, _ body: (inout ProposalWriter) -> Void) {
        var inner = ProposalWriter()
        inner.depth = depth + 1
        body(&inner)
        guard !inner.text.isEmpty else { return }
        line(key.map { "\($0): {" } ?? "{")
        text += inner.text
        line(key == nil ? "}" : "},")
    }

    /// A leaf: the column alone, or an object with what is done to its value.
    static func leaf(_ column: String, _ parts: [String]) -> String {
        let filled = parts.filter { !$0.isEmpty }
        guard !filled.isEmpty else { return quoted(column) }
        return "{ column: \(quoted(column)), \(filled.joined(separator: ", ")) }"
    }

    /// A text in quotes, on one line whatever is in it.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    static func list(_ texts: [String]) -> String { "[" + texts.map(quoted).joined(separator: ", ") + "]" }
}
