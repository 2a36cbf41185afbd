/// Decodes one leaf of the config's `lead`: a column's name, or an object with one source and what is done to it.
struct LeafDecoder {
    /// The field that gets the value; it decides which fixed texts are possible.
    let target: LeadField
    /// The decimal sign of the source.
    let decimal: Character
    /// Whether the leaf is one of another's `first_of`.
    var isNested = false

    static let sources = ["column", "columns", "template", "first_of", "value"]
    private static let expected = "a column name or an object such as { column: \"PLZ\" } or { value: \"…\" }"

    /// The leaf, or nil after an error.
    func decode(_ node: ConfigurationNode) -> Leaf? {
        if node.text != nil {
            return node.string(Self.expected).map { Leaf(source: .column($0), position: node.position) }
        }
        guard let object = node.object(Self.expected) else { return nil }
        let source = decodeSource(object)
        var leaf = Leaf(source: source ?? .value(""), position: node.position)
        let transforms = object["transform"]?.list("a list of transforms such as [\"digits\"]") ?? []
        leaf.transforms = transforms.compactMap { node in
            guard let text = node.string("a transform such as \"digits\" or \"pad_left(5,0)\"") else { return nil }
            switch TransformParser.parse(text) {
            case .success(let transform): return transform
            case .failure(let problem):
                node.fail(problem.message)
                return nil
            }
        }
        if let map = object["map"] { decodeMap(map, into: &leaf) }
        if let node = object["default"] {
            leaf.defaultValue = fieldText(node, expected: "a text, a number, true or false")
            check(leaf.defaultValue, node)
        }
        if let optional = object["optional"]?.boolean() { leaf.isOptional = optional }
        if let lookup = object["lookup"] { leaf.lookup = decodeLookup(lookup) }
        if let when = object["when"] { leaf.condition = decodeCondition(when) }
        object.finish()
        if case .value(let text) = source, leaf.isPlainValue, let node = object["value"] { check(text, node) }
        return source == nil ? nil : leaf
    }

    // MARK: The source

    private func decodeSource(_ object: ConfigurationObject) -> Leaf.Source? {
        let present = Self.sources.compactMap { name in object[name].map { (name, $0) } }
        let join = object["join"]
        if join != nil, !present.contains(where: { $0.0 == "columns" }) {
            join?.fail("\"join\" goes only with \"columns\"")
        }
        guard let (name, node) = present.first else {
            object.node.fail("expected one source: " + ConfigurationNode.oneOf(Self.sources))
            return nil
        }
        if present.count > 1 {
            let names = present.map { "\"\($0.0)\"" }.joined(separator: " and ")
            object.node.fail("a value has one source, here are \(names); for a choice use \"first_of\"")
        }
        switch name {
        case "column": return node.string("a column name").map(Leaf.Source.column)
        case "columns": return decodeColumns(node, join: join)
        case "template": return decodeTemplate(node)
        case "first_of": return decodeChoices(node)
        default: return fieldText(node, expected: "a text, a number, true or false").map(Leaf.Source.value)
        }
    }

    private func decodeColumns(_ node: ConfigurationNode, join: ConfigurationNode?) -> Leaf.Source? {
        var separator = " "
        if let join {
            if let text = join.text {
                separator = text
            } else {
                join.fail(expected: "a text to put between the columns")
            }
        }
        guard let columns = node.strings("a list of column names") else { return nil }
        if columns.isEmpty {
            node.fail("expected at least one column name")
            return nil
        }
        return .columns(columns, join: separator)
    }

    private func decodeTemplate(_ node: ConfigurationNode) -> Leaf.Source? {
        guard let text = node.string("a text with columns in braces such as \"{Vorname} {Nachname}\"") else {
            return nil
        }
        switch TemplateParser.parse(text) {
        case .success(let parts): return .template(parts)
        case .failure(let problem):
            node.fail(problem.message)
            return nil
        }
    }

    private func decodeChoices(_ node: ConfigurationNode) -> Leaf.Source? {
        guard let nodes = node.list("a list of column names or objects") else { return nil }
        if nodes.isEmpty {
            node.fail("expected at least one column name or object")
            return nil
        }
        let decoder = LeafDecoder(target: target, decimal: decimal, isNested: true)
        return .firstOf(nodes.compactMap(decoder.decode))
    }

    /// A number that the API takes as text, such as metadata, keeps its point.
    private func fieldText(_ node: ConfigurationNode, expected: String) -> String? {
        node.fieldText(decimal: target == .meterEstimatedUsage ? decimal : ".", expected: expected)
    }

    // MARK: What is done to it

    private func decodeMap(_ node: ConfigurationNode, into leaf: inout Leaf) {
        guard let object = node.object("an object such as { \"Umzug\": \"move_in\", \"*\": null }") else { return }
        leaf.hasMap = true
        if object.members.isEmpty { node.fail("expected at least one entry such as \"Umzug\": \"move_in\"") }
        for member in object.members {
            let entry = object.child(member)
            if member.key.first?.isWhitespace == true || member.key.last?.isWhitespace == true {
                entry.fail("white space at the ends of a value goes before the map, so this entry can never fit")
            }
            var text: String?
            if !entry.isNull {
                text = fieldText(entry, expected: "a text, a number, true, false or null (leave the field out)")
                check(text, entry)
            }
            if member.key == "*" { leaf.mapRest = .some(text) } else { leaf.map[member.key] = .some(text) }
        }
    }

    private func decodeLookup(_ node: ConfigurationNode) -> Leaf.Lookup? {
        guard let lookup = node.choice(of: Leaf.Lookup.self) else { return nil }
        if isNested {
            node.fail("\"lookup\" belongs to the leaf around \"first_of\"")
        } else if target != .previousSupplier {
            node.fail("\"\(lookup.rawValue)\" finds the ID for \"previous_supplier\", not for \"\(target.path)\"")
        }
        return lookup
    }

    private func decodeCondition(_ node: ConfigurationNode) -> Leaf.Condition? {
        guard let object = node.object("an object such as { column: \"Anrede\", is: \"Firma\" }") else { return nil }
        let column = object["column"]?.string("a column name")
        if object["column"] == nil { node.fail("\"column\" is missing: the column to look at") }
        let tests = ["is", "is_not", "empty", "present"].compactMap { name in object[name].map { (name, $0) } }
        object.finish()
        guard tests.count == 1, let (name, test) = tests.first else {
            node.fail("expected one test: \"is\", \"is_not\", \"empty\" or \"present\"")
            return nil
        }
        var found: Leaf.Condition.Test?
        switch name {
        case "is": found = texts(test).map { .isOne(of: $0) }
        case "is_not": found = texts(test).map { .isNone(of: $0) }
        default:
            if test.value.kind == .boolean(true) {
                found = name == "empty" ? .empty : .present
            } else {
                test.fail(expected: "true (the opposite of \"empty\" is \"present\")")
            }
        }
        guard let column, let found else { return nil }
        return Leaf.Condition(column: column, test: found)
    }

    /// One text or a list of them.
    private func texts(_ node: ConfigurationNode) -> [String]? {
        if case .array = node.value.kind {
            let texts = node.strings("a list of texts") ?? []
            if texts.isEmpty { node.fail("expected at least one text") }
            return texts
        }
        return node.fieldText(decimal: decimal, expected: "a text or a list of texts").map { [$0] }
    }

    // MARK: Fixed texts

    /// Reports a fixed text that the API cannot take in this field.
    private func check(_ text: String?, _ node: ConfigurationNode) {
        guard let text, let problem = FixedValueRule.problem(with: text, for: target) else { return }
        node.fail(problem)
    }
}
