import LeadImport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `init`: proposes a config.
enum InitCommand: Subcommand {
    static let specification = CommandSpecification(
        name: "init",
        summary: "propose a config from a file's header and values",
        operands: ["INPUT"],
        options: [
            .init(
                name: "--output",
                value: "FILE",
                help: "where to write it (default: standard output); never written over"
            )
        ],
        discussion: """
            Reads the first \(ReadableText.grouped(ConfigurationProposal.defaultRows)) records. Each line of the proposal says how sure it is; what could not be placed is
            listed at its end. INPUT may be - for standard input.
            """
    )

    static func run(_ arguments: Arguments) async throws -> Int32 {
        let input = arguments.operands[0]
        let proposal =
            input == "-"
            ? try ConfigurationProposal(
                fileName: "standard input",
                reader: CSVReader(input: input, source: .init())
            )
            : try ConfigurationProposal(path: input)
        guard let output = arguments.string("--output") else {
            Terminal.output(proposal.text)
            return ExitCode.success
        }
        try write(proposal.text, to: output)
        Terminal.error(next(proposal, input: input, output: output))
        return ExitCode.success
    }

    private static func next(_ proposal: ConfigurationProposal, input: String, output: String) -> String {
        var text = "\(output) maps \(proposal.placements.count) columns.\n"
        if !proposal.missing.isEmpty {
            text += "No column was found for \(proposal.missing.joined(separator: ", ")).\n"
        }
        if !proposal.unplaced.isEmpty {
            text += "Not used: \(proposal.unplaced.joined(separator: ", ")).\n"
        }
        return text + "Look it over, put your plan's ID in, then: lead-import check \(input) --config \(output)\n"
    }

    private static func write(_ text: String, to path: String) throws(OutputError) {
        guard access(path, F_OK) != 0 else {
            throw OutputError.cannotCreate(
                path: path,
                reason: "there is a file of that name, and it is never written over"
            )
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw OutputError.cannotCreate(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        guard Terminal.write(Array(text.utf8), to: descriptor) else {
            throw OutputError.cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
    }
}

extension CSVReader {
    /// Opens `input`, or standard input for `-`.
    convenience init(input: String, source: ImportConfiguration.Source) throws {
        if input == "-" {
            try self.init(fileDescriptor: STDIN_FILENO, name: "standard input", source: source)
        } else {
            try self.init(path: input, source: source)
        }
    }
}
