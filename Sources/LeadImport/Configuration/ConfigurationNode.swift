/// What all parts of one decoding share: the errors found so far.
final class ConfigurationProblems {
    private(set) var all: [ConfigurationError.Problem] = []
    /// The keys that were looked for by the key path of their object: what the decoder knows, for the test that holds
    /// the JSON Schema against it.
    var knownKeys: [String: Set<String>] = [:]

    func add(_ message: String, at position: TextPosition, path: String) {
        all.append(
            ConfigurationError.Problem(
                position: ConfigurationPosition(line: position.line, column: position.column, keyPath: path),
                message: message
            )
        )
    }
}

/// A value of the config on its way into the types of `ImportConfiguration`: it knows its key path and reports what it
/// is not.
///
/// The readers return nil after an error, so that decoding goes on and finds the next one.
struct ConfigurationNode {
    let value: JSON5Value
    /// Such as `lead.address.zip` or `source.dates[1]`.
    let path: String
    let problems: ConfigurationProblems

    var position: ConfigurationPosition {
        ConfigurationPosition(line: value.position.line, column: value.position.column, keyPath: path)
    }

    /// Reports an error at this value.
    func fail(_ message: String) {
        problems.add(message, at: value.position, path: path)
    }

    /// Reports that the value is of another kind or out of its range.
    func fail(expected: String) {
        fail("expected \(expected), found \(shown)")
    }

    /// The value for an error, short.
    private var shown: String {
        switch value.kind {
        case .string(let text): JSON5Scanner.shown(text)
        case .number(_, let literal): String(literal.prefix(40))
        default: value.article
        }
    }

    var isNull: Bool { value.kind == .null }

    var text: String? {
        if case .string(let text) = value.kind { text } else { nil }
    }

    // MARK: Readers

    func string(_ expected: String = "a text") -> String? {
        if let text, !text.isEmpty { return text }
        fail(expected: expected)
        return nil
    }

    func boolean() -> Bool? {
        if case .boolean(let value) = value.kind { return value }
        fail(expected: "true or false")
        return nil
    }

    /// One character of the text; any but a line break and a control character other than tab.
    func character(_ expected: String) -> Character? {
        if let text, text.count == 1, let character = text.first,
            character == "\t" || (!character.isNewline && character.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        {
            return character
        }
        fail(expected: expected)
        return nil
    }

    /// A number that is more than `above` and at most `most`.
    func number(above: Double, to most: Double) -> Double? {
        if case .number(let value, _) = value.kind, value > above, value <= most { return value }
        fail(expected: "a number above \(Self.plain(above)), at most \(Self.plain(most))")
        return nil
    }

    func integer(in range: ClosedRange<Int>) -> Int? {
        if case .number(let value, _) = value.kind, let whole = Int(exactly: value), range.contains(whole) {
            return whole
        }
        fail(expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    /// One of an enumeration's names.
    func choice<Choice: RawRepresentable & CaseIterable>(of type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        let names = type.allCases.map(\.rawValue)
        if let text, let choice = Choice(rawValue: text) { return choice }
        let nearest = text.flatMap { NearestName.of($0, among: names) }
        fail(expected: Self.oneOf(names) + (nearest.map { " (did you mean \"\($0)\"?)" } ?? ""))
        return nil
    }

    /// The values of a list.
    func list(_ expected: String) -> [ConfigurationNode]? {
        guard case .array(let values) = value.kind else {
            fail(expected: expected)
            return nil
        }
        return values.enumerated().map { index, value in
            ConfigurationNode(value: value, path: "\(path)[\(index)]", problems: problems)
        }
    }

    /// A list of texts that are not empty. An entry that is something else is reported and left out.
    func strings(_ expected: String) -> [String]? {
        list(expected)?.compactMap { $0.string() }
    }

    func object(_ expected: String = "an object") -> ConfigurationObject? {
        guard case .object(let members) = value.kind else {
            fail(expected: expected)
            return nil
        }
        return ConfigurationObject(node: self, members: members)
    }

    /// A text, number or boolean as the text a field of the file would have.
    /// - Parameter decimal: The sign to write a number's fraction with.
    func fieldText(decimal: Character, expected: String) -> String? {
        switch value.kind {
        case .string(let text) where !text.isEmpty:
            return text
        case .boolean(let value):
            return value ? "true" : "false"
        case .number(let number, _):
            if let whole = Int(exactly: number) { return String(whole) }
            let text = "\(number)"
            if number.isFinite, !text.contains("e") { return text.replacing(".", with: String(decimal)) }
        default:
            break
        }
        fail(expected: expected)
        return nil
    }

    // MARK: Wording

    static func oneOf(_ names: [String]) -> String {
        let quoted = names.map { "\"\($0)\"" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "nothing" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }

    private static func plain(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? "\(number)"
    }
}

/// An object of the config; it remembers which keys were looked for, and `finish` reports the others.
final class ConfigurationObject {
    let node: ConfigurationNode
    let members: [JSON5Member]
    private var known: [String] = []

    init(node: ConfigurationNode, members: [JSON5Member]) {
        self.node = node
        self.members = members
    }

    /// The value of a key, or nil if the object lacks it.
    subscript(_ key: String) -> ConfigurationNode? {
        known.append(key)
        node.problems.knownKeys[node.path, default: []].insert(key)
        return members.first { $0.key == key }.map(child)
    }

    func child(_ member: JSON5Member) -> ConfigurationNode {
        ConfigurationNode(value: member.value, path: path(of: member.key), problems: node.problems)
    }

    func path(of key: String) -> String {
        let isPlain = !key.isEmpty && key.unicodeScalars.allSatisfy(JSON5Scanner.continuesIdentifier)
        let step = isPlain || key == "*" ? key : "[\(JSON5Scanner.shown(key))]"
        return node.path.isEmpty ? step : isPlain || key == "*" ? "\(node.path).\(step)" : node.path + step
    }

    /// Reports the keys that nobody looked for, each with the nearest known one.
    /// - Parameter elsewhere: The key path that was meant, where it isn't the nearest known key here, which is nil if none
    ///   is near.
    func finish(elsewhere: (_ key: String, _ nearest: String?) -> String? = { _, _ in nil }) {
        let unknown = members.filter { !known.contains($0.key) }
        for (number, member) in unknown.enumerated() {
            var message = "unknown key"
            // Advice costs time, and nobody reads hundreds of errors.
            if number < ConfigurationError.shownProblems {
                let nearest = NearestName.of(member.key, among: known) ?? longer(than: member.key)
                let meant = elsewhere(member.key, nearest) ?? nearest
                message += meant.map { "; did you mean \"\($0)\"?" } ?? "; known here: \(known.joined(separator: ", "))"
            }
            node.problems.add(message, at: member.keyPosition, path: path(of: member.key))
        }
    }

    /// The one known key of which the unknown one is a part: `timeout` of `timeout_seconds`.
    private func longer(than key: String) -> String? {
        let longer = known.filter { key.count >= 4 && $0.contains(key.lowercased()) }
        return longer.count == 1 ? longer.first : nil
    }
}
