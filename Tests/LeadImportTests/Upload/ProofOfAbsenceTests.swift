import Foundation
import NomosAPI
import NomosSandbox
import Testing

@testable import LeadImport

/// When a list of leads proves that a lead was not made. Taken for proof too early, it makes leads twice.
@Suite("Proof of absence")
struct ProofOfAbsenceTests {
    private static let window = ListWindow(
        from: 1_000_000_000_000,
        to: 1_000_000_060_000,
        doubts: [Doubt(row: 3, attempt: 1, since: 1_000_000_010_000)]
    )

    /// A lead created so many milliseconds after the window's beginning.
    private static func lead(_ id: String, after milliseconds: Int64) -> LeadReference {
        let created = Timestamp(microsecondsSince1970: (window.from + milliseconds) * 1000)
        return LeadReference(id: id, link: "https://example.com/\(id)", createdAt: created.description)
    }

    private static func witness(_ row: Int, _ id: String, after milliseconds: Int64) -> Witness {
        Witness(row: row, id: id, createdAt: lead(id, after: milliseconds).createdAt)
    }

    @Test("An empty list proves nothing while the API's clock is not known")
    func emptyListAndClock() {
        #expect(!ListedLeads().proves(witnesses: [], isClockKnown: false))
        #expect(ListedLeads().proves(witnesses: [], isClockKnown: true))
    }

    @Test("A lead without metadata may be the one looked for, unless a witness shows that marks are given back")
    func unmarkedLead() {
        var listed = ListedLeads()
        listed.add(Self.lead("lead_a", after: 0), row: nil, hasMetadata: false)
        #expect(!listed.proves(witnesses: [], isClockKnown: true))
        listed.add(Self.lead("lead_b", after: 0), row: 7)
        #expect(listed.proves(witnesses: [Self.witness(7, "lead_b", after: 0)], isClockKnown: true))
    }

    @Test("A list that lacks a witness, or shows it without its mark, proves nothing")
    func missingWitness() {
        var listed = ListedLeads()
        listed.add(Self.lead("lead_a", after: 0), row: nil)
        #expect(!listed.proves(witnesses: [Self.witness(7, "lead_a", after: 0)], isClockKnown: true))
        #expect(!listed.proves(witnesses: [Self.witness(8, "lead_b", after: 0)], isClockKnown: true))
    }

    @Test(
        "A witness is due inside the window only, and once it is older than the grace",
        arguments: [
            (0, 60_000, false), (1000, 60_000, true), (59_000, 64_000, true), (59_500, 99_000, false),
            (59_000, 63_999, false),
        ]
            as [(Int64, Int64, Bool)]
    )
    func dueWitness(created: Int64, now: Int64, isDue: Bool) {
        let witness = Self.witness(1, "lead_a", after: created)
        #expect(witness.isDue(in: Self.window, grace: 5000, now: Self.window.from + now) == isDue)
    }

    @Test("Witnesses outlive the process that made them", arguments: [0, 600])
    func witnessesFromJournal(laterLeads: Int) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal.jsonl"
        do {
            let journal = try Journal(path: path)
            journal.append(.outcome(row: 2, RowOutcome(.created, lead: Self.lead("lead_2", after: 5000), attempts: 1)))
            // More of them than are remembered: then the rows around the doubt are looked up.
            for row in 0..<laterLeads {
                let lead = Self.lead("lead_later\(row)", after: 900_000)
                journal.append(.outcome(row: 100 + row, RowOutcome(.created, lead: lead, attempts: 1)))
            }
            try await journal.commit(.intent(row: 3, attempt: 1, at: Self.window.from + 10_000, identity: nil))
        }
        let journal = try Journal(path: path)
        let witnesses = journal.witnesses(in: Self.window, grace: 1000, now: Self.window.to)
        #expect(witnesses == [Self.witness(2, "lead_2", after: 5000)])
    }

    @Test("A lead's own time of creation tells the clock where Date is missing, or contradicts it")
    func clockFromCreation() {
        let offset = ClockOffset()
        let hourAhead = Timestamp(microsecondsSince1970: 3_601_000_000).description
        #expect(offset.correct(createdAt: hourAhead, sentAt: 0, now: 2000) == 3_600_000)
        #expect(offset.correct(createdAt: hourAhead, sentAt: 0, now: 4000) == nil)
        let right = Timestamp(microsecondsSince1970: 1_000_000).description
        #expect(offset.correct(createdAt: right, sentAt: 0, now: 2000) == 0)
        #expect(offset.correct(createdAt: "yesterday", sentAt: 0, now: 2000) == nil)
    }

    @Test(
        "A doubt about the very first request is settled though the API's clock is an hour off",
        arguments: [3600.0, -3600.0]
    )
    func firstRequestInDoubt(clockOffset: Double) async throws {
        var configuration = SandboxConfiguration(requestsPerSecond: 0)
        configuration.faultSequence = [.resetAfter]
        configuration.clockOffsetSeconds = clockOffset
        let sandbox = try Sandbox.start(configuration)
        defer { sandbox.stop() }
        let run = try SmallRun(rows: 1, sandbox: sandbox)
        let summary = try await run.start()
        #expect(summary.count(.created) == 1)
        #expect(sandbox.leadCount == 1)
    }

    @Test("A failure file that lacks a column is refused and leaves the run as it was")
    func failureFileWithoutColumn() async throws {
        let sandbox = try Sandbox.start(SandboxConfiguration(requestsPerSecond: 0))
        defer { sandbox.stop() }
        let run = try SmallRun(rows: 2, sandbox: sandbox, zip: "123")
        _ = try await run.start()
        let failures = run.folder.path + "/in.csv.import/failures.csv"
        let before = try Data(contentsOf: URL(fileURLWithPath: failures))
        let text = String(decoding: before, as: UTF8.self).replacingOccurrences(of: "PLZ", with: "Postal")
        try Data(text.utf8).write(to: URL(fileURLWithPath: run.folder.path + "/edited.csv"))
        await #expect(throws: ConfigurationError.self) {
            _ = try await run.start(input: run.folder.path + "/edited.csv", out: run.folder.path + "/in.csv.import")
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: failures)) == before)
        #expect(try await run.start().count(.invalid) == 2)
    }
}
