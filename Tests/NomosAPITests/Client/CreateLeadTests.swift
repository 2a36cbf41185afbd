import Testing

@testable import NomosAPI

@Suite("What a response to POST /leads means for the lead", .timeLimit(.minutes(1)))
struct CreateLeadTests {
    private static let envelope = """
        {"code":"BAD_REQUEST","message":"Two fields","requestId":"req-7","docs":"https://docs.example/BAD_REQUEST",
         "errors":[{"code":"unserviceable_zip","field":"address.zip","message":"No"},{"code":"x","field":"","message":"y"}]}
        """

    /// Status, body, and the outcome in a word.
    static let answers: [(status: String, body: String, expected: String)] = [
        ("200 OK", APIServer.lead, "created"),
        ("201 Created", APIServer.lead, "created"),
        ("200 OK", "", "in doubt"),
        ("200 OK", "{}", "in doubt"),
        ("200 OK", "<html>", "in doubt"),
        ("200 OK", String(APIServer.lead.dropLast()), "in doubt"),
        ("200 OK", APIServer.lead + APIServer.lead, "in doubt"),
        ("200 OK", APIServer.lead.replacing("\"lead\"", with: "\"plan\""), "in doubt"),
        ("200 OK", APIServer.lead.replacing("\"lead_1\"", with: "\"\""), "in doubt"),
        ("200 OK", APIServer.lead.replacing("\"lead_1\"", with: "1"), "in doubt"),
        ("200 OK", APIServer.lead.replacing("\"link\"", with: "\"url\""), "in doubt"),
        ("200 OK", APIServer.lead.replacing("created_at", with: "createdAt"), "in doubt"),
        ("204 No Content", "", "in doubt"),
        ("302 Found", "", "in doubt"),
        ("304 Not Modified", "", "in doubt"),
        ("400 Bad Request", CreateLeadTests.envelope, "rejected"),
        ("401 Unauthorized", "", "refused"),
        ("402 Payment Required", "{}", "refused"),
        ("403 Forbidden", "[]", "refused"),
        ("404 Not Found", "", "rejected"),
        ("405 Method Not Allowed", "", "rejected"),
        ("408 Request Timeout", "", "in doubt"),
        ("409 Conflict", "", "rejected"),
        ("413 Content Too Large", "", "rejected"),
        ("422 Unprocessable Content", "", "rejected"),
        ("429 Too Many Requests", "", "throttled"),
        ("451 Unavailable", "", "rejected"),
        ("460 Client Closed", "", "in doubt"),
        ("499 Client Closed Request", "", "in doubt"),
        ("500 Internal Server Error", CreateLeadTests.envelope, "in doubt"),
        ("502 Bad Gateway", "<html>", "in doubt"),
        ("503 Service Unavailable", "", "in doubt"),
        ("999 Odd", "", "in doubt"),
    ]

    private func word(_ attempt: CreateAttempt) -> String {
        switch attempt.outcome {
        case .created: "created"
        case .rejected: "rejected"
        case .refused: "refused"
        case .throttled: "throttled"
        case .notSent: "not sent"
        case .inDoubt: "in doubt"
        }
    }

    @Test("Every status and body has one outcome, and is asked for once", arguments: answers)
    func outcome(entry: (status: String, body: String, expected: String)) async throws {
        let server = try APIServer { _, _ in .init(status: entry.status, body: entry.body) }
        let attempt = await (try server.client()).createLead(body: Array("{}".utf8))
        #expect(word(attempt) == entry.expected)
        #expect(attempt.reply?.status == Int(entry.status.prefix(3)))
        #expect(server.lines == ["POST /leads"])
    }

    @Test("The lead and the facts of the response are handed over")
    func created() async throws {
        let body = """
            {"object":"lead","id":"lead_1","link":"l","created_at":"c","created_by":"a@example.com","subscription":null,
             "metadata":{"import_key":"r-1","none":null,"number":7,"list":[1,"x"]},"new":{"deep":[{}]}}
            """
        let fields = [
            "Date: Sun, 22 Nov 2026 12:00:00 GMT", "ratelimit-limit: 10", "ratelimit-remaining: 9",
            "ratelimit-reset: 1",
            "X-Request-Id: req-1",
        ]
        let server = try APIServer { _, _ in .init(body: body, fields: fields) }
        let attempt = await (try server.client()).createLead(body: [])
        let lead = CreatedLead(
            id: "lead_1",
            link: "l",
            createdAt: "c",
            createdBy: "a@example.com",
            metadata: ["import_key": "r-1", "none": nil, "number": "7", "list": "[1,\"x\"]"]
        )
        #expect(attempt.outcome == .created(lead))
        #expect(
            attempt.reply
                == ReplyInfo(
                    status: 200,
                    requestID: "req-1",
                    serverDate: Timestamp(iso8601: "2026-11-22T12:00:00Z"),
                    rateLimit: RateLimitStatus(limit: 10, remaining: 9, reset: .seconds(1))
                )
        )
    }

    @Test(
        "An answer that shows another lead's mark is in doubt; one that shows none is not",
        arguments: [
            ("{\"import_key\":\"r-1\"}", "created"), ("{\"import_key\":\"r-2\"}", "in doubt"),
            ("{\"import_key\":null}", "in doubt"), ("{\"other\":\"r-2\"}", "created"), ("null", "created"),
        ]
    )
    func mark(metadata: String, expected: String) async throws {
        let body = "{\"object\":\"lead\",\"id\":\"i\",\"link\":\"l\",\"created_at\":\"c\",\"metadata\":\(metadata)}"
        let server = try APIServer { _, _ in .init(body: body) }
        let mark = Lead.MetadataEntry(key: "import_key", value: "r-1")
        #expect(word(await (try server.client()).createLead(body: [], marked: mark)) == expected)
    }

    @Test("An error carries everything of its envelope")
    func rejected() async throws {
        let server = try APIServer { _, _ in .init(status: "400 Bad Request", body: CreateLeadTests.envelope) }
        let attempt = await (try server.client()).createLead(body: [])
        let error = APIError(
            status: 400,
            code: "BAD_REQUEST",
            message: "Two fields",
            requestID: "req-7",
            docs: "https://docs.example/BAD_REQUEST",
            details: [
                .init(code: "unserviceable_zip", field: "address.zip", message: "No"),
                .init(code: "x", field: "", message: "y"),
            ]
        )
        #expect(attempt.outcome == .rejected(error))
        #expect(attempt.reply?.requestID == "req-7")
    }

    @Test("A doubt after a server error keeps the request ID, and nothing of the server's text")
    func serverError() async throws {
        let server = try APIServer { _, _ in .init(status: "500 Oh", body: CreateLeadTests.envelope) }
        let attempt = await (try server.client()).createLead(body: [])
        #expect(attempt.outcome == .inDoubt(TransportFailure(.serverError, "The API answered with status 500.")))
        #expect(attempt.reply?.requestID == "req-7")
    }

    @Test(
        "A 429 tells how long to wait: Retry-After first, else the window's end",
        arguments: [
            (["Retry-After: 7", "ratelimit-reset: 3"], Duration.seconds(7)),
            (["Date: Sun, 22 Nov 2026 12:00:00 GMT", "Retry-After: Sun, 22 Nov 2026 12:00:09 GMT"], .seconds(9)),
            (["Retry-After: soon", "ratelimit-reset: 3"], .seconds(3)),
            ([], nil),
        ]
    )
    func throttled(fields: [String], expected: Duration?) async throws {
        let server = try APIServer { _, _ in .init(status: "429 Too Many Requests", fields: fields) }
        let attempt = await (try server.client()).createLead(body: [])
        #expect(attempt.outcome == .throttled(retryAfter: expected))
    }

    @Test("A request carries the token, the API's version and the program's name")
    func request() async throws {
        let server = try APIServer { _, _ in .init(body: APIServer.lead) }
        _ = await (try server.client()).createLead(body: Array("{\"plan\":\"pln_1\"}".utf8))
        let request = try #require(server.log.all.first)
        #expect(request.text == "{\"plan\":\"pln_1\"}")
        #expect(request.field("Authorization") == "Bearer token-0")
        #expect(request.field("X-API-Version") == "2026-05-27.curie")
        #expect(request.field("User-Agent") == "lead-import/test")
        #expect(request.field("Content-Type") == "application/json")
    }

    @Test("An API that cannot be reached has received nothing")
    func unreachable() async throws {
        let (descriptor, port) = try LoopbackServer.listen(backlog: nil)
        defer { LoopbackServer.close(descriptor) }
        for credentials in [Credentials.bearer(Secret("t")), .client(id: Secret("i"), secret: Secret("s"))] {
            let client = try NomosClient(
                configuration: .init(
                    baseURL: BaseURL("http://127.0.0.1:\(port)"),
                    credentials: credentials,
                    userAgent: "lead-import/test"
                ),
                transport: TestTransport.make()
            )
            let attempt = await client.createLead(body: [])
            #expect(word(attempt) == "not sent")
            #expect(attempt.reply == nil)
        }
    }
}
