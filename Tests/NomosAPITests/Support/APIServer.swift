import Synchronization

@testable import NomosAPI

/// A well-behaved HTTP server whose answers the test decides, one request at a time.
final class APIServer: Sendable {
    struct Answer: Sendable {
        var status = "200 OK"
        var body = "{}"
        var fields: [String] = []
    }

    let log: RequestLog
    private let server: LoopbackServer

    /// `answer` gets the request and how many came before it, from 0.
    init(_ answer: @escaping @Sendable (Connection.Request, Int) -> Answer) throws {
        let log = RequestLog()
        self.log = log
        server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                let answer = answer(request, log.append(request) - 1)
                connection.answer(answer.status, answer.body, fields: answer.fields)
            }
        }
    }

    /// The first lines of what came, without the version.
    var lines: [String] { log.all.map(\.line) }

    func client(
        _ credentials: Credentials = .bearer(Secret("token-0")),
        clock: TestClock = TestClock()
    ) throws -> NomosClient {
        try NomosClient(
            configuration: .init(baseURL: server.base, credentials: credentials, userAgent: "lead-import/test"),
            transport: TestTransport.make(),
            now: { clock.now }
        )
    }

    static let lead = """
        {"object":"lead","id":"lead_1","link":"https://x.example/?id=lead_1","created_at":"2026-11-22T12:00:00.000Z"}
        """
}

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    private let instant = Mutex(ContinuousClock.now)

    var now: ContinuousClock.Instant { instant.withLock { $0 } }

    func advance(by duration: Duration) { instant.withLock { $0 += duration } }
}
