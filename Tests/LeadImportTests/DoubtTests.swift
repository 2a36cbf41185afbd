import NomosSandbox
import Testing

@testable import LeadImport

@Suite("Doubts")
struct DoubtTests {
    private static let quick = "timeout_seconds: 0.6, doubt_grace_seconds: 0.2, attempts: 4"

    @Test("Each kind of fault at the first attempts ends in exactly one lead", arguments: Fault.allCases)
    func fault(_ fault: Fault) async throws {
        let fixture = try PipelineFixture(rows: 8) {
            $0.faultSequence = [nil] + Array(repeating: fault, count: 4)
            $0.lateSeconds = 1
            $0.retryAfterSeconds = 0
        }
        // A late lead comes 1 s after its request: after the time-out, within the grace.
        fixture.api = fault == .late ? "timeout_seconds: 0.5, doubt_grace_seconds: 1.5" : Self.quick
        let summary = try await fixture.run()
        #expect(summary.exitCode == 0)
        #expect(fixture.created == Array(1...8))
        #expect(summary.count(.created) == 8)
        #expect(summary.progress.doubts == (fault == .tooManyRequests ? 0 : 4))
        #expect(summary.progress.twins.isEmpty)
        try fixture.checkLeads()
    }

    @Test(
        "A fault that goes on until the attempts are used up leaves failed rows, and no lead",
        arguments: [Fault.errorBefore, .resetBefore]
    )
    func persistent(fault: Fault) async throws {
        let fixture = try PipelineFixture(rows: 2) { $0.faults = (try? FaultPlan([fault: 1])) ?? .none }
        fixture.api = "timeout_seconds: 1, doubt_grace_seconds: 0.1, attempts: 2"
        let summary = try await fixture.run()
        #expect(summary.states == [.failed: 2])
        #expect(summary.exitCode == 1)
        #expect(fixture.posts == 4)
        #expect(fixture.created.isEmpty)
    }

    @Test(
        "Faults on every endpoint, the list of leads included, lose nothing and make nothing twice",
        arguments: [UInt64(1), 2, 3]
    )
    func everywhere(seed: UInt64) async throws {
        let fixture = try PipelineFixture(rows: 60) {
            $0.faults =
                (try? FaultPlan(
                    "reset-before:0.04,reset-after:0.04,500-before:0.04,500-after:0.04,503:0.04,429:0.04,half:0.04,garbage:0.04"
                )) ?? .none
            $0.faultsEverywhere = true
            $0.retryAfterSeconds = 0
            $0.seed = seed
        }
        fixture.api = "timeout_seconds: 2, doubt_grace_seconds: 0.1, attempts: 20"
        let summary = try await fixture.run()
        #expect(summary.exitCode == 0)
        #expect(fixture.created == Array(1...60))
        try fixture.checkLeads()
    }

    // MARK: - Where the list cannot tell

    @Test("Without the scope to read, exactly the doubtful rows are unknown, and nothing is sent twice")
    func noReadScope() async throws {
        let fixture = try PipelineFixture(rows: 6) {
            $0.scopes = [.write]
            $0.faultSequence = [nil, .errorAfter, .errorBefore, .tooManyRequests]
            $0.retryAfterSeconds = 0
        }
        fixture.api = Self.quick
        let summary = try await fixture.run(options: { $0.concurrency = 1 })
        #expect(summary.exitCode == 1)
        #expect(try fixture.states == ["created", "unknown", "unknown", "created", "created", "created"])
        #expect(fixture.created == [1, 2, 4, 5, 6])
        #expect(try fixture.failures().allSatisfy { $0["import_error_codes"] == "lead_in_doubt" })
        // Again: still unknown, still not sent.
        let posts = fixture.posts
        #expect(try await fixture.run().count(.unknown) == 2)
        #expect(try await fixture.run(fixture.out + "/failures.csv").count(.unknown) == 2)
        #expect(fixture.posts == posts)
        // Only if the user wants it are they sent again, with the risk that was named.
        let resent = try await fixture.run(options: { $0.resendUnknown = true })
        #expect(resent.exitCode == 0)
        #expect(fixture.created == [1, 2, 2, 3, 4, 5, 6])
        #expect(fixture.posts == posts + 2)
        #expect(resent.progress.resentUnknown == 2)
        // And once is enough.
        try await fixture.run(options: { $0.resendUnknown = true })
        #expect(fixture.posts == posts + 2)
    }

    @Test("Without a tracking key doubtful rows are unknown, and the list is not asked")
    func noTrackingKey() async throws {
        let fixture = try PipelineFixture(rows: 4) { $0.faultSequence = [nil, .resetAfter] }
        fixture.top += " tracking_key: null,"
        let summary = try await fixture.run(options: { $0.concurrency = 1 })
        #expect(try fixture.states == ["created", "unknown", "created", "created"])
        #expect(summary.exitCode == 1)
        #expect(fixture.sandbox.statistics.requestsByEndpoint["GET /leads"] == nil)
        #expect(fixture.sandbox.leads.allSatisfy { $0.metadata["import_key"] == nil })
        #expect(fixture.created == [1, 2, 3, 4])
    }

    @Test(
        "An unknown row sent again without success stays unknown: its first lead may exist",
        arguments: [Fault.tooManyRequests, .errorBefore]
    )
    func resentInVain(fault: Fault) async throws {
        let fixture = try PipelineFixture(rows: 2) {
            $0.scopes = [.write]
            $0.faultSequence = [nil, .errorAfter]
            $0.retryAfterSeconds = 0
        }
        fixture.api = "timeout_seconds: 0.5, doubt_grace_seconds: 0.1, attempts: 2"
        #expect(try await fixture.run(options: { $0.concurrency = 1 }).states == [.created: 1, .unknown: 1])
        // Nothing listens: proved not sent. Its first attempt is in doubt all the same.
        fixture.sandbox.stop()
        #expect(try await fixture.run(options: { $0.resendUnknown = true }).states == [.created: 1, .unknown: 1])
        let signal = StopSignal()
        signal.raise(2)
        #expect(
            try await fixture.run(stopSignal: signal, options: { $0.resendUnknown = true }).states == [
                .created: 1, .unknown: 1,
            ]
        )
        #expect(try await fixture.run().states == [.created: 1, .unknown: 1])
    }

    @Test("An unknown row is settled by the list once that can be read")
    func settledLater() async throws {
        let fixture = try PipelineFixture(rows: 3) { $0.faultSequence = [nil, .errorAfter, .errorBefore] }
        // The grace is long enough for the list to be closed before it is asked.
        fixture.api = "timeout_seconds: 1, doubt_grace_seconds: 3"
        let sandbox = fixture.sandbox
        let watch = Task {
            while sandbox.statistics.requestsByEndpoint["POST /leads", default: 0] < 3 {
                try await Task.sleep(for: .milliseconds(1))
            }
            while sandbox.statistics.requestsByStatus[500, default: 0] < 2 {
                try await Task.sleep(for: .milliseconds(1))
            }
            sandbox.forceStatus(403)
        }
        let first = try await fixture.run(options: { $0.concurrency = 1 })
        try await watch.value
        #expect(first.count(.unknown) == 2)
        sandbox.forceStatus(nil)
        #expect(try await fixture.run().exitCode == 0)
        #expect(fixture.created == [1, 2, 3])
        try fixture.checkLeads()
    }

    // MARK: - Lists and clocks that are not as they should be

    @Test("A list that shows a lead only two seconds after its creation is waited for")
    func laggingList() async throws {
        let fixture = try PipelineFixture(rows: 12) {
            $0.listLagSeconds = 2
            $0.faultSequence = [nil, .errorAfter, .resetAfter, .half, .errorBefore]
        }
        fixture.api = "timeout_seconds: 1, doubt_grace_seconds: 2.5"
        #expect(try await fixture.run().exitCode == 0)
        #expect(fixture.created == Array(1...12))
        try fixture.checkLeads()
    }

    @Test("A server's clock may be an hour off", arguments: [3600.0, -3600])
    func clockOffset(seconds: Double) async throws {
        let fixture = try PipelineFixture(rows: 6) {
            $0.clockOffsetSeconds = seconds
            $0.faultSequence = [.errorAfter, nil, .resetAfter, .errorBefore]
        }
        fixture.api = Self.quick
        #expect(try await fixture.run().exitCode == 0)
        #expect(fixture.created == Array(1...6))
        try fixture.checkLeads()
    }

    @Test(
        "With the very first answers cut off, an hour's difference of the clocks makes no lead twice",
        arguments: [3600.0, -3600]
    )
    func clockOffsetUnknown(seconds: Double) async throws {
        let fixture = try PipelineFixture(rows: 3) {
            $0.clockOffsetSeconds = seconds
            $0.faultSequence = [.resetAfter, .stallAfter, .half]
        }
        fixture.api = Self.quick
        try await fixture.run()
        #expect(fixture.created == [1, 2, 3])
        try fixture.checkLeads()
    }

    @Test("A lead that turns up when it was sent again already is reported as found twice")
    func twins() async throws {
        // Answers are held back, but the sandbox has worked by then: between the second attempt and the last look at the
        // list there is time for the first attempt's lead to come.
        let fixture = try PipelineFixture(rows: 1) {
            $0.faultSequence = [.errorBefore]
            $0.latencyMilliseconds = 700...700
        }
        let sandbox = fixture.sandbox
        let late = Task {
            while sandbox.leadCount == 0 { try await Task.sleep(for: .milliseconds(1)) }
            try await PipelineFixture.post(
                to: sandbox.url,
                customer: 1,
                mark: sandbox.leads[0].metadata["import_key"] ?? ""
            )
        }
        let summary = try await fixture.run()
        try await late.value
        #expect(sandbox.leadCount == 2)
        #expect(summary.progress.twins[1].map { Set($0) } == Set(sandbox.leads.map(\.id)))
    }
}
