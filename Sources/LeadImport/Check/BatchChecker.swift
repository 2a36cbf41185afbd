/// Checks the records of a batch: the part of `check` that runs on all cores at once.
struct BatchChecker: Sendable {
    let preparation: LeadPreparation
    /// Whether the violations are wanted as sentences.
    let explains: Bool

    /// What there is to say about the batch.
    func check(_ batch: CSVBatch) -> BatchFindings {
        var findings = BatchFindings()
        findings.rows = batch.count
        findings.identities.reserveCapacity(batch.count)
        findings.emails.reserveCapacity(batch.count)
        let columns = preparation.mapper.usedColumns
        let today = preparation.validator.today
        var draft = preparation.makeDraft()
        for index in batch.indices {
            let record = batch[index]
            preparation.prepare(record, into: &draft)
            if draft.problem == nil {
                Suspect.count(in: draft, of: record, today: today, into: &findings.tallies)
                findings.constants.add(record, columns: columns)
            }
            if draft.isValid {
                findings.validRows += 1
                findings.identities.append(draft.identity() ?? Fingerprint(high: 0, low: 0))
                findings.emails.append(draft.isPresent(LeadSlot.email) ? draft.hash(of: LeadSlot.email) : 0)
                if draft.supplierNeedsLookup { findings.suppliers.insert(draft.hash(of: LeadSlot.previousSupplier)) }
            } else {
                findings.identities.append(Fingerprint(high: 0, low: 0))
                findings.emails.append(0)
                count(draft, record, into: &findings.tallies)
                findings.invalid.append((index, explains ? preparation.violations(of: draft, in: record) : []))
            }
        }
        return findings
    }

    private func count(_ draft: LeadDraft, _ record: CSVRecord, into tallies: inout BatchFindings.Tallies) {
        if let problem = draft.problem {
            tallies.count(.problem(problem.code), record)
            return
        }
        for (number, breach) in draft.breaches.enumerated() {
            // A row that breaks a rule twice at one field counts once.
            let isFirst = !draft.breaches[..<number].contains { $0.rule == breach.rule && $0.slot == breach.slot }
            if isFirst { tallies.count(.rule(breach.rule, slot: breach.slot), record) }
        }
    }
}

extension LeadDraft {
    /// A hash of a slot's text, never 0.
    fileprivate func hash(of slot: Int) -> UInt64 {
        var hasher = FingerprintHasher()
        hasher.update(arena.span.extracting(range(slot)))
        return max(1, hasher.finish().high)
    }
}
