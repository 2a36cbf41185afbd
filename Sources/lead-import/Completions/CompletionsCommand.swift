import LeadImport

/// `completions`: what makes a shell complete the command's words.
enum CompletionsCommand: Subcommand {
    static let specification = CommandSpecification(
        name: "completions",
        summary: "print the completions for a shell",
        operands: ["bash|zsh|fish"],
        options: [],
        discussion: """
            bash  source <(lead-import completions bash), in ~/.bashrc
            zsh   source <(lead-import completions zsh), in ~/.zshrc behind compinit
            fish  lead-import completions fish > ~/.config/fish/completions/lead-import.fish
            """
    )

    static func run(_ arguments: Arguments) async throws -> Int32 {
        let specifications = LeadImportCommand.subcommands.map { $0.specification }
        let script =
            switch arguments.operands[0] {
            case "bash": BashCompletions.script(specifications)
            case "zsh": ZshCompletions.script(specifications)
            default: FishCompletions.script(specifications)
            }
        Terminal.output(script)
        return ExitCode.success
    }
}
