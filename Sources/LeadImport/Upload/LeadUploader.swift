import NomosAPI
import Synchronization

/// Sends one lead once, with the journal before and after. Knows nothing of other rows or of what is done next.
struct LeadUploader: Sendable {
    let client: NomosClient
    let gate: RequestGate
    let journal: Journal
    let clockOffset: ClockOffset
    let suppliers: SupplierDirectory
    /// What marks each lead as this run's, or nil.
    let trackingKey: ImportKey?
    /// Which CSV columns a field of the lead comes from, to name them in the API's rejections.
    let columns: @Sendable (String) -> [String]

    /// Makes one attempt. The intent is on the disk before the request leaves; the outcome is in the journal on return.
    func attempt(_ job: UploadJob) async -> AttemptResult {
        let attempt = job.attempts + 1
        var isAnnounced = false
        var lead = job.lead
        let mark = trackingKey.map { Lead.MetadataEntry(key: $0.name, value: $0.value(row: job.row)) }
        if let mark { lead.metadata.append(mark) }
        do {
            if job.delay > .zero { try await Task.sleep(for: job.delay) }
            if let name = job.supplierName {
                switch try await suppliers.id(of: name) {
                case .id(let id): lead.previousSupplier = id
                case .refused(let violation): return .settled(RowOutcome(.invalid, violations: [violation]))
                case .notReached(let reason): return .notSent(reason: reason)
                }
            }
            try await gate.pass { [journal] leaving in
                // Announced before, but its slot in time was lost: nothing has left yet.
                if isAnnounced { journal.append(.notSent(row: job.row, attempt: attempt)) }
                try await journal.commit(
                    .intent(row: job.row, attempt: attempt, at: leaving, identity: job.identity)
                )
                isAnnounced = true
            }
        } catch let error as OutputError {
            return .outputFailed(error)
        } catch {
            if isAnnounced { journal.append(.notSent(row: job.row, attempt: attempt)) }
            return .stopped
        }
        var body: [UInt8] = []
        lead.json(into: &body)
        let sentAt = WallClock.milliseconds()
        // In a task of its own, the request comes to its end when the group's tasks are cancelled because the run stops.
        let exchange = Task { [client, body] in await client.createLead(body: body, marked: mark) }
        return record(await exchange.value, job, attempt, sentAt: sentAt)
    }

    private func record(
        _ answer: CreateAttempt,
        _ job: UploadJob,
        _ attempt: Int,
        sentAt: Int64
    ) -> AttemptResult {
        if let reply = answer.reply { learn(from: reply) }
        switch answer.outcome {
        case .created(let lead):
            if let offset = clockOffset.correct(createdAt: lead.createdAt, sentAt: sentAt) {
                journal.append(.clock(offset: offset))
            }
            return settle(
                job,
                RowOutcome(
                    .created,
                    lead: LeadReference(lead),
                    attempts: attempt,
                    requestID: answer.reply?.requestID
                )
            )
        case .rejected(let error) where !job.isEndpointKnown && isOfEndpoint(error):
            journal.append(.notSent(row: job.row, attempt: attempt))
            return .refused(status: error.status, message: error.code)
        case .rejected(let error):
            // A lead that was sent before without proof may exist all the same, and be the reason why it is refused now.
            return settle(
                job,
                RowOutcome(
                    job.isInDoubt ? .unknown : .rejected,
                    attempts: attempt,
                    violations: violations(of: error),
                    requestID: error.requestID ?? answer.reply?.requestID
                )
            )
        case .refused(let error):
            journal.append(.notSent(row: job.row, attempt: attempt))
            return .refused(status: error.status, message: error.code)
        case .throttled(let retryAfter):
            journal.append(.notSent(row: job.row, attempt: attempt))
            gate.refused(retryAfter: retryAfter)
            return .throttled(retryAfter: retryAfter)
        case .notSent(let failure):
            journal.append(.notSent(row: job.row, attempt: attempt))
            return .notSent(reason: failure.message)
        case .inDoubt(let failure):
            let now = WallClock.milliseconds()
            journal.append(.doubt(row: job.row, attempt: attempt, until: now, reason: failure.message))
            return .inDoubt
        }
    }

    private func settle(_ job: UploadJob, _ outcome: RowOutcome) -> AttemptResult {
        journal.append(.outcome(row: job.row, outcome))
        return .settled(outcome)
    }

    private func learn(from reply: ReplyInfo) {
        if reply.status != 429 { gate.accepted() }
        if let offset = clockOffset.measure(reply) { journal.append(.clock(offset: offset)) }
        if let limit = reply.rateLimit?.limit, limit > 0 {
            gate.adopt(requests: Double(limit), per: reply.rateLimit?.window?.inSeconds)
        }
    }

    /// Whether a 404 or 405 is about the address itself and not about something that the lead names.
    private func isOfEndpoint(_ error: APIError) -> Bool {
        (error.status == 404 || error.status == 405) && error.details.allSatisfy(\.field.isEmpty)
    }

    private func violations(of error: APIError) -> [Violation] {
        guard !error.details.isEmpty else { return [Violation(code: error.code, message: error.message)] }
        return error.details.map { detail in
            Violation(
                code: detail.code.isEmpty ? error.code : detail.code,
                field: detail.field.isEmpty ? nil : detail.field,
                columns: columns(detail.field),
                message: detail.message
            )
        }
    }
}

extension LeadReference {
    /// What results.csv carries of a lead that the API told of.
    init(_ lead: CreatedLead) {
        self.init(id: lead.id, link: lead.link, createdAt: lead.createdAt)
    }
}

/// How far the API's clock is ahead of this machine's, taken from the first response's `Date` and held against the leads'
/// own times of creation: a server in front of the API may have another clock than the leads are filtered by, or give none.
final class ClockOffset: Sendable {
    private let measured = Mutex<Int64?>(nil)

    /// Gives the offset in milliseconds the first time it can be told, nil otherwise.
    func measure(_ reply: ReplyInfo) -> Int64? {
        guard let date = reply.serverDate else { return nil }
        return measured.withLock { measured in
            guard measured == nil else { return nil }
            // `Date` is cut to the second: on average half a second has passed since.
            measured = date.microsecondsSince1970 / 1000 + 500 - WallClock.milliseconds()
            return measured
        }
    }

    /// Gives a new offset in milliseconds where a lead, asked for at `sentAt` (milliseconds since 1970) and just answered,
    /// was created at a time that the offset known contradicts by more than a few seconds; nil otherwise.
    func correct(createdAt: String, sentAt: Int64, now: Int64 = WallClock.milliseconds()) -> Int64? {
        guard let created = Timestamp(iso8601: createdAt).map({ $0.microsecondsSince1970 / 1000 }) else { return nil }
        return measured.withLock { measured in
            let possible = created - now - 5000...created - min(sentAt, now) + 5000
            if let measured, possible.contains(measured) { return nil }
            measured = created - (min(sentAt, now) + now) / 2
            return measured
        }
    }
}
