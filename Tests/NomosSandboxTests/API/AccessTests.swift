import Testing

@testable import NomosSandbox

@Suite("Tokens, scopes, versions, paths")
struct AccessTests {
    @Test("Without a bearer token every endpoint answers 401", arguments: ["", "Basic abc", "Bearer", "Bearer a b"])
    func noToken(field: String) throws {
        var pure = PureAPI()
        for (method, target) in [
            ("POST", "/leads"), ("GET", "/leads"), ("GET", "/leads/x"), ("GET", "/plans"), ("GET", "/plans/pln_1"),
            ("GET", "/market-partners"),
        ] {
            let response = try pure.send(method, target, headers: ["Authorization": field], body: PureAPI.lead)
            #expect(response.status == 401)
            #expect(response.json["code"] == "UNAUTHORIZED")
        }
        #expect(pure.api.store.count == 0)
    }

    @Test("Only the tokens given are accepted, if any are")
    func knownTokens() throws {
        var pure = PureAPI { $0.tokens = ["good"] }
        #expect(try pure.send("GET", "/leads", headers: ["Authorization": "Bearer good"]).status == 200)
        #expect(try pure.send("GET", "/leads", headers: ["Authorization": "bearer good"]).status == 200)
        #expect(try pure.send("GET", "/leads", headers: ["Authorization": "Bearer bad"]).status == 401)
    }

    @Test("A token without the scope gets 403", arguments: SandboxConfiguration.Scope.allCases)
    func scopes(scope: SandboxConfiguration.Scope) throws {
        var pure = PureAPI { $0.scopes = [scope] }
        #expect(try pure.create().status == (scope == .write ? 200 : 403))
        #expect(try pure.send("GET", "/leads").status == (scope == .read ? 200 : 403))
    }

    private let client = ["Authorization": "Basic " + Base64.encoded(Array("id:se:cret".utf8))]
    private let form = ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"]

    private func configured(_ pure: inout SandboxConfiguration) {
        pure.tokens = []
        pure.clientID = "id"
        pure.clientSecret = "se:cret"
        pure.tokenLifetimeSeconds = 60
    }

    @Test("Credentials are exchanged for a token by Basic or body, form or JSON")
    func issues() throws {
        var pure = PureAPI(configured)
        let requests = [
            (client.merging(form) { $1 }, "grant_type=client_credentials"),
            (client, #"{"grant_type":"client_credentials"}"#),
            (
                form.merging(["Authorization": ""]) { $1 },
                "grant_type=client_credentials&client_id=id&client_secret=se%3Acret"
            ),
            (["Authorization": ""], #"{"grant_type":"client_credentials","client_id":"id","client_secret":"se:cret"}"#),
        ]
        for (headers, body) in requests {
            let response = try pure.send("POST", "/oauth/token", headers: headers, body: body)
            #expect(response.status == 200)
            #expect(response.json["token_type"] == "Bearer")
            #expect(response.json["expires_in"] == 60)
            #expect(response.json["scope"] == "read:* write:*")
            #expect(response.json["refresh_token"]?.string != nil)
            let token = try #require(response.json["access_token"]?.string)
            #expect(try pure.send("GET", "/leads", headers: ["Authorization": "Bearer \(token)"]).status == 200)
        }
    }

    @Test("An issued token expires after its lifetime and can be revoked")
    func expires() throws {
        for tokens in [Set<String>(), nil] {
            var pure = PureAPI {
                configured(&$0)
                $0.tokens = tokens
            }
            func token() throws -> [String: String] {
                let body = #"{"grant_type":"client_credentials"}"#
                let response = try pure.send("POST", "/oauth/token", headers: client, body: body)
                return ["Authorization": "Bearer \(response.json["access_token"]?.string ?? "")"]
            }
            var bearer = try token()
            pure.now = pure.now.advanced(bySeconds: 59.9)
            #expect(try pure.send("GET", "/leads", headers: bearer).status == 200)
            pure.now = pure.now.advanced(bySeconds: 0.1)
            #expect(try pure.send("GET", "/leads", headers: bearer).status == 401)
            bearer = try token()
            pure.api.tokens.revokeAll()
            #expect(try pure.send("GET", "/leads", headers: bearer).status == 401)
        }
    }

    @Test("A refresh token is good for one new token")
    func refresh() throws {
        var pure = PureAPI(configured)
        let body = #"{"grant_type":"client_credentials"}"#
        let first = try pure.send("POST", "/oauth/token", headers: client, body: body)
        let refresh =
            "{\"grant_type\":\"refresh_token\",\"refresh_token\":\"\(first.json["refresh_token"]?.string ?? "")\"}"
        let second = try pure.send("POST", "/oauth/token", headers: client, body: refresh)
        #expect(second.status == 200)
        #expect(second.json["access_token"] != first.json["access_token"])
        #expect(try pure.send("POST", "/oauth/token", headers: client, body: refresh).status == 401)
    }

    @Test(
        "Wrong credentials get 401, a wrong request 400",
        arguments: [
            ("Basic " + Base64.encoded(Array("id:wrong".utf8)), #"{"grant_type":"client_credentials"}"#, 401),
            ("Basic " + Base64.encoded(Array("other:se:cret".utf8)), #"{"grant_type":"client_credentials"}"#, 401),
            ("Basic ???", #"{"grant_type":"client_credentials"}"#, 401),
            ("", #"{"grant_type":"client_credentials"}"#, 401),
            ("Basic " + Base64.encoded(Array("id:se:cret".utf8)), #"{"grant_type":"password"}"#, 400),
            ("Basic " + Base64.encoded(Array("id:se:cret".utf8)), "{}", 400),
            ("Basic " + Base64.encoded(Array("id:se:cret".utf8)), "grant_type=client_credentials", 400),
            ("Basic " + Base64.encoded(Array("id:se:cret".utf8)), #"{"grant_type":"refresh_token"}"#, 401),
        ]
    )
    func wrongCredentials(authorization: String, body: String, status: Int) throws {
        var pure = PureAPI(configured)
        let headers = ["Authorization": authorization]
        #expect(try pure.send("POST", "/oauth/token", headers: headers, body: body).status == status)
    }

    @Test("Every response echoes the API version, and has an ID of its own that its envelope repeats")
    func echoes() throws {
        var pure = PureAPI()
        var ids: Set<String> = []
        for version in ["2026-05-27.curie", "2026-01-29.edison"] {
            for target in ["/leads", "/nothing"] {
                let response = try pure.send("GET", target, headers: ["X-API-Version": version])
                #expect(response.headers["x-api-version"] == version)
                let id = try #require(response.headers["x-request-id"])
                if response.status != 200 { #expect(response.json["requestId"] == .string(id)) }
                ids.insert(id)
            }
        }
        #expect(ids.count == 4)
        #expect(try pure.send("GET", "/leads").headers["x-api-version"] == "2026-05-27.curie")
    }

    @Test("An unknown version, or feed-in with an old one, asks for an upgrade")
    func upgrade() throws {
        var pure = PureAPI { $0.feedInPlans = ["pln_f"] }
        let unknown = try pure.send("GET", "/leads", headers: ["X-API-Version": "2020-01-01.nobody"])
        #expect(unknown.status == 400)
        #expect(unknown.detailCodes == ["upgrade_api_version"])
        let feedIn = #"{"plan":"pln_f","address":{"zip":"10115"},"meter":{"estimated_usage":2500,"type":"smart"}}"#
        #expect(try pure.create(feedIn).status == 200)
        let old = try pure.send("POST", "/leads", headers: ["X-API-Version": "2026-01-29.edison"], body: feedIn)
        #expect(old.status == 400)
        #expect(old.detailCodes == ["upgrade_api_version"])
    }

    @Test("An old version gets no errors[]")
    func oldEnvelope() throws {
        var pure = PureAPI()
        #expect(try pure.create("{}").json["errors"] != nil)
        let old = try pure.send("POST", "/leads", headers: ["X-API-Version": "2025-12-01.chucky"], body: "{}")
        #expect(old.status == 400)
        #expect(old.json["errors"] == nil)
    }

    @Test(
        "Other methods get 405 with the methods there are, other paths 404, both with the envelope",
        arguments: [
            ("PUT", "/leads", 405), ("DELETE", "/leads/lead_x", 405), ("POST", "/plans", 405),
            ("GET", "/oauth/token", 405),
            ("HEAD", "/leads", 405), ("GET", "/", 404), ("GET", "/leads/a/b", 404), ("POST", "/lead", 404),
        ]
    )
    func unknownEndpoints(method: String, target: String, status: Int) throws {
        var pure = PureAPI()
        let response = try pure.send(method, target)
        #expect(response.status == status)
        #expect((response.headers["allow"] != nil) == (status == 405))
        if method != "HEAD" {
            #expect(response.json["code"] == (status == 405 ? "METHOD_NOT_ALLOWED" : "NOT_FOUND"))
            #expect(response.json["docs"]?.string?.hasPrefix("https://docs.nomos.energy/") == true)
        }
    }

    @Test("A status can be forced on everything but tokens", arguments: [402, 403, 404, 409, 422, 500])
    func forced(status: Int) throws {
        var pure = PureAPI { $0.forcedStatus = status }
        #expect(try pure.create().status == status)
        #expect(try pure.send("GET", "/leads").status == status)
        let body = #"{"grant_type":"client_credentials"}"#
        #expect(try pure.send("POST", "/oauth/token", headers: client, body: body).status == 200)
    }
}
