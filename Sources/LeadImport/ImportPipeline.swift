public import NomosAPI

/// A whole import: a partner's CSV file goes in, every row comes out as a lead ID and a checkout link, or as a reason that a
/// person can act on.
///
/// ```
/// file -> CSVReader -> LeadMapper -> LeadValidator -> UploadLoop (LeadUploader, Pacer, Reconciler) -> ResultsWriter
///         bytes→records  record→draft   draft→lead        lead→outcome, journal before and after      outcome→results
/// ```
public struct ImportPipeline {
    private let configuration: ImportConfiguration
    private let options: RunOptions
    private let client: NomosClient

    /// A pipeline for `options.input`, mapped by `configuration`, sending through `client`.
    public init(configuration: ImportConfiguration, options: RunOptions, client: NomosClient) {
        self.configuration = configuration
        self.options = options
        self.client = client
    }

    /// Imports all rows, or what is left of them.
    ///
    /// - Parameters:
    ///   - stopSignal: Stops the run in good order when it is raised.
    ///   - confirm: Is asked before the first request of a run; false ends it.
    ///   - report: Is told how far the run is, some times a second.
    /// - Returns: How the rows ended. A row's failure is a value there.
    /// - Throws: What keeps the run as a whole from starting or going on: `CSVError`, `ConfigurationError`, `RunError`,
    ///   `RerunError`, `JournalError`, `OutputError`, `EarlierRunError`.
    public func run(
        stopSignal: StopSignal,
        confirm: (RunBriefing) async -> Bool = { _ in true },
        report: @escaping (RunProgress) -> Void = { _ in }
    ) async throws -> RunSummary {
        let startedAt = WallClock.milliseconds()
        let configurationFingerprint = try InputFingerprint.of(path: configuration.file).fingerprint
        // The header is looked at before a folder is made: a wrong column name leaves no trace.
        let earlierRuns = try EarlierRuns(
            folders: options.done,
            identity: RunPlan.identity(of: configuration),
            endpoint: options.endpoint
        )
        try checkHeader()
        let plan = try RunPlan(
            options: options,
            configuration: configuration,
            configurationFingerprint: configurationFingerprint
        )
        // Whatever ends the run, what it knows by then is written.
        defer { plan.journal.flush() }
        let settings = uploadSettings(startedAt: startedAt, isRerun: plan.isRerun, earlierRuns: earlierRuns)
        let rate = options.rate ?? configuration.api.requests
        let perSeconds = options.rate == nil ? configuration.api.perSeconds : 1
        let gate = RequestGate(requests: rate, per: perSeconds)

        let briefing = RunBriefing(
            input: plan.input,
            folder: plan.folder.path,
            endpoint: options.endpoint,
            rate: rate / perSeconds,
            isContinued: plan.journal.withIndex { $0.counts[.created, default: 0] > 0 },
            isRerun: plan.isRerun,
            hadTornEnd: plan.journal.hadTornEnd
        )
        guard await confirm(briefing) else { throw RunError.declined }
        try plan.begin()

        let clockOffset = ClockOffset()
        let plannedFor = await PlanTypeLookup(client: client, gate: gate, journal: plan.journal).type(
            for: configuration
        )
        let validator = LeadValidator(
            today: CalendarDate(inGermanyAt: Int(startedAt / 1000)),
            planType: plannedFor.type
        )
        let original = try CSVReader(path: plan.input, source: configuration.source)
        let layers = try plan.layers.compactMap { try FailureFile(path: $0, source: configuration.source) }
        let mappers = try ([original.header] + layers.map(\.header)).map { try LeadMapper(configuration, header: $0) }
        let rows = RowSource(
            original: original,
            preparations: mappers.map { LeadPreparation(mapper: $0, validator: validator) },
            layers: layers,
            isRerun: plan.isRerun,
            limit: options.limit ?? .max
        )
        let results = try ResultsWriter(
            folder: plan.folder,
            runID: plan.runID,
            header: original.header,
            dialect: original.dialect,
            configuration: configuration
        )
        let columns: @Sendable (String) -> [String] = { [layout = mappers[0].layout] in layout.columns(ofPath: $0) }
        var loop = UploadLoop(
            settings: settings,
            uploader: LeadUploader(
                client: client,
                gate: gate,
                journal: plan.journal,
                clockOffset: clockOffset,
                suppliers: SupplierDirectory(client: client, gate: gate, columns: columns("previous_supplier")),
                trackingKey: settings.trackingKey.map { ImportKey(name: $0, run: plan.runID) },
                columns: columns
            ),
            reconciler: Reconciler(
                client: client,
                gate: gate,
                journal: plan.journal,
                clockOffset: clockOffset,
                key: ImportKey(name: settings.trackingKey ?? "", run: plan.runID),
                settings: settings
            ),
            journal: plan.journal,
            rows: rows,
            results: results,
            stopSignal: stopSignal,
            report: report
        )

        loop.progress.total = min(plan.rowCount, options.limit ?? .max)
        let stop = try await loop.run()
        let keptFailures = try plan.keepForeignFailures()
        try loop.results.finish()
        try plan.noteFailures()
        // An outcome that did not get to the disk is a doubt to the next process, so this one must not end well.
        var journalFailure: StopReason?
        do throws(OutputError) {
            try plan.journal.synchronize()
        } catch {
            journalFailure = .outputFailed(error.message)
        }
        let summary = RunSummary(
            runID: plan.runID,
            input: plan.input,
            folder: plan.folder,
            progress: loop.progress,
            stop: stop ?? journalFailure,
            isRerun: plan.isRerun,
            endpoint: options.endpoint,
            startedAt: startedAt,
            endedAt: WallClock.milliseconds(),
            rateAllowed: rate / perSeconds,
            warnings: original.warnings.map(\.message) + mappers[0].warnings
                + [
                    plannedFor.warning, keptFailures.map { "failures.csv had been edited; it is kept as \($0)." },
                ].compactMap(\.self),
            blankLines: original.blankLines
        )
        // A process that was interrupted did not come to its end: the next one continues its work.
        if journalFailure == nil, !summary.isInterrupted {
            try await plan.journal.commit(.end(exitCode: summary.exitCode))
        }
        try summary.write(to: plan.folder)
        try RunReport(
            summary: summary,
            configuration: configuration.file,
            started: WallClock.localText(summary.startedAt)
        ).write(to: plan.folder)
        return summary
    }

    private func checkHeader() throws {
        if let failures = try FailureFile(path: options.input, source: configuration.source) {
            // Taken in with a column missing, it would stand in the way of every later command.
            _ = try LeadMapper(configuration, header: failures.header)
            return
        }
        let reader = try CSVReader(path: options.input, source: configuration.source)
        _ = try LeadMapper(configuration, header: reader.header)
    }

    private func uploadSettings(startedAt: Int64, isRerun: Bool, earlierRuns: EarlierRuns) -> UploadSettings {
        UploadSettings(
            concurrency: options.concurrency ?? configuration.api.concurrency,
            attempts: configuration.api.attempts,
            timeout: .seconds(configuration.api.timeoutSeconds),
            grace: .seconds(configuration.api.doubtGraceSeconds),
            trackingKey: configuration.trackingKey,
            duplicates: configuration.rules.duplicates,
            stopAfter: options.stopAfter,
            resendUnknown: options.resendUnknown,
            isRerun: isRerun,
            startedAt: startedAt,
            earlierRuns: earlierRuns
        )
    }
}
