/// Turns the config's leaves into a plan for one file, and collects everything that does not fit the file's header.
struct MappingCompiler {
    private let configuration: ImportConfiguration
    private let header: CSVHeader
    private var problems: [ConfigurationError.Problem] = []

    /// What is odd about how the config names the file's columns, without being wrong.
    private(set) var warnings: [String] = []

    /// Prepares for a file with these columns.
    init(_ configuration: ImportConfiguration, header: CSVHeader) {
        self.configuration = configuration
        self.header = header
    }

    /// The plan, or every problem at once: missing columns, formats and patterns that are none.
    mutating func plan() throws(ConfigurationError) -> MappingPlan {
        var paths = LeadField.paths.map(\.path)
        var metadataKeys: [String] = []
        var leaves: [(slot: Int, leaf: Leaf)] = []
        for mapping in configuration.fields {
            if case .metadata(let key) = mapping.target {
                leaves.append((paths.count, mapping.leaf))
                paths.append(mapping.target.path)
                metadataKeys.append(key)
            } else if let slot = LeadSlot.fixed(mapping.target) {
                leaves.append((slot, mapping.leaf))
            }
        }
        for column in configuration.metadataColumns where !metadataKeys.contains(column.key) {
            leaves.append((paths.count, Leaf(takingOver: column)))
            paths.append("metadata." + column.key)
            metadataKeys.append(column.key)
        }
        var columns = Array(repeating: [String](), count: paths.count)
        var indices = Array(repeating: [Int](), count: paths.count)
        var positions = [ConfigurationPosition?](repeating: nil, count: paths.count)
        var origins = [String?](repeating: nil, count: paths.count)
        var plans: [(Int, LeafPlan)] = []
        for (slot, leaf) in leaves {
            var used: [Int] = []
            let plan = resolve(leaf, slot: slot, used: &used)
            indices[slot] = used
            columns[slot] = used.map { header.names[$0] }
            positions[slot] = leaf.position
            origins[slot] = leaf.description
            plans.append((slot, plan))
        }
        let layout = DraftLayout(
            paths: paths,
            columns: columns,
            columnIndices: indices,
            positions: positions,
            origins: origins,
            metadataKeys: metadataKeys,
            identitySlots: identity(paths: paths, mapped: plans.map(\.0)),
            configurationFile: configuration.file
        )
        let dates = DateReader(
            patterns: patterns(),
            refusesAmbiguous: configuration.rules.ambiguousDates == .fail
        )
        guard problems.isEmpty else { throw ConfigurationError(file: configuration.file, problems: problems) }
        return MappingPlan(
            layout: layout,
            decimalComma: configuration.source.decimal == ",",
            dates: dates,
            nulls: NullTexts(configuration.source.nulls),
            leaves: plans
        )
    }

    private mutating func patterns() -> [DatePattern] {
        configuration.source.dates.compactMap { text in
            do {
                return try DatePattern(text)
            } catch {
                problems.append(.init(message: "source.dates: \(error)"))
                return nil
            }
        }
    }

    private mutating func identity(paths: [String], mapped: [Int]) -> [Int] {
        configuration.rules.identity.compactMap { path in
            if let slot = paths.firstIndex(of: path), mapped.contains(slot) { return slot }
            let nearest = NearestName.of(path, among: mapped.map { paths[$0] }).map { " Did you mean \"\($0)\"?" } ?? ""
            problems.append(
                .init(message: "rules.identity: \"\(path)\" is not a field that the config's \"lead\" fills.\(nearest)")
            )
            return nil
        }
    }

    private mutating func column(_ name: String, at position: ConfigurationPosition, _ used: inout [Int]) -> Int {
        switch header.index(of: name) {
        case .exact(let index):
            if !used.contains(index) { used.append(index) }
            return index
        case .similar(let index, let warning):
            if !warnings.contains(warning) { warnings.append(warning) }
            if !used.contains(index) { used.append(index) }
            return index
        case .ambiguous(let message): problems.append(.init(position: position, message: message))
        case .none(let nearest):
            let hint =
                nearest.map { " Did you mean \"\($0)\"?" }
                ?? (header.count <= 30 ? " It has: \(header.names.map { "\"\($0)\"" }.joined(separator: ", "))." : "")
            problems.append(.init(position: position, message: "The file has no column \"\(name)\".\(hint)"))
        }
        return 0
    }

    private mutating func resolve(_ leaf: Leaf, slot: Int, used: inout [Int]) -> LeafPlan {
        let source: LeafPlan.Source
        switch leaf.source {
        case .column(let name): source = .column(column(name, at: leaf.position, &used))
        case .columns(let names, let join):
            var found: [Int] = []
            for name in names { found.append(column(name, at: leaf.position, &used)) }
            source = .columns(found, join: Array(join.utf8))
        case .template(let parts):
            var resolved: [LeafPlan.Part] = []
            for part in parts {
                switch part {
                case .text(let text): resolved.append(.text(Array(text.utf8)))
                case .column(let name): resolved.append(.column(column(name, at: leaf.position, &used)))
                }
            }
            source = .template(resolved)
        case .firstOf(let leaves):
            var resolved: [LeafPlan] = []
            for inner in leaves { resolved.append(resolve(inner, slot: slot, used: &used)) }
            source = .firstOf(resolved)
        case .value(let text): source = .value(Array(text.utf8))
        }
        var condition: LeafPlan.Condition?
        if let given = leaf.condition {
            var ignored: [Int] = []
            let index = column(given.column, at: leaf.position, &ignored)
            let test: LeafPlan.Condition.Test =
                switch given.test {
                case .isOne(let texts): .isOne(of: NullTexts(texts))
                case .isNone(let texts): .isNone(of: NullTexts(texts))
                case .empty: .empty
                case .present: .present
                }
            condition = LeafPlan.Condition(column: index, test: test)
            conditionColumns.insert(index)
        }
        return LeafPlan(
            source: source,
            transforms: transforms(of: leaf),
            map: leaf.hasMap ? ValueMap(leaf.map, rest: leaf.mapRest) : nil,
            defaultValue: leaf.defaultValue.map { Array($0.utf8) },
            isOptional: leaf.isOptional,
            isLookedUp: leaf.lookup != nil,
            condition: condition
        )
    }

    /// The columns that only decide whether a leaf counts.
    private(set) var conditionColumns: Set<Int> = []

    private mutating func transforms(of leaf: Leaf) -> [TextTransform] {
        leaf.transforms.compactMap { transform in
            do {
                return try TextTransform(transform)
            } catch {
                problems.append(
                    .init(position: leaf.position, message: "\(transform) has a pattern that cannot be read.")
                )
                return nil
            }
        }
    }
}

extension Leaf {
    /// A column taken over into the metadata as it is, left out where it is empty.
    fileprivate init(takingOver column: ImportConfiguration.MetadataColumn) {
        self.init(
            source: .column(column.column),
            transforms: [],
            map: [:],
            mapRest: nil,
            hasMap: false,
            defaultValue: nil,
            isOptional: true,
            lookup: nil,
            condition: nil,
            position: column.position
        )
    }
}
