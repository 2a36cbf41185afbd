import NomosAPI

/// What a walk through the API's list of leads came back with.
enum ListResult: Sendable {
    /// The list was read to its end. `provenRows`: the rows in doubt whose leads, where they are not in it, do not exist.
    case leads(ListedLeads, provenRows: Set<Int>)
    /// The list may not be read, now or later.
    case refused(reason: String)
    /// The list could not be read this time.
    case failed(reason: String)
    /// The run is stopping.
    case stopped
}

/// Finds out what became of leads in doubt: lists the leads that the API created around their attempts, and looks for this
/// run's marks. Many doubts share one walk.
struct Reconciler: Sendable {
    let client: NomosClient
    let gate: RequestGate
    let journal: Journal
    let clockOffset: ClockOffset
    let key: ImportKey
    let settings: UploadSettings

    /// Reads all the stretches of the list that these doubts need.
    func list(_ doubts: [Doubt]) async -> ListResult {
        let offsets = journal.withIndex { $0.clockOffsets }
        var listed = ListedLeads()
        // An attempt was announced by what the clocks said then: each difference between them ever measured counts.
        let windows = (offsets.isEmpty ? [0] : offsets).flatMap { offset in
            ListWindow.covering(
                doubts,
                grace: settings.grace.milliseconds,
                timeout: settings.timeout.milliseconds,
                clockOffset: offset,
                margin: offsets.isEmpty ? 300_000 : 10_000,
                now: WallClock.milliseconds()
            )
        }
        for window in windows {
            if let end = await walk(window, into: &listed) { return end }
        }
        // Where the list was the first to tell the API's clock, it may have been asked for the wrong hour.
        if journal.withIndex({ $0.clockOffsets.count }) > offsets.count { return await list(doubts) }
        let now = WallClock.milliseconds() + (offsets.last ?? 0)
        let proofless = windows.filter { window in
            let witnesses = journal.witnesses(in: window, grace: settings.grace.milliseconds, now: now)
            return !listed.proves(witnesses: witnesses, isClockKnown: !offsets.isEmpty)
        }
        let provenRows = Set(doubts.map(\.row)).subtracting(proofless.flatMap(\.doubts).map(\.row))
        return .leads(listed, provenRows: provenRows)
    }

    /// Reads one stretch of the list to its end. Gives what kept it from that, or nil.
    private func walk(_ window: ListWindow, into listed: inout ListedLeads) async -> ListResult? {
        var cursor: String?
        var cursors: Set<String> = []
        var failures = 0
        while true {
            do {
                try await gate.pass()
            } catch {
                return .stopped
            }
            let attempt = await client.listLeads(
                createdFrom: Timestamp(microsecondsSince1970: window.from * 1000),
                createdTo: Timestamp(microsecondsSince1970: window.to * 1000),
                cursor: cursor
            )
            if let offset = attempt.reply.flatMap(clockOffset.measure) { journal.append(.clock(offset: offset)) }
            switch attempt.outcome {
            case .success(let page):
                failures = 0
                gate.accepted()
                for lead in page.items {
                    let mark = lead.metadata[key.name] ?? nil
                    listed.add(LeadReference(lead), row: mark.flatMap(key.row), hasMetadata: !lead.metadata.isEmpty)
                }
                guard let next = page.nextCursor else { return nil }
                guard cursors.insert(next).inserted else {
                    return .failed(reason: "the API's list of leads goes round in circles")
                }
                cursor = next
            case .refused(let error):
                return .refused(reason: "the API does not show its leads (\(error.status) \(error.code))")
            case .notFound(let error):
                return .refused(reason: "the API has no list of leads (\(error.status) \(error.code))")
            case .throttled(let retryAfter):
                gate.refused(retryAfter: retryAfter)
            case .failed(let failure, let isRetryable):
                failures += 1
                guard isRetryable, failures < settings.attempts else {
                    return .failed(reason: "the API's list of leads cannot be read: \(failure.message)")
                }
                let delay = settings.backoff.delay(after: failures, fraction: .random(in: 0...1))
                guard (try? await Task.sleep(for: delay)) != nil else { return .stopped }
            }
        }
    }
}
