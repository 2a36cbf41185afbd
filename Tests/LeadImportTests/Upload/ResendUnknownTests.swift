import NomosSandbox
import Testing

@testable import LeadImport

/// Rows of unknown fate, where the API's list of leads may not be read.
@Suite("Resending the unknown")
struct ResendUnknownTests {
    private func start(_ sequence: [Fault?]) throws -> Sandbox {
        var configuration = SandboxConfiguration(requestsPerSecond: 0)
        configuration.scopes = [.write]
        configuration.faultSequence = sequence
        return try Sandbox.start(configuration)
    }

    @Test("A row of unknown fate is never sent again unasked")
    func notUnasked() async throws {
        let sandbox = try start([.errorAfter, nil])
        defer { sandbox.stop() }
        let run = try SmallRun(rows: 2, sandbox: sandbox)
        #expect(try await run.start().count(.unknown) == 1)
        let again = try await run.start()
        #expect(again.count(.unknown) == 1)
        #expect(sandbox.leadCount == 2)
        #expect(again.exitCode == 1)
    }

    @Test("Asked for, it is sent again once in a run, however the API goes on failing")
    func onceInARun() async throws {
        let sandbox = try start([.errorAfter, nil] + Array(repeating: .errorAfter, count: 20))
        defer { sandbox.stop() }
        let run = try SmallRun(rows: 2, sandbox: sandbox)
        _ = try await run.start()
        let again = try await run.start(resendUnknown: true)
        #expect(sandbox.leadCount == 3)
        #expect(again.count(.unknown) == 1)
        #expect(again.progress.resentUnknown == 1)
    }

    @Test("What was not reached before the run stopped is still unknown, and was not sent again")
    func stoppedBefore() async throws {
        let sandbox = try start(Array(repeating: .errorAfter, count: 3))
        defer { sandbox.stop() }
        let run = try SmallRun(rows: 3, sandbox: sandbox)
        _ = try await run.start()
        sandbox.forceStatus(402)
        let stopped = try await run.start(resendUnknown: true)
        #expect(stopped.count(.unknown) == 3)
        #expect(stopped.exitCode == 2)
        #expect(stopped.progress.resentUnknown == 0)
        #expect(sandbox.leadCount == 3)
    }
}
