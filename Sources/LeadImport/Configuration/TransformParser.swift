import Foundation

/// Reads a transform as the config writes it: `digits`, `pad_left(5,0)`, `replace("^0049","+49")`.
enum TransformParser {
    struct Problem: Error, Equatable {
        var message: String
    }

    /// The transforms without arguments.
    static let simple: [(name: String, transform: Transform)] = [
        ("trim", .trim), ("collapse_spaces", .collapseSpaces), ("uppercase", .uppercase), ("lowercase", .lowercase),
        ("digits", .digits), ("iban", .iban), ("street_name", .streetName), ("house_number", .houseNumber),
    ]
    /// The names of all transforms.
    static let names = simple.map(\.name) + ["pad_left", "replace"]

    static func parse(_ text: String) -> Result<Transform, Problem> {
        let name = text.prefix { $0 != "(" }.trimmed
        let rest = text.drop { $0 != "(" }.trimmed
        let found: Transform?
        switch name {
        case "pad_left":
            guard let (width, fill) = padding(rest) else {
                return refuse("expected pad_left(WIDTH,CHARACTER) with a width from 1 to 100, such as pad_left(5,0)")
            }
            found = .padLeft(width: width, with: fill)
        case "replace":
            guard let (pattern, with) = replacement(rest) else {
                return refuse(
                    "expected replace(\"PATTERN\",\"TEXT\"), both in double quotes, such as replace(\"^0049\",\"+49\")"
                )
            }
            if let reason = fault(in: pattern) {
                return refuse("the pattern \(JSON5Scanner.shown(pattern)) is no regular expression: \(reason)")
            }
            found = .replace(pattern: pattern, with: with)
        default:
            found = simple.first { $0.name == name }?.transform
            if found != nil, !rest.isEmpty { return refuse("\"\(name)\" takes nothing in parentheses") }
        }
        if let found { return .success(found) }
        let nearest = NearestName.of(name, among: names).map { "did you mean \"\($0)\"?" }
        let advice = nearest ?? "there are \(names.joined(separator: ", "))"
        return refuse("unknown transform \(JSON5Scanner.shown(name)); \(advice)")
    }

    /// Why a pattern is no regular expression, or nil if it is one.
    ///
    /// `NSRegularExpression` decides, because it does the work later; it gives no reason on every system, so Swift's own
    /// parser is asked for one.
    private static func fault(in pattern: String) -> String? {
        do {
            _ = try NSRegularExpression(pattern: pattern)
            return nil
        } catch {
            do {
                _ = try Regex(pattern)
                return "it uses what ICU's regular expressions don't have"
            } catch {
                return "\(error)"
            }
        }
    }

    private static func refuse(_ message: String) -> Result<Transform, Problem> {
        .failure(Problem(message: message))
    }

    /// The arguments of `(5,0)`; the character may stand in double quotes.
    private static func padding(_ text: String) -> (Int, Character)? {
        guard text.hasPrefix("("), text.hasSuffix(")"), let comma = text.firstIndex(of: ",") else { return nil }
        let width = text[text.index(after: text.startIndex)..<comma].trimmed
        var fill = text[text.index(after: comma)...].dropLast()[...]
        if fill.count > 1 { fill = fill.trimmed[...] }
        if fill.count == 3, fill.hasPrefix("\""), fill.hasSuffix("\"") { fill = fill.dropFirst().dropLast() }
        guard let width = Int(width), (1...100).contains(width), fill.count == 1, let character = fill.first else {
            return nil
        }
        return (width, character)
    }

    /// The arguments of `("…","…")`. Inside, `\"` is a quote; every other backslash belongs to the pattern.
    private static func replacement(_ text: String) -> (String, String)? {
        guard text.hasPrefix("("), text.hasSuffix(")"), text.count >= 2 else { return nil }
        var rest = text.dropFirst().dropLast().trimmed[...]
        guard let pattern = quoted(&rest), !pattern.isEmpty else { return nil }
        rest = rest.trimmed[...]
        guard rest.first == "," else { return nil }
        rest = rest.dropFirst().trimmed[...]
        guard let with = quoted(&rest), rest.trimmed.isEmpty else { return nil }
        return (pattern, with)
    }

    private static func quoted(_ rest: inout Substring) -> String? {
        guard rest.first == "\"" else { return nil }
        rest = rest.dropFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character == "\"" { return text }
            if character == "\\", let next = rest.popFirst() {
                text += next == "\"" ? "\"" : "\\\(next)"
            } else {
                text.append(character)
            }
        }
        return nil
    }
}

extension StringProtocol {
    /// Without the white space at both ends.
    fileprivate var trimmed: String {
        let start = self.drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
