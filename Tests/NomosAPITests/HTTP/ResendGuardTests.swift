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
}
