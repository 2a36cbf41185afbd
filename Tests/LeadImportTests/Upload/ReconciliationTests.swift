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
}
