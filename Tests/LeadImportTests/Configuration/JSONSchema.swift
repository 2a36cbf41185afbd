import Foundation

@testable import LeadImport

/// As much of JSON Schema, draft 7, as the config's schema uses.
struct JSONSchema {
    let root: JSON5Value

    init(path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        root = try JSON5Parser.parse(String(decoding: bytes, as: UTF8.self)).value
    }

    /// A schema with its reference followed: `{ $ref }`, and `{ allOf: [{ $ref }] }` as a description of its own needs.
    func resolve(_ schema: JSON5Value) -> JSON5Value {
        if let all = schema["allOf"]?.items.first { return resolve(all) }
        guard case .string(let reference) = schema["$ref"]?.kind else { return schema }
        let steps = reference.split(separator: "/").dropFirst()
        return steps.reduce(root) { value, step in value[String(step)] ?? value }
    }

    /// What a value breaks, one line each; empty if it is valid.
    func problems(_ value: JSON5Value, _ schema: JSON5Value, path: String = "") -> [String] {
        let schema = resolve(schema)
        var problems: [String] = []
        func refuse(_ keyword: String) { problems.append("\(path): \(keyword)") }
        if let types = schema["type"], !types.texts.contains(where: { value.isOf(type: $0) }) { refuse("type") }
        if let choices = schema["enum"]?.items, !choices.contains(where: { $0.plain == value.plain }) { refuse("enum") }
        if let constant = schema["const"], constant.plain != value.plain { refuse("const") }
        for (keyword, wanted) in [("anyOf", 1...Int.max), ("oneOf", 1...1)] {
            guard let choices = schema[keyword]?.items else { continue }
            let fitting = choices.count { self.problems(value, $0, path: path).isEmpty }
            if !wanted.contains(fitting) { refuse(keyword) }
        }
        switch value.kind {
        case .string(let text):
            if let least = schema["minLength"]?.number, Double(text.count) < least { refuse("minLength") }
            if let most = schema["maxLength"]?.number, Double(text.count) > most { refuse("maxLength") }
            if case .string(let pattern) = schema["pattern"]?.kind,
                text.range(of: pattern, options: .regularExpression) == nil
            {
                refuse("pattern")
            }
        case .number(let number, _):
            if let least = schema["minimum"]?.number, number < least { refuse("minimum") }
            if let most = schema["maximum"]?.number, number > most { refuse("maximum") }
            if let bound = schema["exclusiveMinimum"]?.number, number <= bound { refuse("exclusiveMinimum") }
        case .array(let items):
            if let least = schema["minItems"]?.number, Double(items.count) < least { refuse("minItems") }
            if let inner = schema["items"] {
                problems += items.enumerated().flatMap { self.problems($1, inner, path: "\(path)[\($0)]") }
            }
        case .object(let members):
            if let least = schema["minProperties"]?.number, Double(members.count) < least { refuse("minProperties") }
            for key in schema["required"]?.texts ?? [] where value[key] == nil { refuse("required \(key)") }
            for member in members {
                let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
                if let known = schema["properties"]?[member.key] {
                    problems += self.problems(member.value, known, path: inner)
                } else if let others = schema["additionalProperties"] {
                    if others.kind == .boolean(false) {
                        problems.append("\(inner): unknown")
                    } else {
                        problems += self.problems(member.value, others, path: inner)
                    }
                }
            }
        default: break
        }
        return problems
    }
}

extension JSON5Value {
    subscript(key: String) -> JSON5Value? {
        if case .object(let members) = kind { members.first { $0.key == key }?.value } else { nil }
    }

    var members: [JSON5Member] {
        if case .object(let members) = kind { members } else { [] }
    }

    var items: [JSON5Value] {
        if case .array(let items) = kind { items } else { [] }
    }

    /// A text, or the texts of a list.
    var texts: [String] {
        if case .string(let text) = kind { [text] } else { items.flatMap(\.texts) }
    }

    var number: Double? {
        if case .number(let number, _) = kind { number } else { nil }
    }

    /// The value without its place and notation.
    var plain: String {
        switch kind {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .number(let number, _): "\(number)"
        case .string(let text): "\"\(text)\""
        case .array(let items): "[\(items.map(\.plain).joined(separator: ","))]"
        case .object(let members): "{\(members.map { "\($0.key):\($0.value.plain)" }.joined(separator: ","))}"
        }
    }

    fileprivate func isOf(type: String) -> Bool {
        switch (kind, type) {
        case (.null, "null"), (.boolean, "boolean"), (.number, "number"), (.string, "string"), (.array, "array"),
            (.object, "object"):
            true
        case (.number(let number, _), "integer"): number == number.rounded()
        default: false
        }
    }
}
