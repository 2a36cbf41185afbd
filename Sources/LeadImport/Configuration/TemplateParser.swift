/// Reads a template: text with column names in braces. `{{` and `}}` stand for a brace.
enum TemplateParser {
    struct Problem: Error, Equatable {
        var message: String
    }

    /// The parts of a template, at least one of them a column.
    static func parse(_ template: String) -> Result<[Leaf.TemplatePart], Problem> {
        var parts: [Leaf.TemplatePart] = []
        var text = ""
        var rest = template[...]
        func refuse(_ message: String) -> Result<[Leaf.TemplatePart], Problem> {
            let place = template.distance(from: template.startIndex, to: rest.startIndex) + 1
            return .failure(Problem(message: "\(message) (character \(place) of the template)"))
        }
        while let first = rest.first {
            if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
                text.append(first)
                rest = rest.dropFirst(2)
            } else if first == "}" {
                return refuse("\"}\" without \"{\" before it; write \"}}\" for the brace itself")
            } else if first == "{" {
                guard let end = rest.firstIndex(of: "}") else {
                    return refuse("\"{\" without \"}\" after it; write \"{{\" for the brace itself")
                }
                let column = rest[rest.index(after: rest.startIndex)..<end]
                if column.isEmpty || column.contains("{") { return refuse("expected a column name between the braces") }
                if !text.isEmpty { parts.append(.text(text)) }
                text = ""
                parts.append(.column(String(column)))
                rest = rest[rest.index(after: end)...]
            } else {
                text.append(first)
                rest = rest.dropFirst()
            }
        }
        if parts.isEmpty {
            return .failure(Problem(message: "the template names no column in braces; for a fixed text use \"value\""))
        }
        if !text.isEmpty { parts.append(.text(text)) }
        return .success(parts)
    }
}
