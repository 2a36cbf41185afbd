/// Checks the fields of one object against the reference's schema and collects what is wrong.
///
/// Lengths are counted in UTF-16 code units, as a JavaScript server counts them.
struct FieldChecker {
    /// Everything found so far, in the order of the checks.
    private(set) var details: [APIError.Detail] = []

    mutating func report(_ code: String, _ field: String, _ message: String) {
        details.append(APIError.Detail(code: code, field: field, message: message))
    }

    private mutating func reportType(_ field: String, expected: String, got value: JSONValue?) {
        report("invalid_type", field, "Invalid input: expected \(expected), received \(value?.typeName ?? "undefined")")
    }

    /// The object at a field: nil if it is absent, null where that is allowed, or wrong (which is reported).
    mutating func object(
        _ parent: JSONValue,
        _ name: String,
        at field: String,
        isRequired: Bool = false,
        isNullable: Bool = false
    ) -> JSONValue? {
        switch parent[name] {
        case .object(let members): return .object(members)
        case nil where !isRequired: return nil
        case .null where isNullable: return nil
        case let other:
            reportType(field, expected: "object", got: other)
            return nil
        }
    }

    /// The text at a field: nil if it is absent, null where that is allowed, or wrong (which is reported).
    @discardableResult
    mutating func string(
        _ parent: JSONValue,
        _ name: String,
        at field: String,
        isRequired: Bool = false,
        isNullable: Bool = false,
        minimum: Int = 0,
        maximum: Int = .max
    ) -> String? {
        switch parent[name] {
        case .string(let text):
            let length = text.utf16.count
            if length < minimum {
                report("too_small", field, "Too small: expected string to have >=\(minimum) characters")
                return nil
            }
            if length > maximum {
                report("too_big", field, "Too big: expected string to have <=\(maximum) characters")
                return nil
            }
            return text
        case nil where !isRequired: return nil
        case .null where isNullable: return nil
        case let other:
            reportType(field, expected: "string", got: other)
            return nil
        }
    }

    /// One of a few texts.
    @discardableResult
    mutating func choice(
        _ parent: JSONValue,
        _ name: String,
        at field: String,
        of choices: [String],
        isNullable: Bool = false
    ) -> String? {
        guard let value = parent[name] else { return nil }
        if isNullable, value == .null { return nil }
        guard let text = value.string, choices.contains(text) else {
            let list = choices.map { "\"\($0)\"" }.joined(separator: "|")
            report("invalid_value", field, "Invalid option: expected one of \(list)")
            return nil
        }
        return text
    }

    mutating func number(_ parent: JSONValue, _ name: String, at field: String, minimum: Double) {
        guard case .number(let number) = parent[name] else {
            return reportType(field, expected: "number", got: parent[name])
        }
        if number < minimum { report("too_small", field, "Too small: expected number to be >=\(Int(minimum))") }
    }

    mutating func boolean(_ parent: JSONValue, _ name: String, at field: String) {
        switch parent[name] {
        case nil, .null, .bool: break
        case let other: reportType(field, expected: "boolean", got: other)
        }
    }

    /// An object whose values are all texts.
    mutating func strings(_ parent: JSONValue, _ name: String, at field: String) {
        guard let object = object(parent, name, at: field), case .object(let members) = object else { return }
        for member in members where member.value.string == nil {
            reportType("\(field).\(member.name)", expected: "string", got: member.value)
        }
    }

    /// Reports the members that are not among the names.
    mutating func onlyKnown(_ object: JSONValue, at field: String, _ names: Set<String>) {
        guard case .object(let members) = object else { return }
        for member in members where !names.contains(member.name) {
            let path = field.isEmpty ? member.name : "\(field).\(member.name)"
            report("unrecognized_keys", path, "Unrecognized key: \"\(member.name)\"")
        }
    }
}
