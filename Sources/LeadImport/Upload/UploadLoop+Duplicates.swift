extension UploadLoop {
    /// Makes a row the owner of its identity. Gives false where another row or run is, and settles the row then or lets it
    /// wait for that other one.
    mutating func own(_ identity: Fingerprint, _ row: SourceRow) throws -> Bool {
        let owner = journal.withIndex { $0.identities.firstRow(of: identity) }
        guard let owner, owner != row.number else {
            if owner == nil { journal.withIndex { $0.identities.insert(identity, row: row.number) } }
            return true
        }
        if let entry = window[owner] {
            // The owner was corrected since, and is another lead now.
            if let claimed = entry.identity, claimed != identity, parked[owner] == nil {
                journal.withIndex { $0.identities.replace(identity, row: row.number) }
                return true
            }
            if let outcome = entry.outcome { return try follow(outcome, of: owner, identity, row) }
            if settings.duplicates == .fail {
                settleDuplicate(row.number, nil, rows.duplicateViolation(of: owner, in: row))
            } else {
                waiting[owner, default: []].append(row.number)
            }
            return false
        }
        switch journal.status(of: owner) {
        case .settled(let state, let offset, _):
            return try follow(try journal.outcome(at: offset) ?? RowOutcome(state), of: owner, identity, row)
        // A row further on, left in doubt by an earlier process: its lead may exist.
        case .doubt:
            return try follow(RowOutcome(.unknown), of: owner, identity, row)
        case .open:
            journal.withIndex { $0.identities.replace(identity, row: row.number) }
            return true
        }
    }

    /// Whether an earlier run (`--done`) created the lead, or may have; settles the row then.
    mutating func isOfEarlierRun(_ identity: Fingerprint, _ row: SourceRow) throws -> Bool {
        guard let earlier = try settings.earlierRuns.lead(of: identity) else { return false }
        var violation = rows.duplicateViolation(of: row.number, in: row)
        violation.message =
            earlier.lead == nil
            ? "An earlier run (\(earlier.folder)) may have created this lead; run that one again to find out."
            : "An earlier run (\(earlier.folder)) created this lead."
        settleDuplicate(row.number, earlier.lead, violation)
        return true
    }

    /// A row is the same lead as `owner`, which ended in `outcome`. Gives true if the row takes the identity over.
    private mutating func follow(
        _ outcome: RowOutcome,
        of owner: Int,
        _ identity: Fingerprint,
        _ row: SourceRow
    ) throws -> Bool {
        var violation = rows.duplicateViolation(of: owner, in: row)
        switch outcome.state {
        case .created, .duplicate:
            settleDuplicate(row.number, outcome.lead, violation)
        case .unknown:
            violation.message += " Whether that one was created is not known."
            settleDuplicate(row.number, nil, violation)
        case .pending where stop != nil:
            settle(row.number, RowOutcome(.pending))
        case .invalid, .rejected, .failed, .pending:
            // The other one certainly made no lead, so this one is the first.
            journal.withIndex { $0.identities.replace(identity, row: row.number) }
            return true
        }
        return false
    }

    private mutating func settleDuplicate(_ row: Int, _ lead: LeadReference?, _ violation: Violation) {
        settle(
            row,
            RowOutcome(settings.duplicates == .fail ? .invalid : .duplicate, lead: lead, violations: [violation])
        )
    }

    /// Notes how a row ended, for the row itself and for those that are the same lead.
    mutating func settle(_ row: Int, _ outcome: RowOutcome) {
        window.settle(row, outcome)
        progress.settled += 1
        do {
            try releaseFollowers(of: row)
        } catch {
            stop = stop ?? .outputFailed("the journal cannot be read")
        }
    }

    /// Looks anew at the rows that were the same lead as `row`: the first one takes the identity over if it is free, and the
    /// others then wait for that one.
    mutating func releaseFollowers(of row: Int) throws {
        guard let followers = waiting.removeValue(forKey: row) else { return }
        for follower in followers {
            guard let entry = window[follower], entry.outcome == nil else { continue }
            if let job = try claim(entry.row) { ready.append(job) }
        }
    }

    /// The row was certainly not created, and its attempts are used up.
    mutating func fail(_ row: Int, attempts: Int, reason: String) {
        let outcome = RowOutcome(
            .failed,
            attempts: attempts,
            violations: [
                Violation(
                    code: "not_sent",
                    message: "not created after \(attempts) attempts: \(reason). Run again later"
                )
            ]
        )
        journal.append(.outcome(row: row, outcome))
        settle(row, outcome)
    }
}
