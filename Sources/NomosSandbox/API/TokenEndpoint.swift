/// POST /oauth/token (RFC 6749): Basic or body credentials, a form or JSON.
struct TokenEndpoint {
    var clientID: String?
    var clientSecret: String?
    var lifetimeSeconds: Double
    var scopes: Set<SandboxConfiguration.Scope>

    /// Issues a token; throws 400 for a request that is none, 401 for wrong credentials.
    func answer(
        _ request: HTTPRequest,
        tokens: inout TokenStore,
        using generator: inout SeededGenerator,
        at now: Timestamp
    ) throws(APIError) -> JSONValue {
        let parameters = try parameters(of: request)
        try checkClient(request, parameters)
        switch parameters["grant_type"] {
        case "client_credentials": break
        case "refresh_token":
            guard let token = parameters["refresh_token"], tokens.redeem(token) else {
                throw APIError(.unauthorized, "The refresh token is unknown or was used before")
            }
        case nil:
            throw APIError.invalid("invalid_type", "grant_type", "Invalid input: expected string, received undefined")
        default:
            throw APIError.invalid(
                "invalid_value",
                "grant_type",
                "The sandbox knows client_credentials and refresh_token"
            )
        }
        let expiry = now.advanced(bySeconds: lifetimeSeconds)
        let issued = tokens.issue(until: expiry, using: &generator)
        let scope = SandboxConfiguration.Scope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: " ")
        return [
            "access_token": .string(issued.access), "token_type": "Bearer", "expires_in": .number(lifetimeSeconds),
            "refresh_token": .string(issued.refresh), "scope": .string(scope),
        ]
    }

    private func parameters(of request: HTTPRequest) throws(APIError) -> [String: String] {
        var parameters: [String: String] = [:]
        let type = request.header("content-type")?.lowercased() ?? ""
        if type.hasPrefix("application/x-www-form-urlencoded") {
            for item in QueryParameters(String(decoding: request.body, as: UTF8.self)).items {
                parameters[item.name] = item.value
            }
            return parameters
        }
        let json: JSONValue
        do { json = try JSONReader.value(of: request.body) } catch {
            throw APIError(
                .badRequest,
                "The body is neither a form nor JSON: \(error.reason) at byte \(error.position)"
            )
        }
        guard case .object(let members) = json else { throw APIError(.badRequest, "The body is no JSON object") }
        for member in members { parameters[member.name] = member.value.string }
        return parameters
    }

    private func checkClient(_ request: HTTPRequest, _ parameters: [String: String]) throws(APIError) {
        var id = parameters["client_id"] ?? ""
        var secret = parameters["client_secret"] ?? ""
        if let field = request.header("authorization") {
            let parts = field.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "basic",
                let pair = Base64.decoded(String(parts[1])).map({ String(decoding: $0, as: UTF8.self) }),
                let colon = pair.firstIndex(of: ":")
            else { throw APIError(.unauthorized, "The Authorization field is no Basic credentials") }
            id = String(pair[..<colon])
            secret = String(pair[pair.index(after: colon)...])
        }
        guard !id.isEmpty, !secret.isEmpty, clientID == nil || id == clientID,
            clientSecret == nil || secret == clientSecret
        else { throw APIError(.unauthorized, "The client ID or the secret is wrong") }
    }
}
