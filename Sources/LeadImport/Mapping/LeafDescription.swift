extension Leaf {
    /// Where the value comes from and what is done to it, in words: `column "PLZ", pad_left(5,0)`.
    var description: String {
        var parts = [source.description]
        parts += transforms.filter { $0 != .trim }.map(\.name)
        if hasMap { parts.append("map") }
        if lookup != nil { parts.append("ID looked up by name") }
        if let defaultValue { parts.append("default \"\(defaultValue)\"") }
        if let condition { parts.append("if column \"\(condition.column)\" \(condition.test.description)") }
        return parts.joined(separator: ", ")
    }
}

extension Leaf.Source {
    fileprivate var description: String {
        switch self {
        case .column(let name): "column \"\(name)\""
        case .columns(let names, let join):
            "columns \(names.map { "\"\($0)\"" }.joined(separator: ", ")) joined by \"\(join)\""
        case .template(let parts):
            "template \""
                + parts.map { part in
                    switch part {
                    case .text(let text): text
                    case .column(let name): "{\(name)}"
                    }
                }.joined() + "\""
        case .firstOf(let leaves): "first of (\(leaves.map(\.description).joined(separator: "; ")))"
        case .value: "fixed in the config"
        }
    }
}

extension Leaf.Condition.Test {
    fileprivate var description: String {
        func list(_ texts: [String]) -> String { texts.map { "\"\($0)\"" }.joined(separator: " or ") }
        return switch self {
        case .isOne(let texts): "is \(list(texts))"
        case .isNone(let texts): "is not \(list(texts))"
        case .empty: "is empty"
        case .present: "has a value"
        }
    }
}

extension Transform {
    /// The transform as the config writes it.
    fileprivate var name: String {
        switch self {
        case .trim: "trim"
        case .collapseSpaces: "collapse_spaces"
        case .uppercase: "uppercase"
        case .lowercase: "lowercase"
        case .digits: "digits"
        case .iban: "iban"
        case .streetName: "street_name"
        case .houseNumber: "house_number"
        case .padLeft(let width, let filler): "pad_left(\(width),\(filler))"
        case .replace(let pattern, let replacement): "replace(\"\(pattern)\",\"\(replacement)\")"
        }
    }
}
