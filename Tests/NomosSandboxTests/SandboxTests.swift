import NomosSandbox
import Testing

@Suite("The running sandbox")
struct SandboxTests {
    @Test("It listens nowhere but on loopback")
    func loopbackOnly() {
        var configuration = SandboxConfiguration()
        configuration.host = "0.0.0.0"
        #expect(throws: SandboxError.self) { try Sandbox.start(configuration) }
    }

    @Test("A port that is taken is an error that names it")
    func portTaken() throws {
        let first = try Sandbox.start()
        defer { first.stop() }
        let error = #expect(throws: SandboxError.self) { try Sandbox.start(SandboxConfiguration(port: first.port)) }
        #expect(error?.description.contains("\(first.port)") == true)
    }

    @Test("Stopping ends every connection; stopping twice is harmless")
    func stopping() throws {
        let sandbox = try Sandbox.start()
        let client = RawClient(port: sandbox.port)
        client.send(RawClient.post(PureAPI.lead))
        #expect(client.statuses(1) == [200])
        sandbox.stop()
        sandbox.stop()
        #expect(client.readToEnd() != .silence)
        #expect(sandbox.leadCount == 1)
    }

    @Test("A sandbox that is let go of ends by itself")
    func letGo() throws {
        let client: RawClient
        do { client = RawClient(port: try Sandbox.start().port) }
        #expect(client.readToEnd() != .silence)
    }

    @Test(
        "A setting that makes no sense is an error in words",
        arguments: [
            { $0.port = 70_000 }, { $0.requestsPerSecond = -1 }, { $0.latencyMilliseconds = -5...5 },
            { $0.forcedStatus = 299 }, { $0.maximumConnections = 0 },
        ] as [@Sendable (inout SandboxConfiguration) -> Void]
    )
    func wrongSetting(change: @Sendable (inout SandboxConfiguration) -> Void) {
        var configuration = SandboxConfiguration()
        change(&configuration)
        let error = #expect(throws: SandboxError.self) { try Sandbox.start(configuration) }
        #expect(error?.description.hasSuffix(".") == true)
    }
}
