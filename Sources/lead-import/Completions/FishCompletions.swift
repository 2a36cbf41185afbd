/// Completions for fish.
enum FishCompletions {
    static func script(_ specifications: [CommandSpecification]) -> String {
        var script = """
            # Completions of lead-import for fish
            complete -c lead-import -f
            complete -c lead-import -n __fish_use_subcommand -l help -d 'tell more'
            complete -c lead-import -n __fish_use_subcommand -l version -d 'print the version'

            """
        for specification in specifications {
            let summary = specification.summary.replacing("'", with: "")
            script += "complete -c lead-import -n __fish_use_subcommand -a \(specification.name) -d '\(summary)'\n"
            let start = "complete -c lead-import -n '__fish_seen_subcommand_from \(specification.name)'"
            for option in specification.allOptions {
                let value = option.value == nil ? "" : " " + action(.init(valueOf: option))
                script += "\(start) -l \(option.name.dropFirst(2))\(value) -d '\(option.plainHelp)'\n"
            }
            switch Completion(operandOf: specification) {
            case .nothing: break
            case .files: script += "\(start) -F\n"
            case .folders: script += "\(start) -a '(__fish_complete_directories)'\n"
            case .words(let words): script += "\(start) -a '\(words.joined(separator: " "))'\n"
            }
        }
        return script
    }

    private static func action(_ completion: Completion) -> String {
        switch completion {
        case .words(let words): "-x -a '\(words.joined(separator: " "))'"
        case .files: "-r -F"
        case .folders: "-x -a '(__fish_complete_directories)'"
        case .nothing: "-x"
        }
    }
}
