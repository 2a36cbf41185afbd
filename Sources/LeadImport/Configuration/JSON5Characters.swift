/// The classes of characters that the JSON5 grammar names, and how errors show characters.
extension JSON5Scanner {
    static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar >= "0" && scalar <= "9"
    }

    static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\r" || scalar == "\u{2028}" || scalar == "\u{2029}"
    }

    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "\u{B}", "\u{C}", "\u{FEFF}": true
        default: scalar.properties.generalCategory == .spaceSeparator
        }
    }

    /// ECMAScript's IdentifierStart without the escape.
    static func startsIdentifier(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber: true
        default: scalar == "$" || scalar == "_"
        }
    }

    /// ECMAScript's IdentifierPart without the escape.
    static func continuesIdentifier(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation: true
        default: startsIdentifier(scalar) || scalar == "\u{200C}" || scalar == "\u{200D}"
        }
    }

    /// Whether a person may have meant it as part of an unquoted key.
    static func isLetterLike(_ scalar: Unicode.Scalar) -> Bool {
        isDigit(scalar) || scalar == "*" || scalar == "-" || scalar == "."
    }

    /// A character for an error: in quotes, or by its number where it would not show.
    static func name(of scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "a quote (\")"
        case "\n", "\r": "the end of the line"
        case "\u{201C}", "\u{201D}", "\u{201E}", "\u{2018}", "\u{2019}", "\u{201A}":
            "a typographic quote (\(scalar)); use \" instead"
        default:
            switch scalar.properties.generalCategory {
            case .control, .format, .privateUse, .unassigned, .surrogate, .spaceSeparator:
                "the character U+" + padded(String(scalar.value, radix: 16, uppercase: true))
            default: "\"\(scalar)\""
            }
        }
    }

    /// A text for an error: in quotes, on one line, without control characters, cut after 40 characters.
    static func shown(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(40) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                shown += "\\u" + padded(String(scalar.value, radix: 16, uppercase: true))
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return "\"" + shown + (text.unicodeScalars.count > 40 ? "…" : "") + "\""
    }

    private static func padded(_ hexadecimal: String) -> String {
        String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
    }
}
