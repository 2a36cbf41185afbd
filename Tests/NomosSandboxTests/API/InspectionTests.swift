import Testing

@testable import NomosSandbox

@Suite("Reading back what happened")
struct InspectionTests {
    @Test("Statistics count by endpoint, status and fault, and leave the inspection itself out")
    func statistics() throws {
        var pure = PureAPI { $0.faultSequence = [nil, .resetAfter, .late] }
        for _ in 0..<4 { _ = try pure.create() }
        _ = try pure.send("GET", "/leads/lead_x")
        _ = try pure.send("GET", "/wp-admin")
        let stats = try pure.send("GET", "/_sandbox/stats", headers: ["Authorization": ""]).json
        #expect(
            stats == [
                "requests": 6, "requests_by_endpoint": ["GET /leads/{id}": 1, "POST /leads": 4, "other": 1],
                "requests_by_status": ["200": 2, "404": 2], "faults_played": ["late": 1, "reset-after": 1], "leads": 3,
                "late_leads": 1, "peak_requests_per_second": 6,
            ]
        )
    }

    @Test("The busiest second is found wherever it begins")
    func peak() throws {
        var pure = PureAPI()
        for _ in 0..<20 {
            _ = try pure.create()
            pure.now = pure.now.advanced(byMilliseconds: 100)
        }
        #expect(pure.api.statistics.peakRequestsPerSecond == 10)
        _ = try pure.create()
        _ = try pure.create()
        #expect(pure.api.statistics.peakRequestsPerSecond == 11)
    }

    @Test("The last requests are kept in detail, without tokens, with bodies only on request")
    func requests() throws {
        for keepsBodies in [false, true] {
            var pure = PureAPI {
                $0.requestLogLimit = 3
                $0.keepsBodies = keepsBodies
                $0.faultSequence = [nil, nil, nil, .resetBefore]
            }
            for _ in 0..<4 { _ = try pure.send("POST", "/leads?x", headers: ["User-Agent": "u"], body: PureAPI.lead) }
            let requests = pure.api.requests
            #expect(requests.map(\.number) == [2, 3, 4])
            #expect(requests.map(\.status) == [200, 200, nil])
            #expect(requests.map(\.fault) == [nil, nil, .resetBefore])
            #expect(requests.map(\.target) == ["/leads?x", "/leads?x", "/leads?x"])
            #expect(requests.map(\.body) == Array(repeating: keepsBodies ? PureAPI.lead : "", count: 3))
            #expect(requests[0].header("user-agent") == "u")
            #expect(requests[0].header("authorization") == "Bearer <redacted>")
            let json = try pure.send("GET", "/_sandbox/requests")
            #expect(!String(decoding: json.bytes, as: UTF8.self).contains("Bearer t"))
            #expect(json.json["requests"] == .array(requests.map(\.json)))
        }
    }

    @Test("Leads are read back in the order of their creation, page by page")
    func leads() throws {
        var pure = PureAPI { $0.keepsBodies = true }
        for index in 0..<5 { _ = try pure.create(PureAPI.lead.dropLast() + ",\"metadata\":{\"n\":\"\(index)\"}}") }
        let leads = pure.api.leads(in: 0..<5)
        #expect(leads.map(\.metadata) == (0..<5).map { ["n": "\($0)"] })
        #expect(leads[0].body?.hasPrefix("{\"plan\"") == true)
        #expect(leads[0].createdBy == nil)
        let page = try pure.send("GET", "/_sandbox/leads?from=1&limit=2").json
        #expect(page["total"] == 5)
        #expect(page["leads"] == .array(leads[1...2].map(\.json)))
        for query in ["from=9", "from=-1&limit=0", "from=x&limit=-3"] {
            #expect(try pure.send("GET", "/_sandbox/leads?\(query)").status == 200)
        }
    }

    @Test("Faults are read and set as text or JSON, and a wrong one changes nothing")
    func faults() throws {
        var pure = PureAPI()
        for (body, expected) in [
            ("half:0.5", "half:0.5"), (#"{"faults":"late:0.25"}"#, "late:0.25"), (#""half:1""#, "half:1.0"),
            ("nonsense:1", "half:1.0"), ("{}", "half:1.0"), ("none", "none"),
        ] {
            let set = try pure.send("PUT", "/_sandbox/faults", body: body)
            #expect(set.status == (body.hasPrefix("nonsense") || body == "{}" ? 400 : 200))
            #expect(try pure.send("GET", "/_sandbox/faults").json == ["faults": .string(expected)])
        }
    }

    @Test("The inspection needs no token and meets no limit and no fault; it is never counted")
    func unaffected() throws {
        var pure = PureAPI {
            $0.requestsPerSecond = 1
            $0.faultsEverywhere = true
            $0.faults = (try? FaultPlan("reset-before:1")) ?? .none
            $0.tokens = []
        }
        for _ in 0..<5 {
            #expect(try pure.send("GET", "/_sandbox/stats", headers: ["Authorization": ""]).status == 200)
        }
        #expect(pure.api.log.total == 0)
        #expect(try pure.send("GET", "/_sandbox/nothing").status == 404)
    }
}
