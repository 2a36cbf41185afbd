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

    @Test("Many clients at once each get their own leads, while others read what there is")
    func concurrent() async throws {
        let sandbox = try Sandbox.start(SandboxConfiguration(requestsPerSecond: 0))
        defer { sandbox.stop() }
        await withTaskGroup(of: [Int].self) { group in
            for number in 0..<8 {
                group.addTask {
                    let client = RawClient(port: sandbox.port)
                    let lead = PureAPI.lead.dropLast() + ",\"metadata\":{\"client\":\"\(number)\"}}"
                    for _ in 0..<25 { client.send(RawClient.post(String(lead))) }
                    return client.statuses(25)
                }
            }
            for await statuses in group {
                #expect(statuses == Array(repeating: 200, count: 25))
                #expect(sandbox.leads.count <= 200)
            }
        }
        let byClient = Dictionary(grouping: sandbox.leads) { $0.metadata["client"] ?? "" }
        #expect(byClient.count == 8)
        #expect(byClient.values.allSatisfy { $0.count == 25 })
        #expect(Set(sandbox.leads.map(\.id)).count == 200)
        #expect(sandbox.statistics.requests == 200)
    }

    @Test("A body in chunks, one byte at a time, makes a lead")
    func chunked() throws {
        let sandbox = try Sandbox.start(SandboxConfiguration(requestsPerSecond: 0))
        defer { sandbox.stop() }
        let client = RawClient(port: sandbox.port)
        client.send(
            "POST /leads HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
        )
        for byte in PureAPI.lead.utf8 { client.send(Array("1\r\n".utf8) + [byte] + Array("\r\n".utf8)) }
        client.send("0\r\n\r\n")
        #expect(client.statuses(1) == [200])
    }
}
