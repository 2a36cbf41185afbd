import LeadImport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `check`: everything but sending.
enum CheckCommand: Subcommand {
    static let specification = CommandSpecification(
        name: "check",
        summary: "read, map and check every row; sends nothing, needs no network and no token",
        operands: ["INPUT"],
        options: [
            .config,
            .init(name: "--out", value: "DIR", help: "write failures.csv with the invalid rows into this folder"),
            .init(name: "--format", value: "FORM", help: "text (default) or json", choices: ["text", "json"]),
            .init(name: "--quiet", help: "no progress"),
        ],
        discussion: """
            INPUT may be - for standard input. Exit codes: 0 every row is valid, 1 some are not, 65 input not CSV,
            66 input missing, 78 config.
            """
    )

    static func run(_ arguments: Arguments) async throws -> Int32 {
        let input = arguments.operands[0]
        let configuration = try ConfigurationReader.read(path: arguments.required("--config"))
        let reader = try CSVReader(input: input, source: configuration.source)
        let check = ImportCheck(configuration, today: .inGermany(), workers: Terminal.processors)
        let folder = arguments.string("--out").map { RunFolder(path: $0) }
        if let folder, access(folder.journal, F_OK) == 0 {
            throw OutputError.cannotCreate(
                path: folder.failures,
                reason: "\(folder.path) is the folder of a run, whose failures.csv would be lost; name another folder"
            )
        }
        try folder?.create()
        let failures = folder.map { FailuresWriter(path: $0.failures, header: reader.header, dialect: reader.dialect) }
        let showsProgress = Terminal.isInteractive && !arguments.has("--quiet")
        let report = try await check.run(
            reader,
            invalidRow: failures.map { failures in
                { (record, violations) in try failures.write(record, violations) }
            },
            progress: { progress in
                if showsProgress {
                    Terminal.error("\r\u{1B}[K\(ReadableText.grouped(progress.rows)) rows checked")
                }
            }
        )
        if showsProgress { Terminal.error("\r\u{1B}[K") }
        try failures?.finish()
        let name = input == "-" ? "standard input" : input
        Terminal.output(arguments.string("--format") == "json" ? report.json(input: name) : report.text(input: name))
        if let folder, report.invalidRows > 0 { Terminal.error("\nthe invalid rows: \(folder.failures)\n") }
        return report.invalidRows == 0 ? ExitCode.success : ExitCode.failures
    }
}

extension CalendarDate {
    /// Today's date in Germany.
    static func inGermany() -> CalendarDate {
        CalendarDate(inGermanyAt: time(nil))
    }
}
