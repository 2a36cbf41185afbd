import Testing

@testable import NomosAPI

@Suite("Not sent is said only where it is proved", .timeLimit(.minutes(1)))
struct NotSentTests {
    private func send(
        _ base: String,
        fields: [HTTPField] = [],
        over transport: HTTPTransport = TestTransport.make()
    ) async throws -> HTTPExchange {
        let exchange = await transport.send(.post("{}", to: try BaseURL(base), fields: fields))
        await transport.shutDown()
        return exchange
    }

    @Test("A port where nobody listens")
    func refused() async throws {
        let (descriptor, port) = try LoopbackServer.listen(backlog: nil)
        defer { LoopbackServer.close(descriptor) }
        #expect(try await send("http://127.0.0.1:\(port)").summary == "not sent: not_connected")
    }

    @Test("A name that does not resolve")
    func unresolvable() async throws {
        let exchange = try await send("https://unresolvable.invalid")
        #expect(exchange.summary == "not sent: name_not_resolved")
        #expect(exchange.failure?.message.contains("unresolvable.invalid") == true)
    }

    @Test("A server that does not speak TLS", arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "", "\u{15}\u{3}\u{1}"])
    func noTLS(answer: String) async throws {
        let server = try LoopbackServer { connection in
            guard connection.waitForInput() else { return }
            connection.write(answer)
        }
        let summary = try await send("https://127.0.0.1:\(server.port)").summary
        #expect(summary == "not sent: tls" || summary == "not sent: not_connected")
    }

    @Test("A TLS handshake that never goes on")
    func stalledTLS() async throws {
        let server = try LoopbackServer { _ = $0.readRequest() }
        let transport = TestTransport.make(connectTimeout: .milliseconds(200))
        #expect(try await send("https://127.0.0.1:\(server.port)", over: transport).summary == "not sent: timed_out")
    }

    @Test("A proxy that refuses, breaks, or leads to no TLS", arguments: ["refused", "reset", "opened"])
    func proxy(name: String) async throws {
        let exchange = try await send("https://\(name).invalid")
        guard case .notSent(let failure) = exchange else {
            Issue.record("\(exchange.summary)")
            return
        }
        #expect(!failure.message.contains("hunter2"))
        let asked = TestTransport.proxyLog.all.filter { $0.line == "CONNECT \(name).invalid:443" }
        #expect(asked.count == 1)
        #expect(asked.allSatisfy { $0.body.isEmpty })
    }

    @Test(
        "A header field that would break out of its line",
        arguments: [
            HTTPField("Authorization", "Bearer a\r\nX-Evil: 1"), HTTPField("A", "b\n"), HTTPField("A", "b\u{0}c"),
            HTTPField("A: b\r\nC", "d"), HTTPField("", "d"), HTTPField("A", ""),
        ]
    )
    func unsafeField(field: HTTPField) async throws {
        let server = try LoopbackServer { $0.answer() }
        let exchange = try await send("http://127.0.0.1:\(server.port)", fields: [field])
        #expect(exchange.summary == "not sent: invalid_request")
        #expect(server.connections == 0)
    }

    @Test("A path that is no path", arguments: ["", "leads", "@evil.example/", "/a b", "/a\r\nX: y", "/ü"])
    func unsafePath(path: String) async throws {
        let transport = TestTransport.make()
        let base = try BaseURL("http://127.0.0.1:1")
        #expect(await transport.send(HTTPRequest(base: base, path: path)).summary == "not sent: invalid_request")
        await transport.shutDown()
    }

    @Test("A transport that was shut down")
    func shutDown() async throws {
        let transport = TestTransport.make()
        await transport.shutDown()
        await transport.shutDown()
        #expect(try await send("http://127.0.0.1:1", over: transport).summary == "not sent: shut_down")
    }
}
