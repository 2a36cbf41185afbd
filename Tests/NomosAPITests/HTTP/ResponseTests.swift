import Testing

@testable import NomosAPI

@Suite("What comes back decides between a response and a doubt", .timeLimit(.minutes(1)))
struct ResponseTests {
    /// What a server writes before it closes the connection, and what the transport makes of it.
    static let replies: [(name: String, reply: String, expected: String)] = [
        ("with a length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "200 {}"),
        ("more than its length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}{}{}", "200 {}"),
        ("ended by the connection", "HTTP/1.1 200 OK\r\n\r\n{\"a\":1}", "200 {\"a\":1}"),
        ("in chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n", "200 {}"),
        (
            "in chunks with a trailer",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nHTTP/1.1 500: x\r\n\r\n", "200 {}"
        ),
        ("without a body", "HTTP/1.1 204 No Content\r\n\r\n", "204 "),
        ("a redirect", "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", "302 "),
        ("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n{}", "200 {}"),
        ("after 100", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "200 {}"),
        (
            "after 103",
            "HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\nHTTP/1.1 422 No\r\nContent-Length: 2\r\n\r\n{}", "422 {}"
        ),
        ("only 100", "HTTP/1.1 100 Continue\r\n\r\n", "in doubt: "),
        ("only 101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "in doubt: "),
        ("nothing", "", "in doubt: connection_lost"),
        ("half a status line", "HTTP/1.1 20", "in doubt: "),
        ("a status line alone", "HTTP/1.1 200 OK\r\n", "in doubt: malformed_response"),
        ("half a header", "HTTP/1.1 200 OK\r\nContent-Le", "in doubt: malformed_response"),
        ("a header without its end", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", "in doubt: "),
        ("half a body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", "in doubt: malformed_response"),
        ("no body of a length", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "in doubt: malformed_response"),
        ("half a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}", "in doubt: "),
        ("no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", "in doubt: "),
        ("a chunk of no size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}", "in doubt: "),
        ("a body without a header", "{\"object\":\"lead\"}", "in doubt: malformed_response"),
        ("noise", "\u{0}\u{1}\u{7F}ÿ\r\n\r\n\r\n", "in doubt: malformed_response"),
        ("a status that is none", "HTTP/1.1 abc OK\r\nContent-Length: 2\r\n\r\n{}", "in doubt: "),
        ("a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}", "in doubt: "),
    ]

    @Test("A reply gets its verdict, whether it comes in one piece or byte by byte", arguments: replies, [false, true])
    func verdict(entry: (name: String, reply: String, expected: String), isSplit: Bool) async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            guard isSplit else {
                connection.write(entry.reply)
                return
            }
            for byte in entry.reply.utf8 { connection.write([byte]) }
        }
        let transport = TestTransport.make()
        let exchange = await transport.send(.post("{}", to: try server.base))
        #expect(exchange.summary.hasPrefix(entry.expected), "\(entry.name): \(exchange.summary)")
        #expect(server.connections == 1)
        await transport.shutDown()
    }

    @Test("A response longer than the limit is given up, with an error of its own", arguments: [true, false])
    func tooLarge(isBody: Bool) async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 200 OK\r\n")
            if isBody { connection.write("\r\n") }
            let line = Array("X-Filler: \(String(repeating: "x", count: 1000))\r\n".utf8)
            while connection.write(line) {}
        }
        let transport = TestTransport.make(maximumResponseBytes: 50_000)
        let exchange = await transport.send(.post("{}", to: try server.base))
        #expect(exchange.summary == "in doubt: response_too_large")
        await transport.shutDown()
    }

    @Test("Header fields are found in any case, trimmed, repeated ones joined")
    func headerFields() async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer(fields: [
                "X-One:  first \t", "x-one: second", "Empty:", "Location: https://example.com:1/",
            ])
        }
        let transport = TestTransport.make()
        guard case .response(let response) = await transport.send(.post("{}", to: try server.base)) else {
            Issue.record("no response")
            return
        }
        #expect(response.headers["X-ONE"] == "first, second")
        #expect(response.headers["empty"] == "")
        #expect(response.headers["location"] == "https://example.com:1/")
        #expect(response.headers["x-on"] == nil)
        await transport.shutDown()
    }

    @Test("A request goes out as it was given, and asks for no interim response")
    func requestBytes() async throws {
        let log = RequestLog()
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                log.append(request)
                connection.answer()
            }
        }
        let transport = TestTransport.make()
        let base = try BaseURL("http://127.0.0.1:\(server.port)/v1/")
        let body = String(repeating: "ü", count: 100_000)
        _ = await transport.send(.post(body, to: base, fields: [HTTPField("X-Test", "a b")]))
        _ = await transport.send(HTTPRequest(base: base, path: "/leads?limit=1", fields: [HTTPField("X-Other", "c")]))
        _ = await transport.send(.post("", to: base))
        await transport.shutDown()

        let requests = log.all
        try #require(requests.count == 3)
        #expect(requests.map(\.line) == ["POST /v1/leads", "GET /v1/leads?limit=1", "POST /v1/leads"])
        #expect(requests.map(\.text) == [body, "", ""])
        #expect(requests.map { $0.field("X-Test") } == ["a b", nil, nil])
        #expect(requests.map { $0.field("X-Other") } == [nil, "c", nil])
        #expect(requests.map { $0.field("Content-Length") } == ["200000", nil, "0"])
        #expect(requests.allSatisfy { $0.field("Expect") == nil && $0.field("Transfer-Encoding") == nil })
        #expect(server.connections == 1)
    }

    @Test("A response nobody asked for is never taken for the next request's", arguments: [true, false])
    func unsolicited(isInOnePiece: Bool) async throws {
        let (written, continuation) = AsyncStream.makeStream(of: Void.self)
        let stale = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstale"
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                let answer = "HTTP/1.1 200 OK\r\nContent-Length: \(request.body.count)\r\n\r\n\(request.text)"
                if isInOnePiece {
                    connection.write(answer + stale)
                } else {
                    connection.write(answer)
                    connection.write(stale)
                }
                continuation.yield()
            }
        }
        let transport = TestTransport.make()
        // What arrives while a request is already under way cannot be told from its answer; `createLead(body:marked:)`
        // is there for that. Here it has arrived before the next request.
        var arrivals = written.makeAsyncIterator()
        for number in 100..<150 {
            let exchange = await transport.send(.post("\(number)", to: try server.base))
            #expect(exchange.summary == "200 \(number)")
            await arrivals.next()
        }
        await transport.shutDown()
    }
}
