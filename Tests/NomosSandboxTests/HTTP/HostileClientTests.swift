import Testing

@testable import NomosSandbox

@Suite("Clients that do not behave")
struct HostileClientTests {
    private func sandbox(_ configure: (inout SandboxConfiguration) -> Void = { _ in }) throws -> Sandbox {
        var configuration = SandboxConfiguration(requestsPerSecond: 0)
        configuration.maximumHeaderBytes = 2048
        configuration.maximumBodyBytes = 4096
        configure(&configuration)
        return try Sandbox.start(configuration)
    }

    @Test(
        "Bytes that are no request are answered with an error, then the connection ends",
        arguments: [
            ("\u{0}\u{1}\u{2}\r\n\r\n", 400),
            ("GET /leads HTTP/1.1\r\n\r\n", 400),
            ("GET /leads HTTP/1.1\r\nHost: a\r\nX: …", 431),
            ("POST /leads HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n…", 413),
            ("POST /leads HTTP/1.1\r\nHost: a\r\nContent-Length: abc\r\n\r\n", 400),
            ("GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505),
        ]
    )
    func refused(text: String, status: Int) throws {
        let sandbox = try sandbox()
        defer { sandbox.stop() }
        let client = RawClient(port: sandbox.port)
        // The dots stand for a lot.
        client.send(text.replacing("…", with: String(repeating: "x", count: 50_000)))
        #expect(client.readToEnd() != .silence)
        #expect(client.responses.first?.status == status)
        #expect(client.responses.first?.body.contains("requestId") == true)
        #expect(sandbox.statistics.requests == 0)
    }

    @Test("A request that trickles in is cut off after its time, whatever still arrives")
    func slow() throws {
        let sandbox = try sandbox { $0.requestTimeoutSeconds = 0.05 }
        defer { sandbox.stop() }
        let client = RawClient(port: sandbox.port)
        client.send("GET /")
        // A byte every few milliseconds, far longer than the time allowed if each one prolonged it.
        var ending = RawClient.Ending.silence
        for _ in 0..<2000 where ending == .silence {
            client.send("x")
            ending = client.readToEnd(milliseconds: 5)
        }
        #expect(ending != .silence)
        #expect(client.responses.map(\.status) == [408])
    }

    @Test("A connection without a request is closed after its time")
    func idle() throws {
        let sandbox = try sandbox { $0.idleTimeoutSeconds = 0.05 }
        defer { sandbox.stop() }
        let client = RawClient(port: sandbox.port)
        #expect(client.readToEnd() == .closed)
        #expect(client.received.isEmpty)
    }

    @Test("Pipelined requests are answered in order on one connection")
    func pipelined() throws {
        let sandbox = try sandbox()
        defer { sandbox.stop() }
        let client = RawClient(port: sandbox.port)
        client.send(RawClient.post(PureAPI.lead) + RawClient.post("{}") + RawClient.post(PureAPI.lead))
        #expect(client.statuses(3) == [200, 400, 200])
        #expect(sandbox.leadCount == 2)
    }

    @Test("A body announced with Expect is asked for")
    func expectContinue() throws {
        let sandbox = try sandbox()
        defer { sandbox.stop() }
        let client = RawClient(port: sandbox.port)
        let parts = RawClient.post(PureAPI.lead).split(separator: "\r\n\r\n")
        client.send(parts[0] + "\r\nExpect: 100-continue\r\n\r\n")
        #expect(client.statuses(1) == [100])
        client.send(String(parts[1]))
        #expect(client.statuses(2) == [100, 200])
    }

    @Test("A client that closes its sending side still gets its answer")
    func halfClosed() throws {
        let sandbox = try sandbox()
        defer { sandbox.stop() }
        let client = RawClient(port: sandbox.port)
        client.send(RawClient.post(PureAPI.lead))
        client.finishSending()
        #expect(client.readToEnd() == .closed)
        #expect(client.responses.map(\.status) == [200])
    }

    @Test("More clients than are let in at once are all answered in the end")
    func manyClients() throws {
        let sandbox = try sandbox { $0.maximumConnections = 2 }
        defer { sandbox.stop() }
        for _ in 0..<10 {
            let client = RawClient(port: sandbox.port)
            client.send(RawClient.post(PureAPI.lead))
            #expect(client.statuses(1) == [200])
        }
        #expect(sandbox.leadCount == 10)
    }

    @Test("A connection can be closed without notice after so many answers")
    func closedAfterAnswers() throws {
        let sandbox = try sandbox { $0.requestsPerConnection = 2 }
        defer { sandbox.stop() }
        let client = RawClient(port: sandbox.port)
        for _ in 0..<3 { client.send(RawClient.post(PureAPI.lead)) }
        #expect(client.readToEnd() != .silence)
        #expect(client.responses.map(\.status) == [200, 200])
        #expect(sandbox.leadCount == 2)
    }
}
