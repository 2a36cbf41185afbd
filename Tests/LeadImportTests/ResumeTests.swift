import Foundation
import NomosSandbox
import Testing

@testable import LeadImport

@Suite("Resuming")
struct ResumeTests {
    @Test("A run that was stopped goes on where it was, and sends nothing twice", arguments: [1, 5, 40])
    func stopped(after count: Int) async throws {
        let fixture = try PipelineFixture(rows: 60) { $0.latencyMilliseconds = 1...5 }
        let signal = StopSignal()
        let sandbox = fixture.sandbox
        let watch = Task {
            while sandbox.leadCount < count { try await Task.sleep(for: .milliseconds(1)) }
            signal.raise(2)
        }
        let first = try await fixture.run(stopSignal: signal, options: { $0.concurrency = 4 })
        try await watch.value
        // On a busy machine the stop may come when all is done.
        if first.stop != nil {
            #expect(first.exitCode == 130)
            #expect(first.count(.pending) > 0)
        }
        #expect(first.count(.unknown) == 0)
        #expect(first.count(.created) == sandbox.leadCount)
        try fixture.checkLeads()
        let second = try await fixture.run()
        #expect(second.exitCode == 0)
        #expect(second.runID == first.runID)
        #expect(fixture.created == Array(1...60))
        #expect(fixture.posts == 60)
        try fixture.checkLeads()
    }

    @Test("A stop before the first row leaves everything pending", arguments: [(Int32(2), Int32(130)), (15, 143)])
    func stoppedAtOnce(signal number: Int32, code: Int32) async throws {
        let fixture = try PipelineFixture(rows: 5)
        let signal = StopSignal()
        signal.raise(number)
        let summary = try await fixture.run(stopSignal: signal)
        #expect(summary.exitCode == code)
        #expect(summary.count(.pending) == 5)
        #expect(fixture.posts == 0)
        #expect(try await fixture.run().exitCode == 0)
        #expect(fixture.created == [1, 2, 3, 4, 5])
    }

    @Test("The same command again sends nothing and writes the same results", arguments: ["consumption", "auto"])
    func nothingLeft(planType: String) async throws {
        let fixture = try PipelineFixture(rows: 0) { $0.unserviceableZips = ["99999"] }
        fixture.top = "rules: { plan_type: '\(planType)' },"
        try fixture.write([
            PipelineFixture.line(1), PipelineFixture.line(2, zip: "99999"), PipelineFixture.line(3, email: "x"),
        ])
        let first = try await fixture.run()
        let results = try fixture.folder.text("in.csv.import/results.csv")
        let failures = try fixture.folder.text("in.csv.import/failures.csv")
        let requests = fixture.sandbox.statistics.requests
        let second = try await fixture.run()
        #expect(fixture.sandbox.statistics.requests == requests)
        #expect(second.sentNothing)
        #expect(second.exitCode == first.exitCode && second.states == first.states)
        #expect(try fixture.folder.text("in.csv.import/results.csv") == results)
        #expect(try fixture.folder.text("in.csv.import/failures.csv") == failures)
    }

    @Test("An input that changed since is refused, and nothing is sent or written")
    func changedInput() async throws {
        let fixture = try PipelineFixture(rows: 2)
        try await fixture.run()
        let journal = try fixture.folder.bytes("in.csv.import/journal.jsonl")
        try fixture.write((1...3).map { PipelineFixture.line($0) })
        let error = await #expect(throws: RunError.self) { try await fixture.run() }
        #expect(error == .inputChanged(input: fixture.input, folder: fixture.out))
        #expect(fixture.created == [1, 2])
        #expect(try fixture.folder.bytes("in.csv.import/journal.jsonl") == journal)
    }

    @Test("A config that changed since is refused, and continues once it is put back")
    func changedConfig() async throws {
        let fixture = try PipelineFixture(rows: 2)
        try await fixture.run(options: { $0.limit = 1 })
        fixture.lead = "created_by: { value: 'partner@example.com' },"
        let error = await #expect(throws: RunError.self) { try await fixture.run() }
        #expect(error == .configurationChanged(configuration: fixture.folder.file("config.json5"), folder: fixture.out))
        #expect(fixture.created == [1])
        fixture.lead = ""
        try await fixture.run()
        #expect(fixture.created == [1, 2])
    }

    @Test("A run folder of another input or another address is refused")
    func otherFolder() async throws {
        let fixture = try PipelineFixture(rows: 1)
        try await fixture.run()
        try fixture.folder.write(PipelineFixture.header + "\n" + PipelineFixture.line(9) + "\n", to: "other.csv")
        await #expect(throws: RunError.otherInput(folder: fixture.out, input: RunPlan.absolute(fixture.input))) {
            try await fixture.run(fixture.folder.file("other.csv"), options: { $0.folder = fixture.out })
        }
        await #expect(throws: RunError.otherEndpoint(folder: fixture.out, theirs: "sandbox", ours: "loopback")) {
            try await fixture.run(options: { $0.endpoint = "loopback" })
        }
        #expect(fixture.created == [1])
    }

    @Test("A run folder that another process works in is refused")
    func inUse() async throws {
        let fixture = try PipelineFixture(rows: 1)
        try await fixture.run()
        let journal = try Journal(path: fixture.out + "/journal.jsonl")
        await #expect(throws: JournalError.inUse(path: journal.path)) { try await fixture.run() }
    }

    // MARK: - After a kill

    /// Begins a run whose process died right after these entries.
    private func kill(_ fixture: PipelineFixture, _ entries: (Int64) -> [JournalEntry]) async throws -> String {
        let signal = StopSignal()
        signal.raise(2)
        let run = try await fixture.run(stopSignal: signal)
        let journal = try Journal(path: fixture.out + "/journal.jsonl")
        for entry in entries(WallClock.milliseconds()) { journal.append(entry) }
        journal.flush()
        return run.runID
    }

    @Test("A lead whose answer the killed process never saw is found and not sent again")
    func killedAfterCreation() async throws {
        let fixture = try PipelineFixture(rows: 3)
        fixture.api = "timeout_seconds: 0.5, doubt_grace_seconds: 0.2"
        let run = try await kill(fixture) { [.intent(row: 2, attempt: 1, at: $0, identity: nil)] }
        try await PipelineFixture.post(to: fixture.sandbox.url, customer: 2, mark: "\(run)-2")
        let summary = try await fixture.run()
        #expect(summary.exitCode == 0)
        #expect(fixture.created == [1, 2, 3])
        try fixture.checkLeads()
    }

    @Test("A clock that was set since the kill does not hide the lead", arguments: [3_600_000, -3_600_000] as [Int64])
    func clockSet(difference: Int64) async throws {
        let fixture = try PipelineFixture(rows: 3)
        fixture.api = "timeout_seconds: 0.5, doubt_grace_seconds: 0.2"
        // The killed process' clock was behind by `difference`, and it knew from an answer.
        let run = try await kill(fixture) {
            [
                .clock(offset: difference), .intent(row: 2, attempt: 1, at: $0 - difference, identity: nil),
                .doubt(row: 2, attempt: 1, until: $0 - difference, reason: ""),
            ]
        }
        try await PipelineFixture.post(to: fixture.sandbox.url, customer: 2, mark: "\(run)-2")
        // Row 1 is created first, and its answer tells what the clocks are now.
        #expect(try await fixture.run().exitCode == 0)
        #expect(fixture.created == [1, 2, 3])
        try fixture.checkLeads()
    }

    @Test("A lead that the killed process announced and never sent is sent")
    func killedBeforeSending() async throws {
        let fixture = try PipelineFixture(rows: 3)
        fixture.api = "timeout_seconds: 0.5, doubt_grace_seconds: 0.2"
        _ = try await kill(fixture) { now in (1...3).map { .intent(row: $0, attempt: 1, at: now, identity: nil) } }
        #expect(try await fixture.run().exitCode == 0)
        #expect(fixture.created == [1, 2, 3])
        #expect(try fixture.results().map { $0["import_attempts"] } == ["2", "2", "2"])
    }

    @Test("A lead that the API holds twice is reported with the ID of the other one")
    func foundTwice() async throws {
        let fixture = try PipelineFixture(rows: 1)
        fixture.api = "timeout_seconds: 0.5, doubt_grace_seconds: 0.2"
        let run = try await kill(fixture) { [.intent(row: 1, attempt: 1, at: $0, identity: nil)] }
        for _ in 0..<2 { try await PipelineFixture.post(to: fixture.sandbox.url, customer: 1, mark: "\(run)-1") }
        let summary = try await fixture.run()
        let ids = fixture.sandbox.leads.map(\.id)
        let result = try #require(try fixture.results().first)
        #expect(result["import_status"] == "created")
        #expect(result["import_error_codes"] == "lead_found_twice")
        #expect(Set(summary.progress.twins[1] ?? []) == Set(ids))
        #expect(ids.filter { result["import_errors"]?.contains($0) == true } == ids.filter { $0 != result["lead_id"] })
        #expect(try fixture.folder.text("in.csv.import/summary.json").contains("\"leads_found_twice\""))
    }

    @Test("A journal whose last line was torn by the kill is taken up without it")
    func tornJournal() async throws {
        let fixture = try PipelineFixture(rows: 4)
        try await fixture.run(options: { $0.limit = 2 })
        let bytes = try fixture.folder.bytes("in.csv.import/journal.jsonl")
        try fixture.folder.write(bytes + Array("{\"t\":\"intent\",\"row\":3".utf8), to: "in.csv.import/journal.jsonl")
        #expect(try await fixture.run().exitCode == 0)
        #expect(fixture.created == [1, 2, 3, 4])
        #expect(fixture.posts == 4)
    }

    @Test("What was created stays created when results.csv and all else but the journal are lost")
    func onlyJournalLeft() async throws {
        let fixture = try PipelineFixture(rows: 4)
        try await fixture.run()
        let before = try fixture.folder.text("in.csv.import/results.csv")
        for name in ["results.csv", "summary.json"] {
            try FileManager.default.removeItem(atPath: fixture.out + "/" + name)
        }
        try await fixture.run()
        #expect(try fixture.folder.text("in.csv.import/results.csv") == before)
        #expect(fixture.posts == 4)
    }

    @Test("The run folder and its files can be read by their owner only")
    func modes() async throws {
        let fixture = try PipelineFixture(rows: 1)
        try fixture.write([PipelineFixture.line(1, email: "x"), PipelineFixture.line(2)])
        try await fixture.run()
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(fixture.out) == 0o700)
        for name in try FileManager.default.contentsOfDirectory(atPath: fixture.out) {
            #expect(try mode(fixture.out + "/" + name) == 0o600, "\(name)")
        }
    }
}
