/// A doubt that waits until its lead, if there is one, must be in the API's list.
struct ParkedDoubt: Sendable {
    var doubt: Doubt
    /// When the list can tell.
    var dueAt: ContinuousClock.Instant
    /// How often the list was asked in vain.
    var failedWalks = 0
    /// How the row ends if the list does not show it: it was sent a second time and rejected, perhaps because of the first.
    var rejection: RowOutcome?
}

extension UploadLoop {
    /// Sets a row aside until the API's list of leads can tell what became of it; where there is no list, it is unknown.
    mutating func park(_ doubt: Doubt, rejection: RowOutcome? = nil) {
        if let identity = doubt.identity { journal.withIndex { $0.identities.insert(identity, row: doubt.row) } }
        guard canList else { return giveUp(doubt, reason: "the API's list of leads cannot be asked") }
        let end = doubt.end(timeout: settings.timeout.milliseconds)
        let wait = Duration.milliseconds(end - WallClock.milliseconds()) + settings.grace
        // A clock that was set back must not make the wait longer than it ever needs to be.
        let longest = settings.timeout + settings.grace
        parked[doubt.row] = ParkedDoubt(
            doubt: doubt,
            dueAt: clock.now.advanced(by: min(wait, longest)),
            rejection: rejection
        )
    }

    /// Settles doubts by what the API's list showed.
    mutating func handle(_ doubts: [Doubt], _ result: ListResult) throws {
        switch result {
        case .stopped: break
        case .refused(let reason):
            canList = false
            for parked in parked.values.sorted(by: { $0.doubt.row < $1.doubt.row }) {
                giveUp(parked.doubt, reason: reason)
            }
        case .failed(let reason):
            stop = stop ?? stopRule.notReached(at: clock.now)
            for doubt in doubts { askLater(doubt, reason: reason) }
        case .leads(let listed, let provenRows):
            stopRule.reached()
            try noteTwins(listed)
            for doubt in doubts.sorted(by: { $0.row < $1.row }) {
                if let leads = listed.byRow[doubt.row], let lead = leads.first {
                    try found(doubt, lead, twins: Array(leads.dropFirst()))
                } else if provenRows.contains(doubt.row) {
                    try absent(doubt)
                } else {
                    askLater(
                        doubt,
                        reason: "the API's list of leads does not show what it must, so a lead may be missing from it"
                    )
                }
            }
        }
    }

    private mutating func found(_ doubt: Doubt, _ lead: LeadReference, twins: [LeadReference]) throws {
        parked[doubt.row] = nil
        var outcome = RowOutcome(.created, lead: lead, attempts: doubt.attempt)
        if !twins.isEmpty {
            let ids = twins.map(\.id).joined(separator: ", ")
            outcome.violations = [
                Violation(
                    code: "lead_found_twice",
                    message: "the API holds this lead more than once; ask Nomos to delete \(ids)"
                )
            ]
        }
        journal.append(.outcome(row: doubt.row, outcome))
        stopRule.created()
        settle(doubt.row, outcome)
    }

    private mutating func absent(_ doubt: Doubt) throws {
        let rejection = parked.removeValue(forKey: doubt.row)?.rejection
        if let rejection { return settle(doubt.row, rejection) }
        journal.append(.absent(row: doubt.row, attempt: doubt.attempt))
        if let identity = doubt.identity { journal.withIndex { $0.identities.release(identity, row: doubt.row) } }
        guard let row = window[doubt.row]?.row else { return }
        guard row.isEligible else { return settle(doubt.row, RowOutcome(.pending, attempts: doubt.attempt)) }
        guard doubt.attempt < settings.attempts else {
            return fail(doubt.row, attempts: doubt.attempt, reason: doubt.reason)
        }
        if var job = try claim(row) {
            job.attempts = doubt.attempt
            resent[doubt.row] = doubt
            ready.append(job)
        }
        // A row that was corrected meanwhile is another lead now, so those that were the same as the old one are free.
        if window[doubt.row]?.identity != doubt.identity { try releaseFollowers(of: doubt.row) }
    }

    private mutating func askLater(_ doubt: Doubt, reason: String) {
        guard var entry = parked[doubt.row] else { return }
        entry.failedWalks += 1
        if entry.failedWalks >= settings.attempts { return giveUp(doubt, reason: reason) }
        entry.dueAt = clock.now.advanced(by: settings.backoff.delay(after: entry.failedWalks + 1, fraction: 1))
        parked[doubt.row] = entry
    }

    /// Nothing can prove what became of the lead: the row is unknown, or sent again where the user wants that for the rows
    /// that were unknown before.
    private mutating func giveUp(_ doubt: Doubt, reason: String) {
        if let rejection = parked.removeValue(forKey: doubt.row)?.rejection { return settle(doubt.row, rejection) }
        if settings.resendUnknown, isFromEarlier(doubt), stop == nil, let row = window[doubt.row]?.row, row.isEligible,
            case .lead(let lead, let identity, let supplierName) = rows.prepare(row)
        {
            var job = UploadJob(row: row.number, lead: lead, supplierName: supplierName, identity: identity)
            resendWithoutProof(&job, doubt)
            ready.append(job)
            return
        }
        settleUnknown(doubt, reason: reason)
    }

    /// Nothing can prove what became of the lead.
    mutating func settleUnknown(_ doubt: Doubt, reason: String) {
        let outcome = RowOutcome(
            .unknown,
            attempts: doubt.attempt,
            violations: [
                Violation(
                    code: "lead_in_doubt",
                    message: """
                        sent, but whether the lead was created is not known: \(doubt.reason); \(reason). Look it up in the \
                        Nomos dashboard; --resend-unknown sends it again and may make it twice
                        """
                )
            ]
        )
        if stop == nil { journal.append(.outcome(row: doubt.row, outcome)) }
        settle(doubt.row, outcome)
    }

    private func isFromEarlier(_ doubt: Doubt) -> Bool {
        doubt.since < settings.startedAt && !resentUnknown.contains(doubt.row)
    }

    /// Makes a job the one sending of a row in doubt that the user asked for.
    mutating func resendWithoutProof(_ job: inout UploadJob, _ doubt: Doubt) {
        job.attempts = min(doubt.attempt, settings.attempts - 1)
        job.isInDoubt = true
        resentUnknown.insert(doubt.row)
    }

    /// Counts what was really sent again without proof.
    mutating func countResending(_ job: UploadJob, _ result: AttemptResult) {
        switch result {
        case .settled(let outcome) where outcome.state != .invalid && job.isInDoubt: progress.resentUnknown += 1
        case .inDoubt where job.isInDoubt: progress.resentUnknown += 1
        default: break
        }
    }

    /// The run stops before a lead is sent: it is pending, or as unknown as it was where it was to be sent again.
    mutating func leave(_ job: UploadJob) {
        if job.isInDoubt, let doubt = journal.withIndex({ $0.doubt(of: job.row) }) {
            settleUnknown(doubt, reason: "it was not sent again, because the run stopped before")
        } else {
            settle(job.row, RowOutcome(.pending, attempts: job.attempts))
        }
    }

    /// Notes the rows of which the API holds more leads than one: several in the list, or another one than is known.
    mutating func noteTwins(_ listed: ListedLeads) throws {
        for (row, leads) in listed.byRow {
            var ids = leads.map(\.id)
            if case .settled(.created, let offset, _) = journal.status(of: row),
                let known = try journal.outcome(at: offset)?.lead?.id, !ids.contains(known)
            {
                ids.append(known)
            }
            if ids.count > 1 { progress.twins[row] = ids }
        }
    }

    /// The run stops: what is not settled is pending, and what is in doubt stays so until the run is taken up again.
    mutating func giveUpRest() throws {
        for job in ready { leave(job) }
        ready = []
        for entry in parked.values.sorted(by: { $0.doubt.row < $1.doubt.row }) {
            giveUp(entry.doubt, reason: "the run stopped before that could be asked; running it again settles it")
        }
        while true {
            try writeSettled()
            guard !window.isFull, let row = try nextRow() else { break }
            try admitStopped(row)
            if progress.read % 4096 == 0 { report(progress) }
        }
    }

    /// What a row is that the run no longer comes to.
    private mutating func admitStopped(_ row: SourceRow) throws {
        switch journal.status(of: row.number) {
        case .settled(let state, let offset, _):
            settle(row.number, try journal.outcome(at: offset) ?? RowOutcome(state))
        case .doubt(let doubt):
            giveUp(doubt, reason: "the run stopped before that could be asked; running it again settles it")
        case .open:
            // `claim` settles all that it does not give back, and gives nothing back once the run stops.
            _ = try claim(row)
        }
    }
}
