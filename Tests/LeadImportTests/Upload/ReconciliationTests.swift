import Testing

@testable import LeadImport

@Suite("Reconciliation")
struct ReconciliationTests {
    private static let minute: Int64 = 60_000

    private func doubt(_ row: Int, since: Int64, until: Int64? = nil) -> Doubt {
        Doubt(row: row, attempt: 1, since: since, until: until)
    }

    private func windows(_ doubts: [Doubt], offset: Int64 = 0) -> [(Int64, Int64)] {
        ListWindow.covering(doubts, grace: 35_000, timeout: 30_000, clockOffset: offset, margin: 10_000)
            .map { ($0.from, $0.to) }
    }

    @Test("No doubts need no list")
    func none() {
        #expect(windows([]).isEmpty)
    }

    @Test(
        "A window reaches from before the attempt to the grace after its end, by the API's clock",
        arguments: [0, 3_600_000, -3_600_000] as [Int64]
    )
    func one(offset: Int64) throws {
        let window = try #require(windows([doubt(1, since: 100_000, until: 130_000)], offset: offset).first)
        #expect(window == (90_000 + offset, 175_000 + offset))
    }

    @Test("An attempt whose end nobody saw ended with the time-out at the latest")
    func unseen() throws {
        let window = try #require(windows([doubt(1, since: 100_000)]).first)
        #expect(window == (90_000, 175_000))
    }

    @Test("Doubts less than ten minutes apart share a window, in whatever order they come")
    func near() throws {
        let doubts = [doubt(2, since: 500_000, until: 501_000), doubt(1, since: 0, until: 400_000)]
        let found = ListWindow.covering(doubts, grace: 0, timeout: 0, clockOffset: 0, margin: 0)
        #expect(found.count == 1)
        #expect(found.first?.doubts.map(\.row) == [1, 2])
    }

    @Test("A short doubt inside a long one does not shorten the window")
    func nested() throws {
        let window = try #require(
            windows([doubt(1, since: 0, until: 900_000), doubt(2, since: 10_000, until: 20_000)]).first
        )
        #expect(window == (-10_000, 945_000))
    }

    @Test("What lies hours apart is listed apart, and every doubt lies in one window")
    func far() {
        let doubts = (0..<40).map { doubt($0 + 1, since: Int64($0 / 10) * 120 * Self.minute + Int64($0 % 10) * 1000) }
        let found = ListWindow.covering(doubts, grace: 0, timeout: 30_000, clockOffset: 0, margin: 10_000)
        #expect(found.count == 4)
        #expect(found.flatMap { $0.doubts.map(\.row) }.sorted() == Array(1...40))
        for window in found {
            #expect(window.doubts.allSatisfy { window.from < $0.since && $0.since + 30_000 < window.to })
        }
    }

    // MARK: - Import key

    @Test("A mark names its row again", arguments: [1, 42, 10_000_000])
    func mark(row: Int) {
        let key = ImportKey(name: "import_key", run: "abcdefgh2345")
        #expect(key.value(row: row) == "abcdefgh2345-\(row)")
        #expect(key.row(of: key.value(row: row)) == row)
    }

    @Test(
        "What is not this run's mark names no row",
        arguments: [
            "", "-", "abc", "abc-", "abc-x", "abc--1", "abc-+1", "abc-1 ", " abc-1", "abcd-1", "ab-1", "ABC-1",
            "abc-1-2",
            "abc-٣", "abc-99999999999999999999", "abc\u{301}-1", "abc-1\u{0}",
        ]
    )
    func foreignMark(text: String) {
        #expect(ImportKey(name: "import_key", run: "abc").row(of: text) == nil)
    }

    // MARK: - The list as proof

    private func lead(_ id: String, at: String = "2026-01-01T00:00:00.000Z") -> LeadReference {
        LeadReference(id: id, link: "", createdAt: at)
    }

    @Test("A lead that two pages show counts once, and of several the oldest comes first")
    func listed() {
        var listed = ListedLeads()
        listed.add(lead("lead_b", at: "2026-01-02"), row: 7)
        listed.add(lead("lead_b", at: "2026-01-02"), row: 7)
        listed.add(lead("lead_a", at: "2026-01-01"), row: 7)
        listed.add(lead("lead_x"), row: nil)
        #expect(listed.byRow[7]?.map(\.id) == ["lead_a", "lead_b"])
        #expect(listed.seen == ["lead_a", "lead_b", "lead_x"])
    }

    private func witness(_ row: Int, _ id: String, at: String = "2026-01-01T00:00:10.000Z") -> Witness {
        Witness(row: row, id: id, createdAt: at)
    }

    @Test("A list proves absence only if it shows every known lead with its mark")
    func proof() {
        var listed = ListedLeads()
        listed.add(lead("lead_a"), row: 1)
        listed.add(lead("lead_b"), row: nil)
        #expect(listed.proves(witnesses: [witness(1, "lead_a")], isClockKnown: false))
        // Lagging behind; without its mark; under another row.
        #expect(!listed.proves(witnesses: [witness(1, "lead_a"), witness(3, "lead_c")], isClockKnown: true))
        #expect(!listed.proves(witnesses: [witness(2, "lead_b")], isClockKnown: true))
        #expect(!listed.proves(witnesses: [witness(2, "lead_a")], isClockKnown: true))
    }

    @Test("Without a witness the clock must be known and metadata given back")
    func proofWithoutWitness() {
        var listed = ListedLeads()
        #expect(listed.proves(witnesses: [], isClockKnown: true))
        #expect(!listed.proves(witnesses: [], isClockKnown: false))
        listed.add(lead("lead_a"), row: nil, hasMetadata: false)
        #expect(!listed.proves(witnesses: [], isClockKnown: true))
    }

    @Test(
        "A witness was created within the window, a second off its ends, and longer ago than the grace",
        arguments: [
            ("00:00:10.000", 100_000, true), ("00:00:01.000", 100_000, true), ("00:00:00.999", 100_000, false),
            ("00:00:19.000", 100_000, true), ("00:00:19.001", 100_000, false), ("01:00:10.000", 4_000_000, false),
            ("00:00:10.000", 15_000, true), ("00:00:10.000", 14_999, false), ("nonsense", 100_000, false),
        ] as [(String, Int64, Bool)]
    )
    func due(time: String, now: Int64, isDue: Bool) {
        let start: Int64 = 1_767_225_600_000  // 2026-01-01T00:00:00Z
        let window = ListWindow(from: start, to: start + 20_000, doubts: [])
        #expect(witness(1, "lead_a", at: "2026-01-01T\(time)Z").isDue(in: window, grace: 5000, now: start + now) == isDue)
    }

    @Test("Only the leads created last are kept as witnesses, however many there were", arguments: [1, 600, 5000])
    func bounded(count: Int) {
        var recent = RecentLeads()
        for row in 1...count { recent.add(row: row, lead: lead("lead_\(row)")) }
        #expect(recent.leads.count == min(count, recent.leads.count) && recent.leads.count <= 1024)
        #expect(Set(recent.leads.map(\.row)) == Set((count - recent.leads.count + 1)...count))
    }
}
