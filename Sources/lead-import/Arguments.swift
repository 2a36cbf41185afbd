import LeadImport

/// What a subcommand takes: the one description that parsing, help and completions are made from.
struct CommandSpecification: Sendable {
    /// An option of a subcommand.
    struct Option: Sendable {
        var name: String
        /// What its value is called in the help, such as `FILE`; nil for a flag.
        var value: String?
        var help: String
        /// The values it may have, where they are few.
        var choices: [String] = []
        var isRepeatable = false
    }

    var name: String
    /// One line for the list of subcommands.
    var summary: String
    /// What its operands are called, such as `INPUT`; one that must be one of a few words is those words: `bash|zsh|fish`.
    var operands: [String]
    var options: [Option]
    /// What else a person should know, below the options.
    var discussion = ""

    /// The usage text of the subcommand.
    var help: String {
        let flags = options.filter { $0.value == nil }.isEmpty && options.isEmpty ? "" : " [options]"
        var text = """
            \(summary)

            Usage: lead-import \(name)\(operands.map { " " + $0 }.joined())\(flags)

            """
        let left = options.map { option in option.name + (option.value.map { " " + $0 } ?? "") }
        let width = min((left.map(\.count).max() ?? 0) + 2, 28)
        if !options.isEmpty { text += "\nOptions:\n" }
        for (option, left) in zip(options, left) {
            let padding = String(repeating: " ", count: max(1, width - left.count))
            let indented = option.help.replacing("\n", with: "\n  " + String(repeating: " ", count: width))
            text += "  \(left)\(padding)\(indented)\n"
        }
        if !discussion.isEmpty { text += "\n" + discussion + "\n" }
        return text
    }
}

/// A command line that cannot be understood. Exit 64.
struct UsageError: Error {
    var message: String
}

/// The command line of a subcommand, taken apart by its specification.
struct Arguments {
    /// In the order given.
    private(set) var operands: [String] = []
    private var values: [String: [String]] = [:]
    let command: String

    /// Takes the words behind the subcommand's name apart: `--name value`, `--name=value`, flags, operands, and `--`, which
    /// ends the options. A single `-` is an operand.
    init(_ words: ArraySlice<String>, _ specification: CommandSpecification) throws(UsageError) {
        command = specification.name
        var rest = words
        var optionsEnded = false
        while let word = rest.popFirst() {
            if optionsEnded || word == "-" || !word.hasPrefix("-") {
                operands.append(word)
                continue
            }
            if word == "--" {
                optionsEnded = true
                continue
            }
            let equals = word.firstIndex(of: "=")
            let name = String(word[..<(equals ?? word.endIndex)])
            guard let option = specification.options.first(where: { $0.name == name }) else {
                let nearest = NearestName.of(name, among: specification.options.map(\.name))
                throw UsageError(
                    message: "unknown option \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "")
                )
            }
            guard option.value != nil else {
                guard equals == nil else { throw UsageError(message: "\(name) takes no value") }
                values[name] = [""]
                continue
            }
            let given = equals.map { String(word[word.index(after: $0)...]) } ?? rest.popFirst()
            // Behind `--config --yes` somebody forgot the file; a file of that name can be given with `--config=--yes`.
            let isForgotten = equals == nil && specification.options.contains { $0.name == given }
            guard let given, !given.isEmpty, !isForgotten else {
                throw UsageError(message: "\(name) needs a value (\(option.value ?? ""))")
            }
            guard option.choices.isEmpty || option.choices.contains(given) else {
                throw UsageError(message: Self.message("\(name) is one of ", given, option.choices))
            }
            guard option.isRepeatable || values[name] == nil else {
                throw UsageError(message: "\(name) is given twice")
            }
            values[name, default: []].append(given)
        }
        try check(specification.operands)
    }

    private func check(_ names: [String]) throws(UsageError) {
        if operands.count > names.count {
            let expected = names.isEmpty ? "no operand" : names.joined(separator: " ")
            throw UsageError(message: "unexpected \(operands[names.count]): \(command) takes \(expected)")
        }
        for (index, name) in names.enumerated() {
            guard index < operands.count else { throw UsageError(message: "\(command) needs \(name)") }
            guard !operands[index].isEmpty else { throw UsageError(message: "\(name) is empty") }
            let choices = name.split(separator: "|").map(String.init)
            guard choices.count < 2 || choices.contains(operands[index]) else {
                throw UsageError(message: Self.message("\(command) takes one of ", operands[index], choices))
            }
        }
    }

    private static func message(_ start: String, _ given: String, _ choices: [String]) -> String {
        let nearest = NearestName.of(given, among: choices).map { "; did you mean \($0)?" } ?? ""
        return start + choices.joined(separator: ", ") + ", not \(given)" + nearest
    }

    /// Whether the flag or option was given.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The value of an option, or nil.
    func string(_ name: String) -> String? { values[name]?.last }

    /// All values of a repeatable option.
    func strings(_ name: String) -> [String] { values[name] ?? [] }

    /// The value of an option that must be given.
    func required(_ name: String) throws(UsageError) -> String {
        guard let value = string(name) else { throw UsageError(message: "\(command) needs \(name)") }
        return value
    }

    /// The whole number of an option within `range`, or nil.
    func integer(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = string(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let bound =
                range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
            throw UsageError(message: "\(name) takes a whole number, \(bound), not \(text)")
        }
        return number
    }

    /// The number of an option, zero or more, or nil.
    func number(_ name: String) throws(UsageError) -> Double? {
        guard let text = string(name) else { return nil }
        guard let number = Double(text), number >= 0, number.isFinite else {
            throw UsageError(message: "\(name) takes a number, 0 or more, not \(text)")
        }
        return number
    }
}
