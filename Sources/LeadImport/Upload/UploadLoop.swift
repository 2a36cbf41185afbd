/// The heart of a run: keeps the uploads, the walks through the API's list and the order of the results going.
///
/// All state is owned by the one task that runs the group's body; a task of the group does one thing and returns what came
/// of it. The group is the backpressure too: a row is read when a place among the uploads is free.
struct UploadLoop {
    /// What a task of the group came back with.
    enum Event: Sendable {
        case attempt(UploadJob, AttemptResult)
        case listed([Doubt], ListResult)
        /// The last look at leads that were sent a second time.
        case lookedAgain(ListResult)
        case tick
        case signal(Int32?)
    }

    let settings: UploadSettings
    let uploader: LeadUploader
    let reconciler: Reconciler
    let journal: Journal
    let stopSignal: StopSignal
    /// Is told how far the run is, some times a second.
    let report: (RunProgress) -> Void
    let clock = ContinuousClock()
    /// When the uploading began: the timeline's zero.
    let startedAt = ContinuousClock().now

    var rows: RowSource
    var results: ResultsWriter
    var progress = RunProgress()
    var window = RowWindow(capacity: 4096)
    var stopRule: StopRule
    var stop: StopReason?
    /// Leads to be sent again, and duplicates whose original was not created.
    var ready: [UploadJob] = []
    /// Rows whose fate the API's list must tell.
    var parked: [Int: ParkedDoubt] = [:]
    /// By a row still under way, the later rows that are the same lead.
    var waiting: [Int: [Int]] = [:]
    /// Whether the API's list can be read at all.
    var canList: Bool
    /// Doubts that ended in a second sending, by row: looked at once more at the end.
    var resent: [Int: Doubt] = [:]
    /// Whether that last look was taken, or is.
    var hasLookedForTwins = false
    /// Rows that were sent again without proof (`--resend-unknown`): once each, or a failing API would get them for ever.
    var resentUnknown: Set<Int> = []
    var sending = 0
    var isListing = false
    var isExhausted = false

    init(
        settings: UploadSettings,
        uploader: LeadUploader,
        reconciler: Reconciler,
        journal: Journal,
        rows: RowSource,
        results: ResultsWriter,
        stopSignal: StopSignal,
        report: @escaping (RunProgress) -> Void
    ) {
        self.settings = settings
        self.uploader = uploader
        self.reconciler = reconciler
        self.journal = journal
        self.rows = rows
        self.results = results
        self.stopSignal = stopSignal
        self.report = report
        canList = settings.trackingKey != nil
        stopRule = StopRule(
            sameRejections: settings.stopAfter,
            unreachable: settings.unreachable
        )
    }

    /// Takes every row to its end. Returns why the run stopped early, or nil; throws when a file cannot be read or written.
    mutating func run() async throws -> StopReason? {
        try await withThrowingTaskGroup(of: Event.self) { group in
            group.addTask { [stopSignal] in .signal(await stopSignal.wait()) }
            group.addTask { await Self.tick() }
            defer { group.cancelAll() }
            while true {
                if stop == nil { try fill(&group) }
                try writeSettled()
                if isDone { break }
                guard let event = try await group.next() else { break }
                try handle(event)
                if case .tick = event, stop == nil { group.addTask { await Self.tick() } }
                // Waiting tasks give up; requests under way come to their end.
                if stop != nil { group.cancelAll() }
            }
            progress.timeline.close(at: startedAt.duration(to: clock.now).inSeconds)
            if stop != nil { try giveUpRest() }
        }
        report(progress)
        return stop
    }

    private var isDone: Bool {
        if stop != nil { return sending == 0 && !isListing }
        return isSettled && !isListing && (resent.isEmpty || hasLookedForTwins)
    }

    private var isSettled: Bool {
        isExhausted && sending == 0 && ready.isEmpty && parked.isEmpty && window.count == 0
    }

    private static func tick() async -> Event {
        try? await Task.sleep(for: .milliseconds(100))
        return .tick
    }

    // MARK: - Work to do

    private mutating func fill(_ group: inout ThrowingTaskGroup<Event, any Error>) throws {
        // One at a time until a lead was created: a wrong plan or a bad token then costs one row, not sixteen. What this
        // process left in doubt must be settled first, too.
        let limit = stopRule.hasCreated ? settings.concurrency : freshDoubts.isEmpty ? 1 : 0
        while sending < limit, let job = try nextJob() {
            sending += 1
            group.addTask { [uploader] in .attempt(job, await uploader.attempt(job)) }
        }
        if let doubts = dueDoubts() {
            isListing = true
            group.addTask { [reconciler] in .listed(doubts, await reconciler.list(doubts)) }
        }
        if isSettled, !isListing, !resent.isEmpty, !hasLookedForTwins {
            hasLookedForTwins = true
            isListing = true
            group.addTask { [reconciler, doubts = Array(resent.values)] in
                .lookedAgain(await reconciler.list(doubts))
            }
        }
    }

    private mutating func nextJob() throws -> UploadJob? {
        if !ready.isEmpty { return ready.removeFirst() }
        while !isExhausted, !window.isFull, parked.count < settings.parkedLimit {
            if let signal = stopSignal.received {
                stop = .signal(signal)
                return nil
            }
            guard let row = try nextRow() else { return nil }
            if let job = try admit(row) { return job }
            try writeSettled()
            if progress.read % 4096 == 0 { report(progress) }
        }
        return nil
    }

    /// Takes the next row into the window. Nil at the end of the input, or where it cannot be read any further: that stops
    /// the run, but what was read before still comes to its end.
    mutating func nextRow() throws -> SourceRow? {
        guard !isExhausted else { return nil }
        do {
            if let row = try rows.next() {
                progress.read += 1
                window.append(row)
                return row
            }
        } catch let error as CSVError {
            stop = stop ?? .inputFailed(error.description)
        }
        isExhausted = true
        return nil
    }

    /// Decides what is to be done with the next row: gives a lead to send, or settles the row, or parks it.
    private mutating func admit(_ row: SourceRow) throws -> UploadJob? {
        switch journal.status(of: row.number) {
        case .doubt(let doubt):
            park(doubt)
            return nil
        case .settled(.unknown, _, _) where row.isEligible && (canList || settings.resendUnknown):
            if canList, let doubt = journal.withIndex({ $0.doubt(of: row.number) }) {
                park(doubt)
                return nil
            }
            guard var job = try claim(row) else { return nil }
            if let doubt = journal.withIndex({ $0.doubt(of: row.number) }) { resendWithoutProof(&job, doubt) }
            return job
        case .settled(let state, let offset, let isThisRound):
            let again = row.isEligible && !isThisRound
            if again, state == .failed || state == .rejected && settings.isRerun { return try claim(row) }
            settle(row.number, try journal.outcome(at: offset) ?? RowOutcome(state))
            return nil
        case .open:
            return try claim(row)
        }
    }

    /// Prepares a row and makes it the owner of its identity, unless another row is.
    mutating func claim(_ row: SourceRow) throws -> UploadJob? {
        switch rows.prepare(row) {
        case .invalid(let violations):
            settle(row.number, RowOutcome(.invalid, violations: violations))
            return nil
        case .lead(let lead, let identity, let supplierName):
            if let identity {
                window.claim(identity, for: row.number)
                if try isOfEarlierRun(identity, row) { return nil }
                if settings.duplicates != .send, try !own(identity, row) { return nil }
            }
            guard row.isEligible, stop == nil else {
                settle(row.number, RowOutcome(.pending))
                return nil
            }
            var job = UploadJob(row: row.number, lead: lead, supplierName: supplierName, identity: identity)
            job.isEndpointKnown = stopRule.hasCreated || journal.withIndex { $0.counts[.created, default: 0] > 0 }
            return job
        }
    }

    /// The doubts to settle now, or nil: the oldest has waited out the grace, and company for the walk had time to gather.
    private func dueDoubts() -> [Doubt]? {
        guard !isListing, let oldest = parked.values.map(\.dueAt).min(), let newest = parked.values.map(\.dueAt).max()
        else { return nil }
        let isAllThatIsLeft = sending == 0
        let start = isAllThatIsLeft ? newest : oldest.advanced(by: settings.grace / 2)
        guard clock.now >= start else { return nil }
        return parked.values.filter { $0.dueAt <= clock.now }.map(\.doubt)
    }

    /// The rows that this process left in doubt, not an earlier one.
    private var freshDoubts: [Int] {
        parked.values.filter { $0.doubt.announced >= settings.startedAt }.map(\.doubt.row)
    }

    // MARK: - What came of it

    private mutating func handle(_ event: Event) throws {
        switch event {
        case .signal(let number):
            if let number { stop = stop ?? .signal(number) }
        case .tick:
            progress.parked = parked.count
            report(progress)
            if sending > 0 { stop = stop ?? stopRule.overdue(at: clock.now) }
        case .attempt(let job, let result):
            sending -= 1
            try handle(job, result)
        case .listed(let doubts, let result):
            isListing = false
            try handle(doubts, result)
        case .lookedAgain(let result):
            isListing = false
            if case .leads(let listed, _) = result { try noteTwins(listed) }
        }
    }

    private mutating func handle(_ job: UploadJob, _ result: AttemptResult) throws {
        var job = job
        job.delay = .zero
        if let kind = AnswerTimeline.Kind(result) {
            progress.timeline.count(kind, at: startedAt.duration(to: clock.now).inSeconds)
        }
        countResending(job, result)
        switch result {
        case .settled(let outcome):
            progress.answered += 1
            // A lead that was sent before may be the reason for the rejection: the list must be asked once more.
            if outcome.state == .rejected, let doubt = resent[job.row], canList {
                park(doubt, rejection: outcome)
            } else {
                settle(job.row, outcome)
            }
            if outcome.lead != nil {
                stopRule.created()
            } else if outcome.state == .rejected {
                stop = stop ?? stopRule.rejected(outcome.violations)
            }
        case .refused(let status, let message):
            stop = stop ?? .refused(status: status, message: message)
            leave(job)
        case .throttled(let retryAfter):
            progress.throttled += 1
            if let retryAfter, retryAfter >= settings.unreachable { stop = stop ?? .toldToWait(retryAfter) }
            stop = stop ?? stopRule.notReached(at: clock.now)
            ready.append(job)
        case .notSent(let reason):
            job.attempts += 1
            stop = stop ?? stopRule.notReached(at: clock.now)
            guard job.attempts >= settings.attempts else {
                job.delay = settings.backoff.delay(after: job.attempts, fraction: .random(in: 0...1))
                return ready.append(job)
            }
            if job.isInDoubt, let doubt = journal.withIndex({ $0.doubt(of: job.row) }) {
                settleUnknown(doubt, reason: reason)
            } else {
                fail(job.row, attempts: job.attempts, reason: reason)
            }
        case .inDoubt:
            progress.doubts += 1
            stop = stop ?? stopRule.inDoubt(at: clock.now)
            if let doubt = journal.withIndex({ $0.doubt(of: job.row) }) { park(doubt) }
        case .stopped:
            leave(job)
        case .outputFailed(let error):
            stop = stop ?? .outputFailed(error.message)
            leave(job)
        }
    }

    /// Writes the rows at the head of the window that are settled.
    mutating func writeSettled() throws {
        while let (row, outcome) = window.popSettled() {
            try results.write(row, outcome)
            progress.count(outcome)
        }
    }
}
