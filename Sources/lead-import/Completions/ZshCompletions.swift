/// Completions for zsh.
enum ZshCompletions {
    static func script(_ specifications: [CommandSpecification]) -> String {
        var list = ""
        var cases = ""
        for specification in specifications {
            list += "        '\(specification.name):\(Self.plain(specification.summary))'\n"
            var arguments = specification.allOptions.map { option in
                let repeats = option.isRepeatable ? "*" : ""
                guard let value = option.value else { return "'\(repeats)\(option.name)[\(option.plainHelp)]'" }
                return "'\(repeats)\(option.name)=[\(option.plainHelp)]:\(value)\(action(.init(valueOf: option)))'"
            }
            if let operand = specification.operands.first {
                arguments.append("'1:\(operand)\(action(.init(operandOf: specification)))'")
            }
            let words = arguments.joined(separator: " \\\n                ")
            cases +=
                "        \(specification.name))\n            _arguments \\\n                \(words)\n            ;;\n"
        }
        return """
            #compdef lead-import
            # Completions of lead-import for zsh: source <(lead-import completions zsh), behind compinit
            _lead-import() {
                local curcontext="$curcontext" state line
                local -a subcommands
                subcommands=(
            \(list)    )
                _arguments -C '1:subcommand:->subcommand' '*::argument:->argument' '--help[tell more]' '--version[print the version]'
                if [[ $state == subcommand ]]; then
                    _describe subcommand subcommands
                    return
                fi
                [[ $state == argument ]] || return
                case $words[1] in
            \(cases)    esac
            }
            if [[ $funcstack[1] == _lead-import ]]; then
                _lead-import "$@"
            else
                compdef _lead-import lead-import
            fi

            """
    }

    private static func plain(_ text: String) -> String { text.replacing("'", with: "").replacing(":", with: "\\:") }

    private static func action(_ completion: Completion) -> String {
        switch completion {
        case .words(let words): ":(\(words.joined(separator: " ")))"
        case .files: ":_files"
        case .folders: ":_files -/"
        case .nothing: ": "
        }
    }
}
