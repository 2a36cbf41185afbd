import Testing

@testable import LeadImport

@Suite("Journal index")
struct JournalIndexTests {
    private static let identity = JournalEntryTests.fingerprint
    private static let created = RowOutcome(.created, lead: .init(id: "lead_1", link: "", createdAt: ""), attempts: 1)

    private func index(_ entries: [JournalEntry]) -> JournalIndex {
        var index = JournalIndex()
        for (place, entry) in entries.enumerated() { index.apply(entry, at: place * 100) }
        return index
    }

    private func start(layer: String? = nil) -> JournalEntry {
        .start(RunStart(at: 1, config: Self.identity, layer: layer, layerFingerprint: layer.map { _ in Self.identity }))
    }

    private func intent(_ row: Int, _ attempt: Int = 1, at: Int64 = 5) -> JournalEntry {
        .intent(row: row, attempt: attempt, at: at, identity: Self.identity)
    }

    private func doubt(
        _ row: Int,
        _ attempt: Int,
        since: Int64,
        announced: Int64? = nil,
        until: Int64?,
        reason: String? = nil
    ) -> Doubt {
        var doubt = Doubt(
            row: row,
            attempt: attempt,
            since: since,
            announced: announced ?? since,
            until: until,
            identity: Self.identity
        )
        if let reason { doubt.reason = reason }
        return doubt
    }

    @Test("An intent alone is a doubt without an end")
    func intentAlone() {
        let index = index([intent(3)])
        #expect(index.status(of: 3) == .doubt(doubt(3, 1, since: 5, until: nil)))
        for row in [1, 2, 4, 1000] { #expect(index.status(of: row) == .open(attempts: 0)) }
    }

    @Test("What was certainly not sent is open, and the attempt does not count")
    func notSent() {
        #expect(index([intent(1, 2), .notSent(row: 1, attempt: 2)]).status(of: 1) == .open(attempts: 1))
    }

    @Test("A doubt remembers when it began, when it ended and why")
    func doubted() {
        let index = index([intent(1, at: 5), .doubt(row: 1, attempt: 1, until: 35, reason: "a time-out")])
        #expect(index.status(of: 1) == .doubt(doubt(1, 1, since: 5, until: 35, reason: "a time-out")))
    }

    @Test("Proved absent, a row is open with its attempts counted")
    func absent() {
        let index = index([intent(1), .doubt(row: 1, attempt: 1, until: 9, reason: ""), .absent(row: 1, attempt: 1)])
        #expect(index.status(of: 1) == .open(attempts: 1))
        #expect(index.openDoubts.isEmpty)
    }

    @Test("Sent again while in doubt, the first attempt's time counts still")
    func resent() {
        let index = index([
            intent(1, 1, at: 5), .doubt(row: 1, attempt: 1, until: 35, reason: "a"),
            .outcome(row: 1, RowOutcome(.unknown, attempts: 1)),
            intent(1, 2, at: 500), .doubt(row: 1, attempt: 2, until: 600, reason: "b"),
        ])
        #expect(index.status(of: 1) == .doubt(doubt(1, 2, since: 5, announced: 500, until: 600, reason: "b")))
    }

    @Test("Sent again while in doubt and that proved not sent, the earlier doubt remains", arguments: [1, 2])
    func resentInVain(attempt: Int) {
        let index = index([
            intent(1, 1, at: 5), .doubt(row: 1, attempt: 1, until: 35, reason: "a"),
            .outcome(row: 1, RowOutcome(.unknown, attempts: 1)),
            intent(1, attempt, at: 500), .notSent(row: 1, attempt: attempt),
        ])
        #expect(index.status(of: 1) == .doubt(doubt(1, 1, since: 5, until: 35, reason: "a")))
    }

    @Test("An unknown row is settled, but its doubt can still be asked about")
    func unknown() {
        let entries = [
            intent(1), .doubt(row: 1, attempt: 1, until: 9, reason: "x"),
            .outcome(row: 1, RowOutcome(.unknown, attempts: 1)),
        ]
        let index = index(entries)
        #expect(index.status(of: 1) == .settled(.unknown, offset: 200, isThisRound: true))
        #expect(index.doubt(of: 1)?.until == 9)
        #expect(self.index(entries + [.outcome(row: 1, Self.created)]).doubt(of: 1) == nil)
    }

    @Test("The last outcome of a row counts, once")
    func counts() {
        let index = index([
            intent(1), .outcome(row: 1, RowOutcome(.unknown)), .outcome(row: 1, Self.created), intent(2),
            .outcome(row: 2, RowOutcome(.rejected)), intent(2), intent(3), .outcome(row: 3, RowOutcome(.failed)),
        ])
        #expect(index.counts.filter { $0.value != 0 } == [.created: 1, .failed: 1])
        #expect(index.status(of: 1) == .settled(.created, offset: 200, isThisRound: true))
    }

    @Test(
        "States that no row can have in the journal change nothing",
        arguments: [RowState.invalid, .duplicate, .pending]
    )
    func transient(state: RowState) {
        #expect(index([.outcome(row: 1, RowOutcome(state))]).status(of: 1) == .open(attempts: 0))
    }

    @Test(
        "Offsets, attempts and rows at their largest are kept",
        arguments: [(1, 0), (255, 1 << 43), (1000, (1 << 44) - 1)]
    )
    func extremes(attempts: Int, offset: Int) {
        var index = JournalIndex()
        index.apply(.outcome(row: 1_000_000, RowOutcome(.failed, attempts: attempts)), at: offset)
        #expect(index.status(of: 1_000_000) == .settled(.failed, offset: offset, isThisRound: true))
        index.apply(.absent(row: 1_000_000, attempt: attempts), at: 0)
        #expect(index.status(of: 1_000_000) == .open(attempts: min(attempts, 255)))
    }

    // MARK: - Rounds and layers

    @Test("A process that takes an interrupted one's work up continues its round; after an end a new one begins")
    func rounds() {
        let failed = JournalEntry.outcome(row: 1, RowOutcome(.failed))
        func isThisRound(_ entries: [JournalEntry]) -> Bool? {
            if case .settled(_, _, let isThisRound) = index(entries).status(of: 1) { isThisRound } else { nil }
        }
        #expect(isThisRound([start(), failed]) == true)
        #expect(isThisRound([start(), failed, start()]) == true)
        #expect(isThisRound([start(), failed, .end(exitCode: 1), start()]) == false)
        #expect(isThisRound([start(), failed, .end(exitCode: 1), start(), failed]) == true)
        #expect(isThisRound([start(), failed, start(layer: "failures-1.csv")]) == false)
        #expect(isThisRound([start(layer: "failures-1.csv"), failed, start(layer: "failures-1.csv")]) == true)
    }

    @Test("Each failure file is one layer, however often a process takes it up")
    func layers() {
        let index = index([
            start(), .end(exitCode: 1), start(layer: "failures-1.csv"), start(layer: "failures-1.csv"),
            .end(exitCode: 1),
            start(layer: "failures-2.csv"), start(),
        ])
        #expect(index.layers.map(\.name) == ["failures-1.csv", "failures-2.csv"])
        #expect(index.lastStart?.layer == nil)
        #expect(!index.isEnded)
    }

    @Test(
        "A lead that exists or may exist owns its identity, one that was refused does not",
        arguments: RowState.allCases
    )
    func identities(state: RowState) {
        let outcome = state == .created ? Self.created : RowOutcome(state)
        let owner = index([intent(7), .outcome(row: 7, outcome)]).identities.firstRow(of: Self.identity)
        #expect(owner == (state == .created || state == .unknown ? 7 : nil))
    }

    @Test("Every difference of the clocks that was measured counts, those that hardly differ as one, the last one last")
    func clock() {
        #expect(index([]).clockOffset == nil)
        let index = index([.clock(offset: 5), .clock(offset: -7), .clock(offset: 3_600_000), .clock(offset: 0)])
        #expect(index.clockOffsets == [3_600_000, 0])
        #expect(index.clockOffset == 0)
    }
}
