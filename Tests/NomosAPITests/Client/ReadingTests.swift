import Testing

@testable import NomosAPI

@Suite("Lists, plans and market partners", .timeLimit(.minutes(1)))
struct ReadingTests {
    private func word<Value>(_ attempt: ReadAttempt<Value>) -> String {
        switch attempt.outcome {
        case .success: "success"
        case .refused: "refused"
        case .notFound: "not found"
        case .throttled: "throttled"
        case .failed(_, let isRetryable): isRetryable ? "retryable" : "failed"
        }
    }

    @Test("A page of leads is asked for by creation time and cursor, everything encoded")
    func listLeads() async throws {
        let body = "{\"object\":\"list\",\"items\":[\(APIServer.lead)],\"has_more\":true,\"next_page\":\"ey=/+\"}"
        let server = try APIServer { _, _ in .init(body: body) }
        let client = try server.client()
        let attempt = await client.listLeads(
            createdFrom: Timestamp(iso8601: "2026-11-22T13:00:00.500999+01:00"),
            createdTo: Timestamp(microsecondsSince1970: -1),
            cursor: "a=b&c/ü"
        )
        guard case .success(let page) = attempt.outcome else {
            Issue.record("\(attempt)")
            return
        }
        #expect(page.items.map(\.id) == ["lead_1"])
        #expect(page.nextCursor == "ey=/+")
        let expected =
            "GET /leads?limit=100&filter%5Bcreated_at%5D%5Bgte%5D=2026-11-22T12%3A00%3A00.500Z"
            + "&filter%5Bcreated_at%5D%5Blte%5D=1970-01-01T00%3A00%3A00.000Z&cursor=a%3Db%26c%2F%C3%BC"
        #expect(server.lines == [expected])
    }

    @Test(
        "A list is read whole or not at all",
        arguments: [
            ("{\"items\":[]}", "success"),
            ("{\"object\":\"list\",\"items\":[],\"next_page\":null,\"has_more\":false}", "success"),
            ("{\"items\":[{\"object\":\"lead\"}]}", "retryable"),
            ("{\"items\":[],\"has_more\":true}", "retryable"),
            ("{\"items\":[],\"has_more\":true,\"next_page\":\"\"}", "retryable"),
            ("{\"object\":\"list\"}", "retryable"), ("[]", "retryable"), ("", "retryable"),
            ("{\"items\":[", "retryable"),
        ]
    )
    func lists(body: String, expected: String) async throws {
        let server = try APIServer { _, _ in .init(body: body) }
        #expect(word(await (try server.client()).listLeads()) == expected)
    }

    @Test(
        "Statuses of a GET",
        arguments: [
            ("401 Unauthorized", "refused"), ("402 Pay", "refused"), ("403 Forbidden", "refused"),
            ("404 Not Found", "not found"), ("429 Too Many", "throttled"), ("500 Oh", "retryable"),
            ("408 Timeout", "retryable"), ("400 Bad Request", "failed"), ("302 Found", "failed"),
        ]
    )
    func statuses(status: String, expected: String) async throws {
        let server = try APIServer { _, _ in .init(status: status) }
        #expect(word(await (try server.client()).plan(id: "pln_1")) == expected)
    }

    @Test(
        "A plan says by type or direction what it is for",
        arguments: [
            ("\"type\":\"consumption\"", Plan.Kind.consumption), ("\"type\":\"feed_in\"", .feedIn),
            ("\"direction\":\"feed_in\"", .feedIn), ("\"type\":\"storage\"", nil), ("\"name\":\"n\"", nil),
        ]
    )
    func plan(member: String, expected: Plan.Kind?) async throws {
        let server = try APIServer { _, _ in .init(body: "{\"object\":\"plan\",\"id\":\"pln_1\",\(member)}") }
        guard case .success(let plan) = await (try server.client()).plan(id: "pln_1/../x").outcome else {
            Issue.record("no plan")
            return
        }
        #expect(plan.kind == expected)
        #expect(server.lines == ["GET /plans/pln_1%2F..%2Fx"])
    }

    @Test("Market partners are found by name")
    func marketPartners() async throws {
        let body = """
            {"object":"list","items":[{"object":"market_partner","id":"mp_1","name":"Stadtwerke Köln","code":"99"}]}
            """
        let server = try APIServer { _, _ in .init(body: body) }
        let client = try server.client()
        guard case .success(let page) = await client.marketPartners(.nameContains("Köln & Co")).outcome else {
            Issue.record("no page")
            return
        }
        #expect(page == Page(items: [MarketPartner(id: "mp_1", name: "Stadtwerke Köln", code: "99")]))
        _ = await client.marketPartners(.nameEquals("a"), cursor: "c", limit: 5)
        _ = await client.marketPartners(.codeEquals("9"))
        _ = await client.marketPartners()
        #expect(
            server.lines == [
                "GET /market-partners?limit=100&filter%5Bname%5D%5Bcontains%5D=K%C3%B6ln%20%26%20Co",
                "GET /market-partners?limit=5&filter%5Bname%5D%5Beq%5D=a&cursor=c",
                "GET /market-partners?limit=100&filter%5Bcode%5D%5Beq%5D=9", "GET /market-partners?limit=100",
            ]
        )
    }
}
