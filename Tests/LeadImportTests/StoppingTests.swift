import NomosSandbox
import Testing

@testable import LeadImport

@Suite("Stopping early")
struct StoppingTests {
    @Test("An API that refuses the caller stops the run at the first answer", arguments: [401, 402, 403, 404, 405])
    func refused(status: Int) async throws {
        let fixture = try PipelineFixture(rows: 30)
        fixture.sandbox.forceStatus(status)
        let summary = try await fixture.run()
        #expect(summary.exitCode == 2)
        #expect(summary.count(.pending) == 30)
        #expect(fixture.posts == 1)
        guard case .refused(status, _) = summary.stop else {
            Issue.record("stopped for \(String(describing: summary.stop))")
            return
        }
        #expect(try fixture.failures().count == 30)
        fixture.sandbox.forceStatus(nil)
        #expect(try await fixture.run().exitCode == 0)
        #expect(fixture.created == Array(1...30))
        try fixture.checkLeads()
    }

    @Test("A token revoked half-way stops the run; what was created stays, the rest is pending")
    func revoked() async throws {
        let fixture = try PipelineFixture(rows: 40) { $0.latencyMilliseconds = 2...4 }
        let sandbox = fixture.sandbox
        let watch = Task {
            while sandbox.leadCount < 10 { try await Task.sleep(for: .milliseconds(1)) }
            sandbox.forceStatus(401)
        }
        let summary = try await fixture.run(options: { $0.concurrency = 2 })
        try await watch.value
        #expect(summary.exitCode == 2 || summary.count(.created) == 40)
        #expect(summary.count(.created) + summary.count(.pending) == 40)
        sandbox.forceStatus(nil)
        try await fixture.run()
        #expect(fixture.created == Array(1...40))
        try fixture.checkLeads()
    }

    @Test("The first answers all being the same rejection stop the run", arguments: [1, 5, 20])
    func sameRejection(count: Int) async throws {
        let fixture = try PipelineFixture(rows: 30) { $0.unserviceableZips = ["10115"] }
        let summary = try await fixture.run(options: { $0.stopAfter = count })
        #expect(summary.exitCode == 2)
        #expect(summary.count(.rejected) == count && summary.count(.pending) == 30 - count)
        #expect(summary.stop == .allRejectedAlike(count: count, codes: ["unserviceable_zip"]))
        #expect(fixture.posts == count)
    }

    @Test("With 0 every row is tried")
    func neverStop() async throws {
        let fixture = try PipelineFixture(rows: 30) { $0.unserviceableZips = ["10115"] }
        let summary = try await fixture.run(options: { $0.stopAfter = 0 })
        #expect(summary.exitCode == 1)
        #expect(summary.count(.rejected) == 30)
    }

    @Test("Invalid rows do not count among the answers")
    func invalidRows() async throws {
        let fixture = try PipelineFixture(rows: 0)
        try fixture.write((1...30).map { PipelineFixture.line($0, email: "falsch") } + [PipelineFixture.line(31)])
        let summary = try await fixture.run(options: { $0.stopAfter = 3 })
        #expect(summary.exitCode == 1)
        #expect(summary.states == [.invalid: 30, .created: 1])
    }

    @Test("Where nothing can be reached, each row's attempts are used up and nothing is in doubt")
    func nothingThere() async throws {
        let fixture = try PipelineFixture(rows: 2)
        fixture.api = "timeout_seconds: 2, doubt_grace_seconds: 0.2, attempts: 2"
        fixture.sandbox.stop()
        let summary = try await fixture.run()
        #expect(summary.exitCode == 1)
        #expect(summary.states == [.failed: 2])
        #expect(try fixture.results().map { $0["import_attempts"] } == ["2", "2"])
    }

    @Test("Rows that failed are tried again by the same command later")
    func failedLater() async throws {
        let fixture = try PipelineFixture(rows: 2) { $0.faults = (try? FaultPlan("500-before:1")) ?? .none }
        fixture.api = "timeout_seconds: 1, doubt_grace_seconds: 0.1, attempts: 1"
        #expect(try await fixture.run().states == [.failed: 2])
        fixture.sandbox.faults = .none
        #expect(try await fixture.run().states == [.created: 2])
        #expect(fixture.created == [1, 2])
    }
}
