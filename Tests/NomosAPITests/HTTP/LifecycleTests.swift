import Dispatch
import Testing

@testable import NomosAPI

@Suite("Time-outs, cancellation and shutting down", .timeLimit(.minutes(1)))
struct LifecycleTests {
    /// A server that reads requests and never answers; `received` yields for each.
    private func silentServer() throws -> (server: LoopbackServer, received: AsyncStream<Void>) {
        let (received, continuation) = AsyncStream.makeStream(of: Void.self)
        let server = try LoopbackServer { connection in
            while connection.readRequest() != nil { continuation.yield() }
        }
        return (server, received)
    }

    @Test("A server that never answers leaves a doubt after the time-out")
    func timeout() async throws {
        let (server, _) = try silentServer()
        let transport = TestTransport.make(requestTimeout: .milliseconds(200))
        #expect(await transport.send(.post("{}", to: try server.base)).summary == "in doubt: timed_out")
        await transport.shutDown()
    }

    @Test("A server that stops in the middle of its answer leaves a doubt after the request's own time-out")
    func stalledAnswer() async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}")
            _ = connection.readRequest()
        }
        let transport = TestTransport.make()
        var request = HTTPRequest.post("{}", to: try server.base)
        request.timeout = .milliseconds(200)
        #expect(await transport.send(request).summary == "in doubt: timed_out")
        await transport.shutDown()
    }

    @Test("A task cancelled before it sends has sent nothing")
    func cancelledBefore() async throws {
        let server = try LoopbackServer { $0.answer() }
        let transport = TestTransport.make()
        let base = try server.base
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await transport.send(.post("{}", to: base))
        }
        #expect(await task.value.summary == "not sent: cancelled")
        #expect(server.connections == 0)
        await transport.shutDown()
    }

    @Test("A task cancelled while it waits for the answer leaves a doubt")
    func cancelledDuring() async throws {
        let (server, received) = try silentServer()
        let transport = TestTransport.make()
        let base = try server.base
        let task = Task { await transport.send(.post("{}", to: base)) }
        for await _ in received.prefix(1) { task.cancel() }
        #expect(await task.value.summary == "in doubt: cancelled")
        await transport.shutDown()
    }

    @Test("A task cancelled during the TLS handshake has sent nothing")
    func cancelledInHandshake() async throws {
        let (received, continuation) = AsyncStream.makeStream(of: Void.self)
        let server = try LoopbackServer { connection in
            guard connection.waitForInput() else { return }
            continuation.yield()
            _ = connection.readRequest()
        }
        let transport = TestTransport.make()
        let base = try BaseURL("https://127.0.0.1:\(server.port)")
        let task = Task { await transport.send(.post("{}", to: base)) }
        for await _ in received.prefix(1) { task.cancel() }
        #expect(await task.value.summary == "not sent: cancelled")
        await transport.shutDown()
    }

    @Test("Cancelling at any moment ends every request, and what is not sent was never seen")
    func cancellationRace() async throws {
        let log = RequestLog()
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                log.append(request)
                connection.answer()
            }
        }
        let transport = TestTransport.make()
        let base = try server.base
        let unsent = await withTaskGroup(of: String?.self) { group in
            for number in 0..<400 {
                group.addTask {
                    let task = Task { await transport.send(.post("race \(number)", to: base)) }
                    for _ in 0..<(number % 40) { await Task.yield() }
                    task.cancel()
                    if case .notSent = await task.value { return "race \(number)" }
                    return nil
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.compactMap { $0 }
        }
        await transport.shutDown()
        let bodies = log.bodies
        #expect(unsent.allSatisfy { bodies[$0] == nil })
        #expect(bodies.values.allSatisfy { $0 == 1 })
    }

    @Test("500 requests are under way at once, and each gets its own answer")
    func manyAtOnce() async throws {
        let count = 500
        let arrivals = DispatchGroup()
        for _ in 0..<count { arrivals.enter() }
        let server = try LoopbackServer { connection in
            guard let request = connection.readRequest() else { return }
            arrivals.leave()
            // Nobody is answered before all have arrived.
            guard arrivals.wait(timeout: .now() + 20) == .success else { return }
            connection.answer("200 OK", request.text)
        }
        let transport = TestTransport.make()
        let base = try server.base
        let right = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<count {
                group.addTask { await transport.send(.post("\(number)", to: base)).summary == "200 \(number)" }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(right == count)
        await transport.shutDown()
    }

    @Test("Shutting down awaits what is under way, unless told to give it up", arguments: [false, true])
    func shutDown(isCancelling: Bool) async throws {
        let (received, continuation) = AsyncStream.makeStream(of: Void.self)
        let mayAnswer = DispatchSemaphore(value: 0)
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            continuation.yield()
            _ = mayAnswer.wait(timeout: .now() + 20)
            connection.answer()
        }
        let transport = TestTransport.make()
        let base = try server.base
        async let exchange = transport.send(.post("{}", to: base))
        for await _ in received.prefix(1) {}
        async let end: Void = transport.shutDown(cancelling: isCancelling)
        if !isCancelling { mayAnswer.signal() }
        await end
        #expect(await exchange.summary == (isCancelling ? "in doubt: shut_down" : "200 {}"))
        if isCancelling { mayAnswer.signal() }
    }

    @Test("A transport that nobody holds any more lets go of its connections")
    func released() async throws {
        let (closed, continuation) = AsyncStream.makeStream(of: Void.self)
        let server = try LoopbackServer { connection in
            while connection.readRequest() != nil { connection.answer() }
            continuation.yield()
        }
        #expect(await TestTransport.make().send(.post("{}", to: try server.base)).summary == "200 {}")
        for await _ in closed.prefix(1) {}
    }
}
