/// What a method and a path ask for.
enum Endpoint: Equatable {
    case token
    case createLead
    case leads
    case lead(String)
    case plans
    case plan(String)
    case marketPartners

    /// Finds the endpoint; throws 404 for an unknown path and 405 for a method that the path does not know.
    init(_ request: HTTPRequest) throws(APIError) {
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: true)
        let known: [String: Endpoint]
        switch (parts.first, parts.count) {
        case ("leads", 1): known = ["POST": .createLead, "GET": .leads]
        case ("leads", 2): known = ["GET": .lead(QueryParameters.decoded(parts[1].utf8))]
        case ("plans", 1): known = ["GET": .plans]
        case ("plans", 2): known = ["GET": .plan(QueryParameters.decoded(parts[1].utf8))]
        case ("market-partners", 1): known = ["GET": .marketPartners]
        case ("oauth", 2) where parts[1] == "token": known = ["POST": .token]
        default: throw APIError(.notFound, "There is no \(request.path.prefix(200))")
        }
        guard let endpoint = known[request.method] else {
            var error = APIError(.methodNotAllowed, "\(request.method.prefix(20)) is not possible here")
            error.allowedMethods = known.keys.sorted().joined(separator: ", ")
            throw error
        }
        self = endpoint
    }

    /// What a token must allow.
    var scope: SandboxConfiguration.Scope { self == .createLead ? .write : .read }

    /// What the counters call it: the method and the path with IDs left out, so that there are only so many.
    static func label(_ request: HTTPRequest) -> String {
        guard let endpoint = try? Endpoint(request) else { return "other" }
        return switch endpoint {
        case .token: "POST /oauth/token"
        case .createLead: "POST /leads"
        case .leads: "GET /leads"
        case .lead: "GET /leads/{id}"
        case .plans: "GET /plans"
        case .plan: "GET /plans/{id}"
        case .marketPartners: "GET /market-partners"
        }
    }
}

extension APIVersion {
    /// The version that a request asks for; nil if it names none or one that is unknown.
    static func named(by request: HTTPRequest) -> APIVersion? {
        request.header("x-api-version").flatMap(APIVersion.init)
    }
}
