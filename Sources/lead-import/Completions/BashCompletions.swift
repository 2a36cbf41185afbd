/// Completions for bash, from 3.2 on (macOS has no newer one).
enum BashCompletions {
    static func script(_ specifications: [CommandSpecification]) -> String {
        let names = specifications.map(\.name).joined(separator: " ")
        var values = ""
        var operands = ""
        var options = ""
        for specification in specifications {
            for option in specification.options where option.value != nil {
                let completion = reply(Completion(valueOf: option))
                values += "        '\(specification.name) \(option.name)') \(completion); return ;;\n"
            }
            operands += "        \(specification.name)) \(reply(Completion(operandOf: specification))) ;;\n"
            let words = specification.allOptions.map(\.name).joined(separator: " ")
            options +=
                "        \(specification.name)) \(reply(.words(words.split(separator: " ").map(String.init)))) ;;\n"
        }
        return """
            # Completions of lead-import for bash: source <(lead-import completions bash)
            _lead_import_files() {
                local IFS=$'\\n'
                compopt -o filenames 2>/dev/null
                COMPREPLY=($(compgen "$1" -- "$word"))
            }
            _lead_import() {
                local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
                COMPREPLY=()
                if ((COMP_CWORD == 1)); then
                    COMPREPLY=($(compgen -W '\(names) --help --version' -- "$word"))
                    return
                fi
                # bash takes --name=value for three words.
                if [[ $word == = ]]; then
                    word=
                elif [[ $previous == = ]]; then
                    previous=${COMP_WORDS[COMP_CWORD - 2]}
                fi
                case "${COMP_WORDS[1]} $previous" in
            \(values)    esac
                if [[ $word == -* ]]; then
                    case "${COMP_WORDS[1]}" in
            \(options)        esac
                    return
                fi
                case "${COMP_WORDS[1]}" in
            \(operands)    esac
            }
            complete -F _lead_import lead-import

            """
    }

    private static func reply(_ completion: Completion) -> String {
        switch completion {
        case .words(let words): "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$word\"))"
        case .files: "_lead_import_files -f"
        case .folders: "_lead_import_files -d"
        case .nothing: ":"
        }
    }
}
