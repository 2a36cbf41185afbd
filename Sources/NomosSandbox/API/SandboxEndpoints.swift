/// What each endpoint does, once a request is let through.
extension SandboxAPI {
    /// Does what an endpoint is for and gives the body of its 200; throws what else there is to answer.
    mutating func answer(
        _ request: HTTPRequest,
        _ endpoint: Endpoint,
        version: APIVersion,
        at now: Timestamp
    ) throws(APIError) -> [UInt8] {
        switch endpoint {
        case .token:
            let tokenEndpoint = TokenEndpoint(
                clientID: configuration.clientID,
                clientSecret: configuration.clientSecret,
                lifetimeSeconds: configuration.tokenLifetimeSeconds,
                scopes: configuration.scopes
            )
            return try tokenEndpoint.answer(request, tokens: &tokens, using: &idNumbers, at: now).bytes
        case .createLead:
            let lead = try lead(from: request, version: version, at: now)
            store.add(lead)
            var body: [UInt8] = []
            lead.append(to: &body)
            return body
        case .leads:
            let visible = now.advanced(bySeconds: configuration.clockOffsetSeconds - configuration.listLagSeconds)
            return try LeadList(QueryParameters(request.query)).page(of: store, visibleUntil: visible)
        case .lead(let id):
            guard let identifier = Identifier(id.utf8.dropFirst("lead_".utf8.count)), id.hasPrefix("lead_"),
                let position = store.position(of: identifier)
            else { throw APIError(.notFound, "There is no lead with this ID") }
            var body: [UInt8] = []
            store[position].append(to: &body)
            return body
        case .plans: return try list(catalogue.plans, request, fields: [])
        case .plan(let id):
            let isKnown = configuration.knownPlans?.contains(id) ?? LeadRules.isIdentifier(id, prefix: "pln_")
            let isFeedIn = configuration.feedInPlans.contains(id)
            guard isKnown || isFeedIn else { throw APIError(.notFound, "There is no plan with this ID") }
            return Catalogue.plan(id, isFeedIn: isFeedIn).json.bytes
        case .marketPartners: return try list(catalogue.marketPartners, request, fields: ["name", "code"])
        }
    }

    /// The lead that a body asks for; throws 400 or 404 if it may not be made.
    mutating func lead(
        from request: HTTPRequest,
        version: APIVersion,
        at now: Timestamp
    ) throws(APIError) -> LeadStore.Lead {
        let serverTime = now.advanced(bySeconds: configuration.clockOffsetSeconds)
        let type = request.header("content-type")?.lowercased() ?? "missing"
        guard type.hasPrefix("application/json") else {
            throw APIError(.badRequest, "The Content-Type is \(type.prefix(100)), not application/json")
        }
        let body: JSONValue
        do { body = try JSONReader.value(of: request.body) } catch {
            throw APIError(.badRequest, "Malformed JSON in request body: \(error.reason) at byte \(error.position)")
        }
        let plan = body["plan"]?.string ?? ""
        let isFeedIn = configuration.feedInPlans.contains(plan)
        if isFeedIn, !version.hasFeedInAndErrorDetails {
            throw APIError.invalid(
                "upgrade_api_version",
                "plan",
                "Feed-in plans need the API version \(APIVersion.curie.rawValue)"
            )
        }
        let details = rules.violations(of: body, today: Day.inBerlin(at: serverTime))
        if let first = details.first {
            let message = "\(first.code) in '\(first.field)': \(first.message)"
            throw APIError(.badRequest, message, details: details)
        }
        if let known = configuration.knownPlans, !known.contains(plan), !isFeedIn {
            throw APIError(.notFound, "There is no plan with the ID \(plan)")
        }
        return LeadStore.Lead(
            id: Identifier(using: &leadNumbers),
            createdAt: serverTime.flooredMilliseconds,
            tail: LeadStore.Lead.tail(createdBy: body["created_by"], metadata: body["metadata"]),
            body: configuration.keepsBodies ? request.body : nil
        )
    }

    private func list(
        _ items: [CatalogueItem],
        _ request: HTTPRequest,
        fields: Set<String>
    ) throws(APIError) -> [UInt8] {
        let query = QueryParameters(request.query)
        let paging = try Paging(query)
        var found: [CatalogueItem] = []
        for item in items where try item.satisfies(query.filters, fields: fields) { found.append(item) }
        var start = 0
        if let lastID = paging.lastID {
            guard let position = found.firstIndex(where: { $0.id == lastID }) else {
                throw APIError.invalid("invalid_value", "cursor", "Invalid cursor")
            }
            start = position + 1
        }
        let page = found[start...].prefix(paging.limit)
        let hasMore = page.endIndex < found.count
        let next =
            hasMore
            ? page.last.map { paging.cursor(after: $0.id, createdAt: $0.json["created_at"]?.string ?? "") } : nil
        let json: JSONValue = [
            "object": "list", "items": .array(page.map(\.json)), "has_more": .bool(hasMore),
            "next_page": JSONValue(next),
        ]
        return json.bytes
    }
}
