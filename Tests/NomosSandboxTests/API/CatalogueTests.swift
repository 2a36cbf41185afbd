import Testing

@testable import NomosSandbox

@Suite("Plans and market partners")
struct CatalogueTests {
    @Test("A well-formed plan ID is a consumption plan unless it is listed as feed-in")
    func plans() throws {
        var pure = PureAPI { $0.feedInPlans = ["pln_f"] }
        #expect(try pure.send("GET", "/plans/pln_a5dpsx46oxi68wbph3af25c3").json["type"] == "consumption")
        let feedIn = try pure.send("GET", "/plans/pln_f").json
        #expect(feedIn["type"] == "feed_in")
        for field in ["object", "id", "name", "slug", "description", "price", "currency", "created_at"] {
            #expect(feedIn[field] != nil)
        }
        for id in ["x", "pln_", "pln_a%2Eb", "pln_a%20b"] {
            #expect(try pure.send("GET", "/plans/\(id)").status == 404)
        }
        #expect(try pure.send("GET", "/plans").ids.contains("pln_f"))
    }

    private func names(_ query: String) throws -> [String] {
        var pure = PureAPI()
        return try pure.send("GET", "/market-partners?limit=100&\(query)").items.map { $0["name"]?.string ?? "" }
    }

    @Test(
        "Market partners are filtered by name",
        arguments: [
            ("filter[name][eq]=EnBW%20AG", ["EnBW AG"]),
            ("filter[name][contains]=fluss%22", ["Stadtwerke \"Am Fluss\" GmbH"]),
            ("filter[name][contains]=s%C3%BCwag", ["Süwag Vertrieb AG & Co. KG"]),
            ("filter[name][starts_with]=E.ON", ["E.ON Energie Deutschland GmbH"]),
            ("filter[name][ends_with]=Flow&filter[name][ends_with]=x", []),
            ("filter[name][in]=LichtBlick+SE,eprimo+GmbH", ["eprimo GmbH", "LichtBlick SE"]),
            ("filter[name][starts_with]=EnBW&filter[name][ne]=EnBW+AG", ["EnBW Energie Baden-Württemberg AG"]),
            ("filter[name][is_null]=true", []),
        ]
    )
    func byName(query: String, expected: [String]) throws {
        #expect(try names(query) == expected)
    }

    @Test("Market partners are found by code, and an unknown field filters nothing")
    func byCode() throws {
        var pure = PureAPI()
        let all = try pure.send("GET", "/market-partners?limit=100").items
        #expect(all.count >= 40)
        #expect(Set(all.map { $0["code"]?.string }).count == all.count)
        let code = try #require(all[5]["code"]?.string)
        #expect(code.wholeMatch(of: /[0-9]{13}/) != nil)
        #expect(try pure.send("GET", "/market-partners?filter[code][eq]=\(code)").items == [all[5]])
        #expect(try pure.send("GET", "/market-partners?limit=100&filter[city][eq]=x").items.count == all.count)
        #expect(try pure.send("GET", "/market-partners?filter[name][like]=x").status == 400)
    }

    @Test("The names of a partner's export are there")
    func exportNames() throws {
        let all = Set(try names(""))
        for name in [
            "E.ON Energie Deutschland GmbH", "Vattenfall Europe Sales GmbH", "EnBW AG",
            "Stadtwerke München; SWM Versorgungs GmbH", "RWE Vertrieb AG", "eprimo GmbH",
            "Stadtwerke \"Am Fluss\" GmbH",
            "Yello Strom GmbH", "LichtBlick SE", "Süwag Vertrieb AG & Co. KG",
        ] { #expect(all.contains(name)) }
    }

    @Test("A walk through the market partners sees each once")
    func walk() throws {
        var pure = PureAPI()
        var seen: [String] = []
        var cursor: String? = ""
        while let next = cursor {
            let page = try pure.send("GET", "/market-partners?limit=7&cursor=\(next)")
            seen += page.ids
            cursor = page.json["next_page"]?.string
        }
        #expect(seen == (try pure.send("GET", "/market-partners?limit=100").ids))
        #expect(try pure.send("GET", "/market-partners?cursor=eyJsYXN0X2lkIjoibXBfeCJ9").status == 400)
    }

    @Test("A previous supplier must be a known one on request")
    func knownSupplier() throws {
        var pure = PureAPI { $0.requiresKnownSupplier = true }
        let id = pure.api.catalogue.marketPartners[0].id
        func lead(_ supplier: String) -> String { PureAPI.lead.dropLast() + ",\"previous_supplier\":\"\(supplier)\"}" }
        #expect(try pure.create(lead(id)).status == 200)
        #expect(try pure.create(lead("mp_j02cmjngyd79q2e7axgx0jyn")).detailFields == ["previous_supplier"])
    }
}
