extension UploadLoop {
    /// Makes a row the owner of its identity. Gives false where another row or run is, and settles the row then or lets it
    /// wait for that other one.
    mutating func own(_ identity: Fingerprint, _ row: SourceRow) throws -> Bool {
        if let earlier = try settings.earlierRuns.lead(of: identity) {
            var violation = rows.duplicateViolation(of: row.number, in: row)
            violation.message = "An earlier run (\(earlier.folder)) created this lead."
            settleDuplicate(row.number, earlier.lead, violation)
            return false
        }
        let owner = journal.withIndex { $0.identities.firstRow(of: identity) }
        guard let owner, owner != row.number else {
            if owner == nil { journal.withIndex { $0.identities.insert(identity, row: row.number) } }
            return true
        }
        if let entry = window[owner] {
            if let outcome = entry.outcome { return try follow(outcome, of: owner, identity, row) }
            if settings.duplicates == .fail {
                settleDuplicate(row.number, nil, rows.duplicateViolation(of: owner, in: row))
            } else {
                waiting[owner, default: []].append(row.number)
            }
            return false
        }
        guard case .settled(_, let offset, _) = journal.status(of: owner), let outcome = try journal.outcome(at: offset)
        else {
            journal.withIndex { $0.identities.replace(identity, row: row.number) }
            return true
        }
        return try follow(outcome, of: owner, identity, row)
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
        guard let followers = waiting.removeValue(forKey: row) else { return }
        for follower in followers {
            guard let entry = window[follower], entry.outcome == nil else { continue }
            // Each is looked at anew: the first one takes the identity over if the lead was not created, and the others
            // then wait for that one.
            do {
                if let job = try claim(entry.row) { ready.append(job) }
            } catch {
                stop = stop ?? .outputFailed("the journal cannot be read")
                settle(follower, RowOutcome(.pending))
            }
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
