/// What may stand at a place of the command line.
enum Completion: Equatable {
    case words([String])
    case files
    case folders
    /// A number, a token: nothing that a shell could know.
    case nothing

    /// Of the value of an option.
    init(valueOf option: CommandSpecification.Option) {
        self = option.choices.isEmpty ? Completion(placeholder: option.value ?? "") : .words(option.choices)
    }

    /// Of the subcommand's operand; no subcommand has more than one.
    init(operandOf specification: CommandSpecification) {
        let operand = specification.operands.first ?? ""
        self =
            operand.contains("|") ? .words(operand.split(separator: "|").map(String.init)) : .init(placeholder: operand)
    }

    private init(placeholder: String) {
        switch placeholder {
        case "FILE", "INPUT": self = .files
        case "DIR": self = .folders
        default: self = .nothing
        }
    }
}

extension CommandSpecification.Option {
    /// The first line of its help, without what a shell would take for more than text.
    var plainHelp: String {
        let line = help.prefix { $0 != "\n" }
        return String(line.filter { !"'`[]$\\\"".contains($0) }).replacing(":", with: "")
    }
}

extension CommandSpecification {
    /// Its options and the help that it has like every subcommand.
    var allOptions: [Option] { options + [Option(name: "--help", help: "tell more")] }
}
