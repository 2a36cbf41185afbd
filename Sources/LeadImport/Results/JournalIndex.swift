/// What a journal says of every row, in 8 bytes a row: enough to know what is left to do, and where the rest is written.
struct JournalIndex: Sendable {
    /// What is known of one row.
    enum RowStatus: Sendable, Equatable {
        /// Never sent, or every attempt certainly made no lead.
        case open(attempts: Int)
        /// An attempt is in doubt: the API's list of leads must tell.
        case doubt(Doubt)
        /// Settled; the outcome's line begins at `offset`. `isThisRound`: by the process now at work or by an interrupted
        /// one that it continues.
        case settled(RowState, offset: Int, isThisRound: Bool)
    }

    /// The run this folder is of; nil before the first line.
    private(set) var run: RunIdentity?
    /// The last process that took the run up.
    private(set) var lastStart: RunStart?
    /// The failure files that were fed, in order, each once.
    private(set) var layers: [(name: String, fingerprint: Fingerprint)] = []
    /// Whether the last process came to its end.
    private(set) var isEnded = false
    /// How far the API's clock is ahead, in milliseconds, as last measured; nil before that.
    var clockOffset: Int64? { clockOffsets.last }
    /// That, whenever it was measured: one number, unless a clock was set. The last one measured is the last.
    private(set) var clockOffsets: [Int64] = []
    /// The failures.csv that was last written; another one in its place is a person's work.
    private(set) var failures: Fingerprint?
    /// What kinds the plans are, as the API said, by their IDs.
    private(set) var planTypes: [String: String] = [:]
    /// The leads that were created last.
    private(set) var recentLeads = RecentLeads()
    /// The leads that exist, by what makes them the same.
    var identities = IdentityIndex()
    /// How many rows are in each settled state.
    private(set) var counts: [RowState: Int] = [:]

    /// A row a word: offset (44 bits), state (4), attempts (8), round (8).
    private var words: [UInt64] = []
    private var doubts: [Int: Doubt] = [:]
    /// What was in doubt already when a row was sent again without proof (`--resend-unknown`).
    private var earlierDoubts: [Int: Doubt] = [:]
    private var intendedIdentities: [Int: Fingerprint] = [:]
    private var round: UInt64 = 0

    /// Offsets of the clocks that differ by no more milliseconds are taken for the same: answers take their time.
    static let sameClock: Int64 = 5000

    private static let stateCodes: [RowState] = [.created, .rejected, .failed, .unknown]

    /// The rows with an attempt in doubt.
    var openDoubts: [Doubt] { Array(doubts.values) }

    /// Takes in the journal's next entry, whose line begins at `offset`.
    mutating func apply(_ entry: JournalEntry, at offset: Int) {
        switch entry {
        case .run(let run): self.run = run
        case .start(let start): apply(start)
        case .plan(let id, let type): planTypes[id] = type
        case .clock(let offset):
            clockOffsets.removeAll { abs($0 - offset) <= Self.sameClock }
            clockOffsets.append(offset)
        case .intent(let row, let attempt, let at, let identity):
            // What an earlier attempt left in doubt stays so: its lead may still be found by the same import key.
            let earlier = doubts[row]
            earlierDoubts[row] = earlier
            clear(row, attempts: attempt)
            doubts[row] = Doubt(
                row: row,
                attempt: attempt,
                since: earlier?.since ?? at,
                announced: at,
                identity: identity
            )
            intendedIdentities[row] = identity
        case .notSent(let row, let attempt):
            clear(row, attempts: max(attempt - 1, 0))
            // Of a lead that was sent again without proof, only this attempt is known to have made nothing.
            doubts[row] = earlierDoubts.removeValue(forKey: row)
            if doubts[row] == nil { intendedIdentities[row] = nil }
        case .doubt(let row, _, let until, let reason):
            earlierDoubts[row] = nil
            doubts[row]?.until = until
            doubts[row]?.reason = reason
        case .absent(let row, let attempt):
            doubts[row] = nil
            earlierDoubts[row] = nil
            intendedIdentities[row] = nil
            clear(row, attempts: attempt)
        case .outcome(let row, let outcome): settle(row, outcome, at: offset)
        case .failures(let fingerprint): failures = fingerprint
        case .end: isEnded = true
        }
    }

    /// What is known of a row (from 1).
    func status(of row: Int) -> RowStatus {
        let word = row <= words.count ? words[row - 1] : 0
        let code = Int(word >> 16 & 15)
        guard code > 0 else {
            return doubts[row].map(RowStatus.doubt) ?? .open(attempts: Int(word >> 8 & 255))
        }
        return .settled(
            Self.stateCodes[code - 1],
            offset: Int(word >> 20),
            isThisRound: UInt8(truncatingIfNeeded: word) == round
        )
    }

    /// The doubt about a row that is not settled, or settled only as unknown.
    func doubt(of row: Int) -> Doubt? { doubts[row] }

    /// Makes the rows in doubt the owners of their identities: their leads may exist.
    mutating func claimDoubts() {
        for doubt in doubts.values {
            if let identity = doubt.identity { identities.insert(identity, row: doubt.row) }
        }
    }

    private mutating func apply(_ start: RunStart) {
        claimDoubts()
        let last = layers.last
        if let name = start.layer, let fingerprint = start.layerFingerprint, last?.name != name {
            layers.append((name, fingerprint))
            round = (round + 1) & 255
        } else if isEnded {
            round = (round + 1) & 255
        }
        lastStart = start
        isEnded = false
    }

    private mutating func settle(_ row: Int, _ outcome: RowOutcome, at offset: Int) {
        guard let code = Self.stateCodes.firstIndex(of: outcome.state) else { return }
        if let identity = intendedIdentities.removeValue(forKey: row) {
            // A lead that exists owns its identity, whichever row had it before.
            if outcome.state == .created { identities.replace(identity, row: row) }
            if outcome.state == .unknown { identities.insert(identity, row: row) }
        }
        if outcome.state == .created, let lead = outcome.lead { recentLeads.add(row: row, lead: lead) }
        // An unknown row stays a doubt that a later process may settle.
        if outcome.state != .unknown { doubts[row] = nil }
        earlierDoubts[row] = nil
        clear(row, attempts: outcome.attempts)
        words[row - 1] |= UInt64(offset) << 20 | UInt64(code + 1) << 16
        counts[outcome.state, default: 0] += 1
    }

    private mutating func clear(_ row: Int, attempts: Int) {
        if row > words.count {
            words.append(contentsOf: repeatElement(0, count: row - words.count))
        } else if case let code = Int(words[row - 1] >> 16 & 15), code > 0 {
            counts[Self.stateCodes[code - 1], default: 0] -= 1
        }
        words[row - 1] = UInt64(min(max(attempts, 0), 255)) << 8 | round
    }
}

/// A lead that was sent and of which nobody can say whether it was made.
struct Doubt: Sendable, Equatable {
    var row: Int
    /// How often the lead has been sent.
    var attempt: Int
    /// When the first attempt in doubt was announced, in milliseconds since 1970 by this machine's clock.
    var since: Int64
    /// When the last attempt was announced, likewise.
    var announced: Int64 = 0
    /// When the last attempt was given up; nil where the process died before it could say.
    var until: Int64?
    var identity: Fingerprint?
    /// What happened: a time-out, a reset.
    var reason = "the process ended before the answer came"

    /// When the last attempt had ended for certain: where nobody saw it end, with the time-out.
    func end(timeout: Int64) -> Int64 {
        until ?? max(since, announced) + timeout
    }
}
