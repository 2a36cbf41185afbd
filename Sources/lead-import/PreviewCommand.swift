import LeadImport

/// `preview`: the JSON that rows would send.
enum PreviewCommand: Subcommand {
    static let specification = CommandSpecification(
        name: "preview",
        summary: "show the JSON that rows would send; sends nothing",
        operands: ["INPUT"],
        options: [
            .config,
            .init(name: "--rows", value: "N", help: "the first N rows (default: 3)"),
            .init(name: "--row", value: "K", help: "row K only, from 1; the header is not counted"),
            .init(name: "--explain", help: "tell where each value came from"),
        ],
        discussion: """
            INPUT may be - for standard input. A run adds its import key to the metadata. Rows that are not valid are
            named on standard error; the exit code is 1 then.
            """
    )

    static func run(_ arguments: Arguments) async throws -> Int32 {
        let input = arguments.operands[0]
        let configuration = try ConfigurationReader.read(path: arguments.required("--config"))
        let only = try arguments.integer("--row", in: 1...Int.max)
        let count = try arguments.integer("--rows", in: 1...Int.max)
        guard only == nil || count == nil else { throw UsageError(message: "--row and --rows exclude each other") }
        let wanted = only.map { $0...$0 } ?? 1...(count ?? 3)

        let reader = try CSVReader(input: input, source: configuration.source)
        let preparation = LeadPreparation(
            mapper: try LeadMapper(configuration, header: reader.header),
            validator: LeadValidator(
                today: .inGermany(),
                planType: LeadValidator.PlanType(configuration.rules.planType)
            )
        )
        for warning in preparation.mapper.warnings { Terminal.error("warning: \(warning)\n") }
        var draft = preparation.makeDraft()
        var shown = 0
        var invalid = 0
        while let batch = try reader.nextBatch(), batch.firstRow <= wanted.upperBound {
            for record in batch where wanted.contains(record.row) {
                let preview = preparation.preview(record, using: &draft)
                shown += 1
                if preview.json == nil { invalid += 1 }
                show(preview, explains: arguments.has("--explain"))
            }
        }
        if let only, shown == 0 {
            Terminal.fail("\(input) has no row \(only)")
            return ExitCode.data
        }
        return invalid == 0 ? ExitCode.success : ExitCode.failures
    }

    private static func show(_ preview: LeadPreview, explains: Bool) {
        if let json = preview.json { Terminal.output(json + "\n") }
        if explains { Terminal.output(preview.explanation) }
        for violation in preview.violations {
            let columns = violation.columns.isEmpty ? "" : " in \(violation.columns.joined(separator: ", "))"
            Terminal.error("row \(preview.row) (line \(preview.line)) is not valid: \(violation.code)\(columns)\n")
        }
    }
}
