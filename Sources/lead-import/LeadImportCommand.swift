import LeadImport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The command: finds the subcommand, takes its words apart and runs it.
@main
struct LeadImportCommand {
    /// The version of the program: in `--version`, the User-Agent and the journal.
    static let version = "0.1.0"

    /// All there are, in the order of the help.
    static var subcommands: [any Subcommand.Type] {
        [
            RunCommand.self,
            CheckCommand.self,
            PreviewCommand.self,
            InitCommand.self,
            RecordsCommand.self,
            StatusCommand.self,
            SandboxCommand.self,
            CompletionsCommand.self,
        ]
    }

    static func main() async {
        // A reader that has seen enough (`head`) ends the output, not the process by a signal.
        signal(SIGPIPE, SIG_IGN)
        // A limit on file sizes shows as an error of the write, like a full disk.
        signal(SIGXFSZ, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst())))
    }

    /// Runs a command line and gives its exit code.
    static func run(_ words: [String]) async -> Int32 {
        guard let name = words.first else {
            Terminal.error(help)
            return ExitCode.usage
        }
        switch name {
        case "--help", "-h", "help":
            Terminal.output(help)
            return ExitCode.success
        case "--version":
            Terminal.output("lead-import \(version)\n")
            return ExitCode.success
        default: break
        }
        guard let subcommand = subcommands.first(where: { $0.specification.name == name }) else {
            let nearest = NearestName.of(name, among: subcommands.map { $0.specification.name })
            Terminal.fail(
                "unknown subcommand \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "")
                    + "\nlead-import --help lists them"
            )
            return ExitCode.usage
        }
        return await execute(subcommand, words.dropFirst())
    }

    private static func execute<Command: Subcommand>(_ command: Command.Type, _ words: ArraySlice<String>) async
        -> Int32
    {
        let specification = command.specification
        if words.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
            Terminal.output(specification.help)
            return ExitCode.success
        }
        do {
            let arguments = try Arguments(words, specification)
            return try await command.run(arguments)
        } catch let error as UsageError {
            Terminal.fail("\(error.message)\nlead-import \(specification.name) --help tells more")
            return ExitCode.usage
        } catch {
            let (message, code) = ExitCode.of(error)
            Terminal.fail(message)
            return code
        }
    }

    private static var help: String {
        let width = subcommands.map { $0.specification.name.count }.max() ?? 0
        let list = subcommands.map { subcommand in
            let name = subcommand.specification.name
            return
                "  \(name)\(String(repeating: " ", count: width - name.count + 2))\(subcommand.specification.summary)"
        }
        return """
            lead-import turns a partner's CSV export into Nomos leads: every row a checkout link, or a reason.

            Usage: lead-import SUBCOMMAND ...

            \(list.joined(separator: "\n"))

            lead-import SUBCOMMAND --help tells more. --version prints the version.
            The API is reached with NOMOS_TOKEN, or NOMOS_CLIENT_ID and NOMOS_CLIENT_SECRET, from the environment.

            """
    }
}

/// One of the command's verbs.
protocol Subcommand {
    /// What it takes.
    static var specification: CommandSpecification { get }

    /// Does it, and gives the exit code.
    static func run(_ arguments: Arguments) async throws -> Int32
}
