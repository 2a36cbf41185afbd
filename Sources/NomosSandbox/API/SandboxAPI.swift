/// The stand-in for the API: a request and the time in, a reply out. It knows no sockets and no clock.
struct SandboxAPI: Sendable {
    let configuration: SandboxConfiguration
    let rules: LeadRules
    let catalogue: Catalogue
    var faults: FaultPlan
    var forcedStatus: Int?
    var store = LeadStore()
    var tokens = TokenStore()
    var log: RequestLog
    private var faultSequence: ArraySlice<Fault?>
    private var limiter: RateLimiter?
    // Each with numbers of its own, so that a change of one does not change the others.
    private var faultNumbers: SeededGenerator
    private var latencyNumbers: SeededGenerator
    var idNumbers: SeededGenerator
    var leadNumbers: SeededGenerator
    /// Leads of requests met by the fault `late`, in the order in which they will be created.
    private var lateLeads: [(due: Timestamp, lead: LeadStore.Lead)] = []
    private var dateSecond: Int64 = -1
    private var dateText = ""

    init(_ configuration: SandboxConfiguration) {
        self.configuration = configuration
        catalogue = Catalogue(feedInPlans: configuration.feedInPlans, knownPlans: configuration.knownPlans)
        rules = LeadRules(
            feedInPlans: configuration.feedInPlans,
            unserviceableZips: configuration.unserviceableZips,
            knownSuppliers: configuration.requiresKnownSupplier ? Set(catalogue.marketPartners.map(\.id)) : nil,
            refusesUnknownFields: configuration.refusesUnknownFields
        )
        faults = configuration.faults
        forcedStatus = configuration.forcedStatus
        faultSequence = configuration.faultSequence[...]
        log = RequestLog(limit: configuration.requestLogLimit, keepsBodies: configuration.keepsBodies)
        limiter = RateLimiter(
            requestsPerSecond: configuration.requestsPerSecond,
            burst: configuration.burst,
            toleranceMilliseconds: configuration.rateToleranceMilliseconds
        )
        faultNumbers = SeededGenerator(seed: configuration.seed ^ 0xFA17)
        latencyNumbers = SeededGenerator(seed: configuration.seed ^ 0x1A7E)
        idNumbers = SeededGenerator(seed: configuration.seed ^ 0x1D)
        leadNumbers = SeededGenerator(seed: configuration.seed ^ 0x1EAD)
    }

    // MARK: One request

    /// Answers one request. `now` is the machine's time; the server's is ahead of it by the configured offset.
    mutating func reply(to request: HTTPRequest, at now: Timestamp) -> HTTPReply {
        createLateLeads(until: now)
        if request.path.hasPrefix("/_sandbox/") { return inspect(request, at: now) }
        log.arrived(at: now)
        let requestID = idNumbers.uuid()
        let serverTime = now.advanced(bySeconds: configuration.clockOffsetSeconds)
        let verdict = limiter?.admit(at: now)
        let version = APIVersion.named(by: request) ?? .curie
        var fault: Fault?
        var body: [UInt8] = []
        var failure: APIError?
        do throws(APIError) {
            let endpoint = try admit(request, verdict, at: now)
            if endpoint == .createLead || configuration.faultsEverywhere { fault = nextFault() }
            body = try answer(request, endpoint, version: version, meeting: fault, at: now)
        } catch {
            failure = error
            body = error.body(requestID: requestID, version: version)
        }
        if fault == .garbage {
            failure = nil
            body = Array("<!doctype html><title>Wartung</title>".utf8)
        }
        let head = ResponseHead(
            status: failure?.kind.status ?? 200,
            requestID: requestID,
            apiVersion: version.rawValue,
            date: date(at: serverTime),
            verdict: verdict,
            error: failure,
            keepsAlive: request.keepsAlive
        )
        let bytes = head.response(body: body, isBodyless: request.method == "HEAD")
        let delivery = delivery(of: fault, length: bytes.count, keepsAlive: request.keepsAlive)
        let entry = RequestLog.Entry(
            number: log.total,
            receivedAt: serverTime,
            request: request,
            requestID: requestID,
            status: delivery == .reset || delivery == .never ? nil : head.status,
            fault: fault
        )
        log.add(entry, endpoint: Endpoint.label(request))
        return HTTPReply(bytes: bytes, delivery: delivery, delayMilliseconds: latency())
    }

    /// The endpoint of a request that may use it; throws 429, 404, 405, the forced status, 401, 403 or 400.
    private func admit(
        _ request: HTTPRequest,
        _ verdict: RateLimiter.Verdict?,
        at now: Timestamp
    ) throws(APIError) -> Endpoint {
        if let verdict, !verdict.isAccepted {
            throw APIError.tooMany("Too many requests: \(verdict.limit) a second", after: verdict.retryAfterSeconds)
        }
        let endpoint = try Endpoint(request)
        if endpoint != .token {
            if let forcedStatus, let kind = APIError.Kind(status: forcedStatus) {
                throw APIError(kind, "The sandbox answers every request so")
            }
            try authorize(request, for: endpoint, at: now)
        }
        guard request.bytes(of: "x-api-version") == nil || APIVersion.named(by: request) != nil else {
            throw APIError.invalid("upgrade_api_version", "", "Unknown API version: use \(APIVersion.curie.rawValue)")
        }
        return endpoint
    }

    /// The body of a 200, unless the fault lets it not come to that.
    private mutating func answer(
        _ request: HTTPRequest,
        _ endpoint: Endpoint,
        version: APIVersion,
        meeting fault: Fault?,
        at now: Timestamp
    ) throws(APIError) -> [UInt8] {
        switch fault {
        case .errorBefore: throw APIError(.internalError, "The sandbox failed on purpose before it did anything")
        case .unavailable: throw APIError.unavailable(after: configuration.retryAfterSeconds)
        case .tooManyRequests:
            throw APIError.tooMany("The sandbox refuses on purpose", after: configuration.retryAfterSeconds)
        case .late where endpoint == .createLead:
            let due = now.advanced(bySeconds: configuration.lateSeconds)
            lateLeads.append((due, try lead(from: request, version: version, at: now)))
            return []
        case .resetBefore, .stallBefore, .late: return []
        case .errorAfter:
            _ = try answer(request, endpoint, version: version, at: now)
            throw APIError(.internalError, "The sandbox failed on purpose after the work was done")
        case nil, .resetAfter, .stallAfter, .half, .garbage:
            return try answer(request, endpoint, version: version, at: now)
        }
    }

    /// The response to bytes that are no request.
    mutating func refusal(_ problem: HTTPFailure, at now: Timestamp) -> [UInt8] {
        let requestID = idNumbers.uuid()
        let error = APIError(APIError.Kind(status: problem.status) ?? .badRequest, problem.message)
        let serverTime = now.advanced(bySeconds: configuration.clockOffsetSeconds)
        return ResponseHead(
            status: error.kind.status,
            requestID: requestID,
            apiVersion: APIVersion.curie.rawValue,
            date: date(at: serverTime),
            verdict: nil,
            error: error,
            keepsAlive: false
        ).response(body: error.body(requestID: requestID, version: .curie))
    }

    /// The fault of the next request: first those of the sequence, then by chance.
    private mutating func nextFault() -> Fault? {
        if let next = faultSequence.popFirst() { return next }
        return faults.fault(at: faultNumbers.unit())
    }

    private mutating func delivery(of fault: Fault?, length: Int, keepsAlive: Bool) -> HTTPReply.Delivery {
        switch fault {
        case .resetBefore, .resetAfter: .reset
        case .stallBefore, .stallAfter, .late: .never
        case .half: .cut(1 + Int(faultNumbers.unit() * Double(length - 1)))
        default: keepsAlive ? .whole : .wholeThenClose
        }
    }

    private mutating func latency() -> Int {
        let range = configuration.latencyMilliseconds
        return range.upperBound == 0 ? 0 : Int.random(in: range, using: &latencyNumbers)
    }

    mutating func date(at serverTime: Timestamp) -> String {
        if serverTime.seconds != dateSecond {
            dateSecond = serverTime.seconds
            dateText = serverTime.httpDate
        }
        return dateText
    }

    private func authorize(_ request: HTTPRequest, for endpoint: Endpoint, at now: Timestamp) throws(APIError) {
        let parts = request.header("authorization")?.split(separator: " ") ?? []
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw APIError(.unauthorized, "A bearer token is missing")
        }
        let token = String(parts[1])
        switch tokens.standing(of: token, at: now) {
        case .valid: break
        case .expired: throw APIError(.unauthorized, "The token is expired")
        case .unknown:
            if let known = configuration.tokens, !known.contains(token) {
                throw APIError(.unauthorized, "The token is unknown")
            }
        }
        guard configuration.scopes.contains(endpoint.scope) else {
            throw APIError(.forbidden, "The token lacks the scope \(endpoint.scope.rawValue)")
        }
    }

    // MARK: Late leads

    /// Creates the leads whose time has come. Called before anything else looks at the leads.
    mutating func createLateLeads(until now: Timestamp) {
        let due = lateLeads.prefix { $0.due <= now }
        guard !due.isEmpty else { return }
        for var late in due {
            late.lead.createdAt = late.due.advanced(bySeconds: configuration.clockOffsetSeconds).flooredMilliseconds
            store.add(late.lead)
        }
        lateLeads.removeFirst(due.count)
    }

    /// How many leads are still to come from `late`.
    var lateLeadCount: Int { lateLeads.count }
}

extension APIError {
    static func tooMany(_ message: String, after seconds: Int) -> APIError {
        var error = APIError(.tooManyRequests, message)
        error.retryAfterSeconds = seconds
        return error
    }

    static func unavailable(after seconds: Int) -> APIError {
        var error = APIError(.unavailable, "The sandbox is unavailable on purpose")
        error.retryAfterSeconds = seconds
        return error
    }
}
