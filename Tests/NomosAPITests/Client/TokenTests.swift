import Testing

@testable import NomosAPI

@Suite("Tokens are fetched, renewed in time and shared", .timeLimit(.minutes(1)))
struct TokenTests {
    private static let client = Credentials.client(id: Secret("my-client"), secret: Secret("my-secret"))

    /// Gives out `token-1`, `token-2` …, and accepts for leads what `isGood` says.
    private func server(
        lifetime: Int = 3600,
        isGood: @escaping @Sendable (_ token: String) -> Bool = { _ in true },
        tokenAnswer: @escaping @Sendable (_ request: Connection.Request, _ number: Int) -> APIServer.Answer? = { _, _ in
            nil
        }
    ) throws -> APIServer {
        let tokenLog = RequestLog()
        return try APIServer { request, _ in
            if request.line == "POST /oauth/token" {
                let number = tokenLog.append(request)
                return tokenAnswer(request, number)
                    ?? .init(
                        body: """
                            {"access_token":"token-\(number)","token_type":"Bearer","expires_in":\(lifetime),\
                            "refresh_token":"refresh-\(number)","scope":"read:* write:*"}
                            """
                    )
            }
            let token = request.field("Authorization")?.split(separator: " ").last.map { String($0) } ?? ""
            return isGood(token) ? .init(body: APIServer.lead) : .init(status: "401 Unauthorized")
        }
    }

    private func isCreated(_ attempt: CreateAttempt) -> Bool {
        if case .created = attempt.outcome { true } else { false }
    }

    @Test("The first request fetches a token by the client's credentials; later ones use it")
    func firstUse() async throws {
        let server = try server()
        let client = try server.client(TokenTests.client)
        for _ in 0..<3 { #expect(isCreated(await client.createLead(body: []))) }
        #expect(server.lines == ["POST /oauth/token", "POST /leads", "POST /leads", "POST /leads"])
        let request = try #require(server.log.all.first)
        #expect(request.field("Authorization") == "Basic bXktY2xpZW50Om15LXNlY3JldA==")
        #expect(request.text == "{\"grant_type\":\"client_credentials\"}")
        #expect(server.log.all.last?.field("Authorization") == "Bearer token-1")
    }

    @Test("A token is renewed by its refresh token a minute before it ends, not sooner")
    func expiry() async throws {
        let server = try server()
        let clock = TestClock()
        let client = try server.client(TokenTests.client, clock: clock)
        _ = await client.createLead(body: [])
        clock.advance(by: .seconds(3539))
        _ = await client.createLead(body: [])
        #expect(server.lines == ["POST /oauth/token", "POST /leads", "POST /leads"])
        clock.advance(by: .seconds(1))
        #expect(isCreated(await client.createLead(body: [])))
        let renewal = server.log.all[3]
        #expect(renewal.line == "POST /oauth/token")
        #expect(renewal.text == "{\"grant_type\":\"refresh_token\",\"refresh_token\":\"refresh-1\"}")
        #expect(server.log.all.last?.field("Authorization") == "Bearer token-2")
    }

    @Test("The margin is a minute, and less for short lives", arguments: [(3600, 60), (600, 60), (100, 10), (0, 0)])
    func margin(lifetime: Int, expected: Int) {
        #expect(TokenEndpoint.margin(lifetime: .seconds(lifetime)) == .seconds(expected))
    }

    @Test("A refresh token that is refused gives way to the client's credentials")
    func refusedRefresh() async throws {
        let server = try server(tokenAnswer: { request, _ in
            request.text.contains("refresh-") ? .init(status: "400 Bad Request") : nil
        })
        let clock = TestClock()
        let client = try server.client(TokenTests.client, clock: clock)
        _ = await client.createLead(body: [])
        clock.advance(by: .seconds(4000))
        #expect(isCreated(await client.createLead(body: [])))
        let texts = server.log.all.filter { $0.line == "POST /oauth/token" }.map(\.text)
        #expect(texts.count == 3)
        #expect(texts.last == "{\"grant_type\":\"client_credentials\"}")
    }

    @Test("However many requests wait, one renewal serves them all")
    func sharedRenewal() async throws {
        let server = try server(isGood: { $0 != "token-1" })
        let client = try server.client(TokenTests.client)
        let created = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { isCreated(await client.createLead(body: [])) } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(created == 50)
        // One at the start, one after the refusals of token-1.
        #expect(server.lines.filter { $0 == "POST /oauth/token" }.count == 2)
    }

    @Test("After a 401 a request is sent once more with a new token, and never a third time")
    func refusedTwice() async throws {
        let server = try server(isGood: { _ in false })
        let attempt = await (try server.client(TokenTests.client)).createLead(body: [])
        guard case .refused(let error) = attempt.outcome else {
            Issue.record("\(attempt.outcome)")
            return
        }
        #expect(error.status == 401)
        #expect(server.lines == ["POST /oauth/token", "POST /leads", "POST /oauth/token", "POST /leads"])
    }

    @Test("A ready token is not renewed: its 401 is final")
    func bearer() async throws {
        let server = try server(isGood: { _ in false })
        let attempt = await (try server.client()).createLead(body: [])
        guard case .refused(let error) = attempt.outcome else {
            Issue.record("\(attempt.outcome)")
            return
        }
        #expect(error.status == 401)
        #expect(server.lines == ["POST /leads"])
    }

    @Test("A token that is about to end still serves while it cannot be renewed")
    func renewalFails() async throws {
        let server = try server(tokenAnswer: { _, number in number == 1 ? nil : .init(status: "503 Busy") })
        let clock = TestClock()
        let client = try server.client(TokenTests.client, clock: clock)
        _ = await client.createLead(body: [])
        clock.advance(by: .seconds(3599))
        #expect(isCreated(await client.createLead(body: [])))
        clock.advance(by: .seconds(1))
        guard case .notSent(let failure) = await client.createLead(body: []).outcome else {
            Issue.record("sent with an expired token")
            return
        }
        #expect(failure.kind == .noToken)
    }

    @Test(
        "A token endpoint that gives no token sends no lead",
        arguments: [
            ("401 Unauthorized", "{\"error\":\"invalid_client\"}", "refused"), ("400 Bad", "", "refused"),
            ("429 Too Many", "", "throttled"), ("500 Oh", "", "not sent"), ("200 OK", "", "not sent"),
            ("200 OK", "{\"access_token\":\"\"}", "not sent"), ("200 OK", "{\"access_token\":\"a\\nb\"}", "not sent"),
        ]
    )
    func noToken(status: String, body: String, expected: String) async throws {
        let server = try server(tokenAnswer: { _, _ in .init(status: status, body: body) })
        let attempt = await (try server.client(TokenTests.client)).createLead(body: [])
        switch attempt.outcome {
        case .refused: #expect(expected == "refused")
        case .throttled: #expect(expected == "throttled")
        case .notSent: #expect(expected == "not sent")
        default: Issue.record("\(attempt.outcome)")
        }
        #expect(server.lines == ["POST /oauth/token"])
    }

    @Test(
        "Credentials that cannot stand in a header are refused without repeating them",
        arguments: [
            Credentials.bearer(Secret("")), .bearer(Secret("hunter2\n")), .bearer(Secret("hunter2 x")),
            .client(id: Secret(""), secret: Secret("hunter2")), .client(id: Secret("a:b"), secret: Secret("hunter2")),
            .client(id: Secret("a"), secret: Secret("hunter2\r\n")), .client(id: Secret("a"), secret: Secret("")),
        ]
    )
    func badCredentials(credentials: Credentials) throws {
        let server = try APIServer { _, _ in .init() }
        let error = #expect(throws: CredentialsError.self) { try server.client(credentials) }
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test(
        "Base64 as in RFC 4648",
        arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("ÿ", "w78=")]
    )
    func base64(text: String, expected: String) {
        #expect(Base64.encode(text) == expected)
    }
}
