import Testing

@testable import NomosAPI

/// libcurl repeats a POST by itself when a reused connection dies. These tests fail if that ever reaches a server.
@Suite("No request is sent twice", .timeLimit(.minutes(1)))
struct ResendGuardTests {
    enum Drop: String, CaseIterable, CustomTestStringConvertible {
        case closeBeforeReading, closeAfterReading, closeInHeader, closeInBody
        case resetBeforeReading, resetAfterReading, resetInHeader, resetInBody
        case closeWhileIdle, resetWhileIdle

        var testDescription: String { rawValue }
    }

    @Test("A reused connection dropped 100 times shows every body at most once", arguments: Drop.allCases)
    func dropped(drop: Drop) async throws {
        let log = RequestLog()
        // Every connection answers one request well, so that it is kept alive, and breaks the second.
        let server = try LoopbackServer { connection in
            guard let first = connection.readRequest() else { return }
            log.append(first)
            connection.answer()
            if drop == .closeWhileIdle { return connection.close() }
            if drop == .resetWhileIdle { return connection.reset() }
            guard connection.waitForInput() else { return }
            if drop == .closeBeforeReading { return connection.close() }
            if drop == .resetBeforeReading { return connection.reset() }
            guard let second = connection.readRequest() else { return }
            log.append(second)
            switch drop {
            case .closeInHeader, .resetInHeader: connection.write("HTTP/1.1 200 OK\r\nContent-Le")
            case .closeInBody, .resetInBody: connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}")
            default: break
            }
            if drop.rawValue.hasPrefix("reset") { connection.reset() } else { connection.close() }
        }
        let transport = TestTransport.make()
        let base = try server.base
        var answered: Set<String> = []
        var unsent: Set<String> = []
        for number in 0..<200 {
            let body = "body \(number)"
            switch await transport.send(.post(body, to: base)) {
            case .response: answered.insert(body)
            case .notSent: unsent.insert(body)
            case .inDoubt: break
            }
        }
        await transport.shutDown()

        let counts = log.bodies
        #expect(counts.values.allSatisfy { $0 == 1 })
        #expect(answered.allSatisfy { counts[$0] == 1 })
        #expect(unsent.allSatisfy { counts[$0] == nil })
        switch drop {
        case .closeWhileIdle, .resetWhileIdle:
            // libcurl may notice the end before it uses the connection again; then nothing is lost at all.
            #expect(answered.count >= 100)
        case .closeBeforeReading, .resetBeforeReading:
            #expect(answered.count == 100)
            #expect(counts.count == 100)
        default:
            #expect(answered.count == 100)
            #expect(counts.count == 200)
        }
        #expect(unsent.isEmpty)
    }

    @Test("Nor with 32 in flight and connections that die at random", arguments: [1, 2, 3] as [UInt64])
    func randomDrops(seed: UInt64) async throws {
        let log = RequestLog()
        let server = try LoopbackServer { connection in
            // The fate of a connection depends on its number, so that a seed gives the same mix each time.
            var random = SplitMix(state: seed &* 1000 &+ UInt64(connection.number))
            while connection.waitForInput() {
                let fate = Int.random(in: 0..<20, using: &random)
                if fate == 0 { return connection.close() }
                if fate == 1 { return connection.reset() }
                guard let request = connection.readRequest() else { return }
                log.append(request)
                switch fate {
                case 2: return connection.close()
                case 3: return connection.reset()
                case 4:
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}")
                    return connection.reset()
                case 5:
                    connection.answer()
                    return connection.reset()
                case 6: connection.answer(fields: ["Connection: close"])
                default: connection.answer()
                }
            }
        }
        let transport = TestTransport.make()
        let base = try server.base
        let exchanges = await withTaskGroup(of: (String, HTTPExchange).self) { group in
            var exchanges: [(String, HTTPExchange)] = []
            for number in 0..<3000 {
                if number >= 32, let exchange = await group.next() { exchanges.append(exchange) }
                group.addTask { ("\(number)", await transport.send(.post("\(number)", to: base))) }
            }
            for await exchange in group { exchanges.append(exchange) }
            return exchanges
        }
        await transport.shutDown()

        let counts = log.bodies
        #expect(exchanges.count == 3000)
        #expect(counts.values.allSatisfy { $0 == 1 })
        for (body, exchange) in exchanges {
            switch exchange {
            case .response: #expect(counts[body] == 1)
            case .notSent: #expect(counts[body] == nil)
            case .inDoubt: break
            }
        }
        // The server breaks about one request in four; the test must have had something to do.
        #expect(exchanges.count { if case .inDoubt = $0.1 { true } else { false } } > 300)
    }
}

/// A small generator with a seed (SplitMix64).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
