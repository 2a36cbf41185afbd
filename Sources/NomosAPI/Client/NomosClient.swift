/// The Nomos API: creates leads, and reads what an import needs to know.
///
/// Nothing is retried here. The one request that is sent a second time is one the API refused with 401, once, with a
/// renewed token: a refused request made nothing.
public final class NomosClient: Sendable {
    /// Where the API is and who asks.
    public struct Configuration: Sendable {
        /// Where the API is.
        public var baseURL: BaseURL
        /// Who asks.
        public var credentials: Credentials
        /// The API version that pins the shapes of requests and responses (`X-API-Version`).
        public var apiVersion: String
        /// What the API's operator sees of this program, such as `lead-import/1.0.0`.
        public var userAgent: String

        /// Creates a configuration; see the properties for what each part means.
        public init(
            baseURL: BaseURL,
            credentials: Credentials,
            apiVersion: String = "2026-05-27.curie",
            userAgent: String
        ) {
            self.baseURL = baseURL
            self.credentials = credentials
            self.apiVersion = apiVersion
            self.userAgent = userAgent
        }
    }

    private let base: BaseURL
    private let transport: HTTPTransport
    private let tokens: TokenSource

    /// Creates a client that sends over `transport`, which others may use as well.
    ///
    /// - Throws: ``CredentialsError`` if the credentials cannot stand in a header. No request is made yet.
    public convenience init(configuration: Configuration, transport: HTTPTransport) throws(CredentialsError) {
        try self.init(configuration: configuration, transport: transport, now: { .now })
    }

    /// - Parameter now: The clock that decides when a token is renewed.
    init(
        configuration: Configuration,
        transport: HTTPTransport,
        now: @escaping @Sendable () -> ContinuousClock.Instant
    ) throws(CredentialsError) {
        try configuration.credentials.validate()
        base = configuration.baseURL
        self.transport = transport
        tokens = TokenSource(
            credentials: configuration.credentials,
            base: configuration.baseURL,
            fields: [
                HTTPField("User-Agent", configuration.userAgent),
                HTTPField("X-API-Version", configuration.apiVersion),
                HTTPField("Accept", "application/json"),
                HTTPField("Content-Type", "application/json"),
            ],
            transport: transport,
            now: now
        )
    }

    /// Creates a lead: `POST /leads` with that body (``Lead/json(into:)``), once.
    ///
    /// - Parameter mark: A metadata entry of the lead that no other lead has. If the answer shows another value under
    ///   its key, it answers another request (a server or proxy got out of step), and the outcome is in doubt.
    public func createLead(body: [UInt8], marked mark: Lead.MetadataEntry? = nil) async -> CreateAttempt {
        switch await send(.post(body: body), "/leads") {
        case .failure(.refused(let error)): CreateAttempt(outcome: .refused(error))
        case .failure(.throttled(let retryAfter)): CreateAttempt(outcome: .throttled(retryAfter: retryAfter))
        case .failure(.unavailable(let failure)): CreateAttempt(outcome: .notSent(failure))
        case .success(.notSent(let failure)): CreateAttempt(outcome: .notSent(failure))
        case .success(.inDoubt(let failure)): CreateAttempt(outcome: .inDoubt(failure))
        case .success(.response(let response)): CreateAttempt(response: response, mark: mark, now: .now())
        }
    }

    /// One page of the leads, newest first: `GET /leads`.
    ///
    /// - Parameters:
    ///   - createdFrom: The earliest creation time to list, by the server's clock.
    ///   - createdTo: The latest one. Both borders are included, and moved outwards to whole milliseconds, the
    ///     API's own precision.
    ///   - cursor: The ``Page/nextCursor`` of the page before; keep the other parameters the same.
    ///   - limit: How many leads a page has, from 1 to 100.
    public func listLeads(
        createdFrom: Timestamp? = nil,
        createdTo: Timestamp? = nil,
        cursor: String? = nil,
        limit: Int = 100
    ) async -> ReadAttempt<Page<CreatedLead>> {
        var query = Query()
        query.add("limit", String(limit))
        query.add("filter[created_at][gte]", createdFrom?.wholeMilliseconds(.down).description)
        query.add("filter[created_at][lte]", createdTo?.wholeMilliseconds(.up).description)
        query.add("cursor", cursor)
        return await read("/leads" + query.text) { Page(json: $0, item: CreatedLead.init(json:)) }
    }

    /// A plan: `GET /plans/{id}`.
    public func plan(id: String) async -> ReadAttempt<Plan> {
        await read("/plans/" + Query.encoded(id), Plan.init(json:))
    }

    /// One page of market partners: `GET /market-partners`.
    ///
    /// - Parameters:
    ///   - filter: Which ones; nil for all.
    ///   - cursor: The ``Page/nextCursor`` of the page before; keep the other parameters the same.
    ///   - limit: How many a page has, from 1 to 100.
    public func marketPartners(
        _ filter: MarketPartner.Filter? = nil,
        cursor: String? = nil,
        limit: Int = 100
    ) async -> ReadAttempt<Page<MarketPartner>> {
        var query = Query()
        query.add("limit", String(limit))
        switch filter {
        case .nameContains(let text): query.add("filter[name][contains]", text)
        case .nameEquals(let text): query.add("filter[name][eq]", text)
        case .codeEquals(let text): query.add("filter[code][eq]", text)
        case nil: break
        }
        query.add("cursor", cursor)
        return await read("/market-partners" + query.text) { Page(json: $0, item: MarketPartner.init(json:)) }
    }

    private func read<Value: Sendable>(
        _ path: String,
        _ decode: (JSONValue) -> Value?
    ) async -> ReadAttempt<Value> {
        switch await send(.get, path) {
        case .failure(.refused(let error)): ReadAttempt(outcome: .refused(error))
        case .failure(.throttled(let retryAfter)): ReadAttempt(outcome: .throttled(retryAfter: retryAfter))
        case .failure(.unavailable(let failure)): ReadAttempt(outcome: .failed(failure, isRetryable: true))
        case .success(.notSent(let failure)), .success(.inDoubt(let failure)):
            ReadAttempt(outcome: .failed(failure, isRetryable: failure.kind != .responseTooLarge))
        case .success(.response(let response)): ReadAttempt(response: response, now: .now(), decode: decode)
        }
    }

    private func send(_ method: HTTPRequest.Method, _ path: String) async -> Result<HTTPExchange, TokenFailure> {
        let token: AccessToken
        switch await tokens.current() {
        case .success(let current): token = current
        case .failure(let failure): return .failure(failure)
        }
        var request = HTTPRequest(base: base, path: path, method: method, fields: token.fields)
        let exchange = await transport.send(request)
        guard case .response(let response) = exchange, response.status == 401,
            let renewal = await tokens.renewed(after: token)
        else { return .success(exchange) }
        switch renewal {
        case .failure(let failure): return .failure(failure)
        case .success(let renewed):
            request.fields = renewed.fields
            return .success(await transport.send(request))
        }
    }
}

/// Puts a query together, percent-encoding everything but the unreserved characters of RFC 3986.
struct Query {
    private(set) var text = ""

    mutating func add(_ name: String, _ value: String?) {
        guard let value else { return }
        text += (text.isEmpty ? "?" : "&") + Query.encoded(name) + "=" + Query.encoded(value)
    }

    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
