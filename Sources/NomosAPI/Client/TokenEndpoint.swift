/// `POST /oauth/token`: a new access token by a refresh token, or by the client's ID and secret.
struct TokenEndpoint: Sendable {
    private let base: BaseURL
    private let requestFields: [HTTPField]
    private let tokenFields: [HTTPField]
    private let transport: HTTPTransport

    /// - Parameter fields: The header fields that all requests have.
    init(base: BaseURL, id: Secret, secret: Secret, fields: [HTTPField], transport: HTTPTransport) {
        self.base = base
        self.transport = transport
        let basic = Base64.encode("\(id.reveal()):\(secret.reveal())")
        requestFields = fields + [HTTPField("Authorization", Secret("Basic \(basic)"))]
        tokenFields = fields
    }

    /// How long before its end a token is renewed: a minute, or a tenth of a life shorter than ten minutes.
    static func margin(lifetime: Duration) -> Duration {
        min(.seconds(60), lifetime / 10)
    }

    /// Fetches a token, by the old one's refresh token first. Nothing is created by asking, so asking twice is harmless.
    func fetch(
        replacing old: AccessToken?,
        now: @Sendable () -> ContinuousClock.Instant
    ) async -> Result<AccessToken, TokenFailure> {
        let generation = (old?.generation ?? 0) + 1
        if let refreshToken = old?.refreshToken {
            let result = await fetch(generation: generation, now: now) { writer in
                writer.member("grant_type", "refresh_token")
                writer.member("refresh_token", refreshToken.reveal())
            }
            // A refresh token ends some day, too. The credentials themselves have the last word.
            guard case .failure(.refused) = result else { return result }
        }
        return await fetch(generation: generation, now: now) { $0.member("grant_type", "client_credentials") }
    }

    private func fetch(
        generation: Int,
        now: @Sendable () -> ContinuousClock.Instant,
        members: (inout JSONWriter) -> Void
    ) async -> Result<AccessToken, TokenFailure> {
        var writer = JSONWriter()
        writer.object(members)
        let asked = now()
        let request = HTTPRequest(
            base: base,
            path: "/oauth/token",
            method: .post(body: writer.bytes),
            fields: requestFields
        )
        switch await transport.send(request) {
        case .notSent(let failure), .inDoubt(let failure):
            return .failure(.unavailable(TransportFailure(failure.kind, "No token could be had: \(failure.message)")))
        case .response(let response):
            return token(from: response, generation: generation, asked: asked)
        }
    }

    private func token(
        from response: HTTPResponse,
        generation: Int,
        asked: ContinuousClock.Instant
    ) -> Result<AccessToken, TokenFailure> {
        let info = ReplyInfo(response: response, now: .now())
        switch response.status {
        case 200..<300:
            let json = JSONValue(parsing: response.body)
            guard let text = json?["access_token"]?.stringValue, !text.isEmpty, Secret(text).isHeaderSafe else {
                let message = "No token could be had: the token endpoint's answer holds none."
                return .failure(.unavailable(TransportFailure(.noToken, message)))
            }
            let lifetime = json?["expires_in"]?.numberValue.map { Duration.seconds(min(max($0, 0), 1e9)) }
            let refreshToken = json?["refresh_token"]?.stringValue
            return .success(
                AccessToken(
                    generation: generation,
                    fields: tokenFields + [.bearer(Secret(text))],
                    renewAt: lifetime.map { asked + $0 - TokenEndpoint.margin(lifetime: $0) },
                    expiresAt: lifetime.map { asked + $0 },
                    refreshToken: refreshToken.map { Secret($0) }
                )
            )
        case 408, 500...:
            let message = "No token could be had: the token endpoint answered with status \(response.status)."
            return .failure(.unavailable(TransportFailure(.noToken, message)))
        case 429:
            return .failure(.throttled(retryAfter: info.retryAfter ?? info.rateLimit?.reset))
        default:
            return .failure(.refused(APIError(response: response)))
        }
    }
}
