/// Decodes the config's `lead`: the fields of the API's lead and, at the leaves, where their values come from.
struct LeadDecoder {
    /// The metadata key that the import sets itself.
    let trackingKey: String?
    /// The decimal sign of the source: a number of the config is written like one of the file.
    let decimal: Character
    private(set) var fields: [FieldMapping] = []
    private(set) var metadataColumns: [ImportConfiguration.MetadataColumn] = []

    init(trackingKey: String?, decimal: Character) {
        self.trackingKey = trackingKey
        self.decimal = decimal
    }

    /// The API requires these of every lead.
    static let required: [LeadField] = [.plan, .addressZip, .meterEstimatedUsage]

    /// Decodes the lead into `fields` and `metadataColumns`; errors go to the node's problems.
    mutating func decode(_ node: ConfigurationNode) {
        guard let lead = node.object("an object with the lead's fields") else { return }
        decodeGroup(lead, prefix: "")
        // The leaves stand in the order in which they are known; the config's own order is that of their places.
        fields.sort {
            ($0.leaf.position.line, $0.leaf.position.column) < ($1.leaf.position.line, $1.leaf.position.column)
        }
        for field in Self.required where !fields.contains(where: { $0.target == field }) {
            // A leaf that is there but wrong has its own error.
            if !contains(lead, path: field.path) {
                node.fail("\"\(field.path)\" is missing: the API requires it of every lead")
            }
        }
    }

    /// The value of a field if it is the same for every row.
    func constant(_ field: LeadField) -> String? {
        guard let leaf = fields.first(where: { $0.target == field })?.leaf, leaf.isPlainValue,
            case .value(let text) = leaf.source
        else { return nil }
        return text
    }

    private func contains(_ object: ConfigurationObject, path: String) -> Bool {
        var value = object.node.value
        for step in path.split(separator: ".") {
            guard case .object(let members) = value.kind else { return true }
            guard let member = members.first(where: { $0.key == step }) else { return false }
            value = member.value
        }
        return true
    }

    /// Decodes the fields whose paths begin with `prefix`, which is empty or ends with a dot.
    private mutating func decodeGroup(_ object: ConfigurationObject, prefix: String) {
        var groups: [String] = []
        for (field, path) in LeadField.paths where path.hasPrefix(prefix) {
            let rest = path.dropFirst(prefix.count)
            if let dot = rest.firstIndex(of: ".") {
                let group = String(rest[..<dot])
                if groups.contains(group) { continue }
                groups.append(group)
                if let child = object[group]?.object("an object with the fields of \(prefix)\(group)") {
                    decodeGroup(child, prefix: "\(prefix)\(group).")
                }
            } else if let node = object[String(rest)] {
                decodeField(field, node)
            }
        }
        if prefix.isEmpty, let metadata = object["metadata"]?.object("an object of metadata keys") {
            decodeMetadata(metadata)
        }
        object.finish { key, nearest in
            let elsewhere = LeadField.paths.first { $0.path.hasSuffix(".\(key)") && $0.path != prefix + key }?.path
            if elsewhere == nil, nearest != nil { return nil }
            // A person may write what the column is called: "plz".
            let meant = elsewhere ?? HeaderMatcher.matches(key).lazy.compactMap(\.role.field).first?.path
            return meant.map { "lead.\($0)" }
        }
    }

    private mutating func decodeField(_ field: LeadField, _ node: ConfigurationNode) {
        guard let leaf = LeafDecoder(target: field, decimal: decimal).decode(node) else { return }
        if Self.required.contains(field), leaf.isOptional {
            node.fail("\"optional\" is not possible here: the API requires \"\(field.path)\" of every lead")
        }
        fields.append(FieldMapping(target: field, leaf: leaf))
    }

    // MARK: Metadata

    private mutating func decodeMetadata(_ metadata: ConfigurationObject) {
        // Decoded first, so that the listed columns can be held against all named keys.
        for member in metadata.members where member.key != "*" {
            let node = metadata.child(member)
            if member.key.isEmpty {
                node.fail("a metadata key may not be empty")
            } else if member.key == trackingKey {
                node.fail(Self.trackingConflict(member.key))
            } else {
                decodeField(.metadata(member.key), node)
            }
        }
        var taken = Dictionary(metadata.members.map { ($0.key, String?.none) }, uniquingKeysWith: { first, _ in first })
        let expected = "a list of column names such as [\"Kundennummer\", \"Notiz\"]"
        for node in metadata["*"]?.list(expected) ?? [] {
            guard let column = node.string("a column name") else { continue }
            takeOver(column, node, &taken)
        }
    }

    /// - Parameter taken: The keys that have a value already, with the column they were made from, if they were.
    private mutating func takeOver(_ column: String, _ node: ConfigurationNode, _ taken: inout [String: String?]) {
        let shown = JSON5Scanner.shown(column)
        guard let key = MetadataKey.made(from: column) else {
            node.fail("no metadata key can be made from the name \(shown); give it one: { my_key: \(shown) }")
            return
        }
        if key == trackingKey {
            node.fail(Self.trackingConflict(key))
        } else if let other = taken[key] {
            let owner = other.map {
                ", as that of \(JSON5Scanner.shown($0)); give one of them a key of its own: { my_key: \(shown) }"
            }
            node.fail("the metadata key made from \(shown) is \"\(key)\"" + (owner ?? ", which stands here already"))
        } else {
            taken[key] = .some(column)
            metadataColumns.append(.init(key: key, column: column, position: node.position))
        }
    }

    private static func trackingConflict(_ key: String) -> String {
        "the metadata key \(JSON5Scanner.shown(key)) is the tracking_key, which the import sets itself; "
            + "use another key here or another tracking_key"
    }
}
