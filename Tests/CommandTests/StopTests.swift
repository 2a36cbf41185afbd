import Foundation
import NomosSandbox
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("A run that ends early")
struct StopTests {
    @Test("A refused token, and one that may not write: exit 2, every sound row pending")
    func refused() async throws {
        var forbidden = SandboxConfiguration(requestsPerSecond: 0)
        forbidden.scopes = [.read]
        var unauthorized = SandboxConfiguration(requestsPerSecond: 0)
        unauthorized.tokens = ["another"]
        for (configuration, message) in [
            (unauthorized, "the API refuses the credentials (401"), (forbidden, "the token may not create leads (403"),
        ] {
            let work = try Workplace(configuration)
            try work.writeExport(rows: 30, invalid: [2])
            try work.writeConfiguration()
            let result = try await work.run()
            #expect(result.code == 2)
            #expect(result.error.contains(message), "\(result.error)")
            #expect(try work.states() == ["invalid": 1, "pending": 29])
            #expect(!result.error.contains("Correct failures.csv"))
            #expect(try work.records("export.csv.import/failures.csv").count == 30)
            #expect(try work.summary()["exit_code"] as? Int == 2)
            // One attempt, and at most one more after asking for a new token: nothing is hammered.
            #expect(work.sandbox.statistics.requestsByEndpoint["POST /leads", default: 0] <= 2)
        }
    }

    @Test("The same rejection again and again stops a run, unless --stop-after 0 says to go on")
    func allAlike() async throws {
        var configuration = SandboxConfiguration(requestsPerSecond: 0)
        configuration.unserviceableZips = ["10115"]
        let work = try Workplace(configuration)
        try work.writeExport(rows: 30)
        try work.writeConfiguration()
        let stopped = try await work.run("--stop-after", "5")
        #expect(stopped.code == 2)
        #expect(stopped.error.contains("the first 5 answers were all the same rejection (unserviceable_zip)"))
        let states = try work.states()
        #expect(states["rejected", default: 0] >= 5)
        #expect(states["rejected", default: 0] + states["pending", default: 0] == 30)

        let all = try await work.run("--stop-after=0", "--out", work.path("all"))
        #expect(all.code == 1)
        #expect(try work.states("all/results.csv") == ["rejected": 30])
    }

    @Test("SIGINT and SIGTERM: 130 and 143, files written, and the same command does the rest", arguments: [2, 15])
    func interrupted(signal: Int32) async throws {
        let work = try Workplace(SandboxConfiguration(requestsPerSecond: 0, latencyMilliseconds: 100...150))
        try work.writeExport(rows: 150, invalid: [5])
        try work.writeConfiguration()
        // Slow enough that a busy machine sends the signal in the midst of it.
        let process = try work.start("--rate", "10")
        try await work.untilLeads(3)
        process.send(signal)
        let result = await process.result()
        #expect(result.code == 128 + signal)
        #expect(result.error.contains("stopping: requests under way are being finished; once more ends at once\n"))
        #expect(result.error.contains("run the same command again to continue"))
        let created = work.sandbox.leadCount
        #expect(created < 149)
        // What was under way was finished and recorded: nothing is in doubt.
        let states = try work.states()
        #expect(states["created"] == created)
        #expect(states.values.reduce(0, +) == 150)
        #expect(states["unknown"] == nil)
        #expect(try work.records("export.csv.import/failures.csv").count == 150 - created)

        let second = try await work.run()
        #expect(second.code == 1)
        #expect(try work.states() == ["created": 149, "invalid": 1])
        #expect(work.sandbox.leadCount == 149)
    }

    @Test("What was announced but never left is no doubt: it is pending, and is sent without asking the API's list")
    func announced() async throws {
        var configuration = SandboxConfiguration(requestsPerSecond: 0)
        configuration.faultSequence = [nil]
        configuration.faults = try FaultPlan("429:1")
        let work = try Workplace(configuration)
        try work.writeExport(rows: 30)
        try work.writeConfiguration()
        let process = try work.start("--rate", "20")
        // A 429 makes all that wait for their turn wait anew.
        try await work.until { work.sandbox.statistics.requestsByStatus[429, default: 0] >= 2 }
        process.send(SIGINT)
        #expect(await process.result().code == 130)
        #expect(try work.states() == ["created": 1, "pending": 29])
        let status = try await LeadImportProcess.run("status", work.path("export.csv.import"), "--json")
        #expect(status.output.contains("\"in_doubt\": 0,"))

        work.sandbox.faults = .none
        #expect(try await work.run().code == 0)
        #expect(work.sandbox.leadCount == 30)
        #expect(work.sandbox.statistics.requestsByEndpoint["GET /leads"] == nil)
    }

    @Test("A second signal ends the process at once; what was under way is in the journal as a doubt")
    func twice() async throws {
        var configuration = SandboxConfiguration(requestsPerSecond: 0)
        configuration.faults = try FaultPlan("stall-before:1")
        let work = try Workplace(configuration)
        try work.writeExport(rows: 5)
        try work.writeConfiguration("timeout_seconds: 120")
        let process = try work.start()
        try await work.until { work.sandbox.statistics.requestsByEndpoint["POST /leads", default: 0] == 1 }
        process.send(SIGINT)
        try await work.until { process.errorSoFar.contains("once more ends at once") }
        process.send(SIGINT)
        #expect(await process.result().code == 130)
        #expect(!work.exists("export.csv.import/results.csv"))
        let status = try await LeadImportProcess.run("status", work.path("export.csv.import"))
        #expect(status.code == 0)
        #expect(status.error == "")
        #expect(status.output.contains("1 in doubt"))
    }

    @Test("A run folder that another process has: 75, and status says who is at work")
    func inUse() async throws {
        let work = try Workplace(SandboxConfiguration(requestsPerSecond: 0, latencyMilliseconds: 100...150))
        try work.writeExport(rows: 200)
        try work.writeConfiguration()
        let process = try work.start("--rate", "5")
        try await work.untilLeads(1)
        let second = try await work.run()
        #expect(second.code == 75)
        #expect(second.error.contains("another lead-import is at work in this run folder"))
        let status = try await LeadImportProcess.run("status", work.path("export.csv.import"))
        #expect(status.code == 0)
        #expect(status.output.contains("another process is at work"))

        process.send(SIGKILL)
        #expect(await process.result().code == 1000 + SIGKILL)
        let after = try await LeadImportProcess.run("status", work.path("export.csv.import"), "--json")
        #expect(after.code == 0)
        let json = try #require(
            JSONSerialization.jsonObject(with: Data(after.output.utf8)) as? [String: Any]
        )
        #expect(json["at_work"] as? Bool == false)
        #expect(json["ended"] as? Bool == false)
        #expect((json["states"] as? [String: Int])?["created"] ?? 0 >= 1)
        #expect((json["next"] as? String)?.contains("run \(work.path("export.csv"))") == true)
    }
}
