import Testing

@testable import NomosSandbox

@Suite("Creating and listing leads")
struct LeadEndpointTests {
    @Test("A created lead comes back as the reference says, and again by its ID")
    func creates() throws {
        var pure = PureAPI()
        let body =
            #"{"plan":"pln_1","address":{"zip":"10115"},"meter":{"estimated_usage":2500},"created_by":"user@example.com","metadata":{"key":"ä\n"}}"#
        let response = try pure.create(body)
        let id = try #require(response.json["id"]?.string)
        #expect(response.status == 200)
        #expect(id.wholeMatch(of: /lead_[a-z0-9]{24}/) != nil)
        #expect(response.json["object"] == "lead")
        #expect(response.json["link"] == .string("https://nomos.checkout.energy/?id=\(id)"))
        #expect(response.json["created_at"] == "2026-05-22T12:00:00.000Z")
        #expect(response.json["created_by"] == "user@example.com")
        #expect(response.json["metadata"] == ["key": "ä\n"])
        for field in ["subscription", "subscribed_at", "last_visited_at"] {
            #expect(response.json[field] == JSONValue.null)
        }
        #expect(response.headers["content-type"] == "application/json; charset=utf-8")
        #expect(response.headers["date"] == "Fri, 22 May 2026 12:00:00 GMT")
        #expect(try pure.send("GET", "/leads/\(id)").json == response.json)
    }

    @Test("IDs are decided by the seed and never repeat")
    func ids() throws {
        func ids(seed: UInt64) throws -> [String] {
            var pure = PureAPI { $0.seed = seed }
            return try (0..<100).map { _ in try pure.create().json["id"]?.string ?? "" }
        }
        #expect(try ids(seed: 1) == ids(seed: 1))
        #expect(try Set(ids(seed: 1) + ids(seed: 2)).count == 200)
    }

    @Test(
        "A body that is no lead gets 400 and creates nothing",
        arguments: ["", "{", "[]", "null", "\"\"", "{}", "{\"plan\":\"pln_1\"}", "\u{FEFF}{}"]
    )
    func refuses(body: String) throws {
        var pure = PureAPI()
        let response = try pure.create(body)
        #expect(response.status == 400)
        #expect(response.json["code"] == "BAD_REQUEST")
        #expect(pure.api.store.count == 0)
    }

    @Test("Every violation is in errors[], with its field")
    func violations() throws {
        var pure = PureAPI()
        let response = try pure.create(
            #"{"plan":"pln_1","address":{"zip":"1011"},"meter":{"estimated_usage":"2.500"}}"#
        )
        #expect(response.detailCodes == ["too_small", "invalid_type"])
        #expect(response.detailFields == ["address.zip", "meter.estimated_usage"])
    }

    @Test("The body must be announced as JSON")
    func contentType() throws {
        var pure = PureAPI()
        for (type, status) in [
            ("", 400), ("text/plain", 400), ("application/json; charset=utf-8", 200), ("Application/JSON", 200),
        ] {
            #expect(
                try pure.send("POST", "/leads", headers: ["Content-Type": type], body: PureAPI.lead).status == status
            )
        }
    }

    @Test("With a list of plans, another plan is not found")
    func unknownPlan() throws {
        var pure = PureAPI { $0.knownPlans = ["pln_2"] }
        #expect(try pure.create().status == 404)
        #expect(try pure.create(PureAPI.lead.replacing("pln_1", with: "pln_2")).status == 200)
        #expect(try pure.send("GET", "/plans/pln_1").status == 404)
        #expect(try pure.send("GET", "/plans/pln_2").status == 200)
    }

    @Test("What is in the future is judged by the day in Germany and the server's clock")
    func serverClock() throws {
        let lead = PureAPI.lead.dropLast() + #","intended_start_date":"2026-05-23"}"#
        for (offset, status) in [(0.0, 200), (9 * 3600, 200), (10 * 3600, 400), (-86_400, 200)] {
            var pure = PureAPI { $0.clockOffsetSeconds = offset }
            #expect(try pure.create(String(lead)).status == status)
        }
        var ahead = PureAPI { $0.clockOffsetSeconds = 60 }
        let response = try ahead.create()
        #expect(response.json["created_at"] == "2026-05-22T12:01:00.000Z")
        #expect(response.headers["date"] == "Fri, 22 May 2026 12:01:00 GMT")
    }

    // MARK: Lists

    /// An API with leads created one second after the other, and their IDs in that order.
    private func filled(_ count: Int) throws -> (PureAPI, [String]) {
        var pure = PureAPI()
        var ids: [String] = []
        for _ in 0..<count {
            ids.append(try pure.create().json["id"]?.string ?? "")
            pure.now = pure.now.advanced(bySeconds: 1)
        }
        return (pure, ids)
    }

    @Test("The list shows the newest first, ten unless told")
    func newestFirst() throws {
        var (pure, ids) = try filled(12)
        let page = try pure.send("GET", "/leads")
        #expect(page.json["object"] == "list")
        #expect(page.ids == ids.suffix(10).reversed())
        #expect(page.json["has_more"] == true)
        let all = try pure.send("GET", "/leads?limit=100")
        #expect(all.ids == ids.reversed())
        #expect(all.json["has_more"] == false)
        #expect(all.json["next_page"] == JSONValue.null)
    }

    @Test("An empty list is a list")
    func emptyList() throws {
        var pure = PureAPI()
        #expect(
            try pure.send("GET", "/leads").json == ["object": "list", "items": [], "has_more": false, "next_page": nil]
        )
    }

    @Test("A walk sees every lead once, while new ones arrive", arguments: [1, 3, 7, 25, 100])
    func walk(limit: Int) throws {
        var (pure, ids) = try filled(25)
        var seen: [String] = []
        var cursor: String?
        repeat {
            let page = try pure.send("GET", "/leads?limit=\(limit)" + (cursor.map { "&cursor=\($0)" } ?? ""))
            seen += page.ids
            cursor = page.json["next_page"]?.string
            #expect(page.json["has_more"] == .bool(cursor != nil))
            _ = try pure.create()
            _ = try pure.create()
        } while cursor != nil
        #expect(seen == ids.reversed())
    }

    @Test(
        "The list can be cut to a time of creation, both ends included",
        arguments: [
            ("filter[created_at][gte]=2026-05-22T12:00:07Z", 7...9),
            ("filter[created_at][lte]=2026-05-22T12:00:02Z", 0...2),
            ("filter%5Bcreated_at%5D%5Bgte%5D=2026-05-22T12%3A00%3A07.000Z", 7...9),
            ("filter[created_at][gte]=2026-05-22T12:00:03Z&filter[created_at][lte]=2026-05-22T12:00:04Z", 3...4),
            ("filter[created_at][gte]=2026-05-22T14:00:07%2B02:00", 7...9),
            ("filter[created_at][gte]=2026-05-22T12:00:06.0001Z", 7...9),
            ("filter[created_at][lte]=2026-05-22T12:00:02.9999Z", 0...2),
            ("filter[created_at][gte]=2026-05-22", 0...9), ("filter[created_at][is_null]=false", 0...9),
            ("filter[plan][eq]=nothing", 0...9), ("unknown=1", 0...9),
        ]
    )
    func filters(query: String, expected: ClosedRange<Int>) throws {
        var (pure, ids) = try filled(10)
        #expect(try pure.send("GET", "/leads?limit=100&\(query)").ids == ids[expected].reversed())
    }

    @Test(
        "A time in which nothing was created gives an empty list",
        arguments: [
            "filter[created_at][gte]=2026-05-23", "filter[created_at][lte]=2026-05-21",
            "filter[created_at][is_null]=true",
            "filter[created_at][gte]=2026-05-22T12:00:05Z&filter[created_at][lte]=2026-05-22T12:00:04Z",
        ]
    )
    func filtersToNothing(query: String) throws {
        var (pure, _) = try filled(10)
        let page = try pure.send("GET", "/leads?\(query)")
        #expect(page.ids.isEmpty)
        #expect(page.json["has_more"] == false)
    }

    @Test("A filter holds on every page of a walk")
    func filteredWalk() throws {
        var (pure, ids) = try filled(10)
        let filter = "limit=2&filter[created_at][gte]=2026-05-22T12:00:06Z&filter[created_at][lte]=2026-05-22T12:00:08Z"
        let first = try pure.send("GET", "/leads?\(filter)")
        #expect(first.ids == [ids[8], ids[7]])
        let second = try pure.send("GET", "/leads?\(filter)&cursor=\(first.json["next_page"]?.string ?? "")")
        #expect(second.ids == [ids[6]])
        #expect(second.json["has_more"] == false)
    }

    @Test(
        "A wrong parameter gets 400",
        arguments: [
            "limit=0", "limit=101", "limit=ten", "limit=", "cursor=!", "cursor=e30=",
            "cursor=eyJsYXN0X2lkIjoibGVhZF94In0=", "filter[created_at][gte]=yesterday",
            "filter[created_at][gte]=2026-05-22T14:00:07+02:00", "filter[created_at][after]=2026-05-22",
        ]
    )
    func wrongParameters(query: String) throws {
        var pure = PureAPI()
        #expect(try pure.send("GET", "/leads?\(query)").status == 400)
    }

    @Test("A lead shows up in the list only after the lag, but at once by its ID")
    func lag() throws {
        var pure = PureAPI { $0.listLagSeconds = 5 }
        let id = try #require(try pure.create().json["id"]?.string)
        #expect(try pure.send("GET", "/leads").ids.isEmpty)
        #expect(try pure.send("GET", "/leads/\(id)").status == 200)
        pure.now = pure.now.advanced(bySeconds: 5)
        #expect(try pure.send("GET", "/leads").ids == [id])
    }

    @Test("An unknown lead is not found", arguments: ["lead_a8n8ol7yd4h0wohx824f0bui", "lead_", "x", "%00", "lead_ä"])
    func unknownLead(id: String) throws {
        var pure = PureAPI()
        #expect(try pure.send("GET", "/leads/\(id)").status == 404)
    }
}
