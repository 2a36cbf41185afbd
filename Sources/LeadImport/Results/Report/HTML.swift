/// A piece of HTML. What is interpolated as text is escaped; only literals in the source and other pieces are taken as they
/// are, so a column name can never become markup.
struct HTML: ExpressibleByStringInterpolation {
    private(set) var text: String

    init(stringLiteral text: String) { self.text = text }
    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ value: String) { text += HTML.escaped(value) }
        mutating func appendInterpolation(_ value: HTML) { text += value.text }
        mutating func appendInterpolation(_ values: [HTML]) { for value in values { text += value.text } }

        /// A coordinate, to a hundredth; 0 for what cannot be one.
        mutating func appendInterpolation(_ value: Double) {
            guard value.magnitude < 1e9 else { return text += "0" }
            let hundredths = (value * 100).rounded() / 100
            text += hundredths == hundredths.rounded() ? String(Int(hundredths)) : String(hundredths)
        }
    }

    static func + (left: HTML, right: HTML) -> HTML { "\(left)\(right)" }

    /// The text as HTML shows it, within elements and quoted attributes alike.
    ///
    /// Control characters, and those that turn the direction of the text after them, become U+FFFD: a name cannot rearrange
    /// the page around it.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n", "\t": escaped += " "
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}", "\u{61C}":
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
