/// The doctor: reads a whole file as a run would, without sending anything, and reports what it finds.
public struct ImportCheck: Sendable {
    /// The import's config.
    public var configuration: ImportConfiguration
    /// The day it is in Germany.
    public var today: CalendarDate
    /// Whether the plan supplies energy or takes it in, as far as it is known.
    public var planType: LeadValidator.PlanType
    /// How many batches are worked on at once.
    public var workers: Int

    /// A check by this config. Without `planType` the config's `rules.plan_type` decides.
    public init(
        _ configuration: ImportConfiguration,
        today: CalendarDate,
        planType: LeadValidator.PlanType? = nil,
        workers: Int = 2
    ) {
        self.configuration = configuration
        self.today = today
        self.planType = planType ?? LeadValidator.PlanType(configuration.rules.planType)
        self.workers = max(1, workers)
    }

    /// Checks every record of `reader`, which must not have given any yet.
    ///
    /// Batches are mapped and validated in parallel and merged in order; a bounded number of them is in memory, beside
    /// about 20 bytes a valid row to find duplicates. `invalidRow` is called for every invalid row in the order of the
    /// file, with its violations (from which failures.csv is written), and `progress` after each batch.
    ///
    /// Throws `ConfigurationError` where the config does not fit the file's columns, `CSVError` where reading fails, and
    /// what the closures throw.
    public func run(
        _ reader: CSVReader,
        invalidRow: ((CSVRecord, [Violation]) throws -> Void)? = nil,
        progress: ((CheckProgress) -> Void)? = nil
    ) async throws -> CheckReport {
        let preparation = LeadPreparation(
            mapper: try LeadMapper(configuration, header: reader.header),
            validator: LeadValidator(today: today, planType: planType)
        )
        let checker = BatchChecker(preparation: preparation, explains: invalidRow != nil)
        var merger = CheckMerger(
            emptyReport(reader, preparation.mapper),
            preparation: preparation,
            invalidRow: invalidRow
        )
        // Two batches a worker: one to work on and one to go on with while the next is read.
        let window = workers * 2
        try await withThrowingTaskGroup(of: (number: Int, batch: CSVBatch, findings: BatchFindings).self) { group in
            var started = 0
            var merged = 0
            var waiting: [Int: (batch: CSVBatch, findings: BatchFindings)] = [:]
            var isAtEnd = false
            while true {
                while !isAtEnd, started - merged < window {
                    guard let batch = try reader.nextBatch() else {
                        isAtEnd = true
                        break
                    }
                    let number = started
                    group.addTask { (number, batch, checker.check(batch)) }
                    started += 1
                }
                guard let done = try await group.next() else { break }
                waiting[done.number] = (done.batch, done.findings)
                while let next = waiting.removeValue(forKey: merged) {
                    try merger.merge(next.batch, next.findings)
                    merged += 1
                    progress?(merger.progress)
                }
            }
        }
        var report = merger.finished()
        report.warnings += reader.warnings.map(\.message)
        return report
    }

    private func emptyReport(_ reader: CSVReader, _ mapper: LeadMapper) -> CheckReport {
        let names = reader.header.names
        let used = Set(mapper.usedColumns)
        let rate = configuration.api.perSeconds > 0 ? configuration.api.requests / configuration.api.perSeconds : 0
        return CheckReport(
            configurationFile: configuration.file,
            dialect: reader.dialect,
            columns: names,
            usedColumns: names.indices.filter(used.contains).map { names[$0] },
            unusedColumns: names.indices.filter { !used.contains($0) }.map { names[$0] },
            warnings: reader.header.warnings.map(\.message) + mapper.warnings,
            duplicates: .init(
                treatment: configuration.rules.duplicates,
                identity: configuration.rules.identity
            ),
            requestsPerSecond: rate
        )
    }
}

extension LeadValidator.PlanType {
    /// What the config says of the plan; `auto` is unknown until the API is asked.
    public init(_ planType: ImportConfiguration.Rules.PlanType) {
        self =
            switch planType {
            case .auto: .unknown
            case .consumption: .consumption
            case .feedIn: .feedIn
            }
    }
}
