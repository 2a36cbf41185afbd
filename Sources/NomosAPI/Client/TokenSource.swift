internal import Synchronization

/// An access token with what must be known to renew it.
struct AccessToken: Sendable {
    /// Counts up with every renewal, so that a late 401 of an old token does not renew the new one.
    let generation: Int
    /// The header fields of every request that uses the token.
    let fields: [HTTPField]
    /// From when on it is better to have a new one; nil if that is not known.
    let renewAt: ContinuousClock.Instant?
    /// From when on the API refuses it; nil if that is not known.
    let expiresAt: ContinuousClock.Instant?
    let refreshToken: Secret?
}

/// Why there is no token.
enum TokenFailure: Error {
    /// The token endpoint refused the credentials.
    case refused(APIError)
    case throttled(retryAfter: Duration?)
    case unavailable(TransportFailure)
}

/// Keeps the access token: fetches it when it is first wanted, renews it before it expires and after a 401. However many
/// requests wait, one renewal runs at a time and serves them all.
final class TokenSource: Sendable {
    private struct State {
        var token: AccessToken?
        var renewal: Task<Result<AccessToken, TokenFailure>, Never>?
    }

    private let state: Mutex<State>
    private let endpoint: TokenEndpoint?
    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameter now: The clock, so that a test need not wait an hour.
    init(
        credentials: Credentials,
        base: BaseURL,
        fields: [HTTPField],
        transport: HTTPTransport,
        now: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        self.now = now
        switch credentials {
        case .bearer(let secret):
            let token = AccessToken(
                generation: 0,
                fields: fields + [.bearer(secret)],
                renewAt: nil,
                expiresAt: nil,
                refreshToken: nil
            )
            state = Mutex(State(token: token))
            endpoint = nil
        case .client(let id, let secret):
            state = Mutex(State())
            endpoint = TokenEndpoint(base: base, id: id, secret: secret, fields: fields, transport: transport)
        }
    }

    /// A token that is good now.
    func current() async -> Result<AccessToken, TokenFailure> {
        let now = now()
        let old = state.withLock { $0.token }
        if let old, old.renewAt.map({ now < $0 }) ?? true { return .success(old) }
        switch await renew(old) {
        case .success(let token): return .success(token)
        case .failure(let failure):
            // Renewing starts early; until the old token really ends, a failure to renew harms nobody.
            if let old, old.expiresAt.map({ now < $0 }) ?? true { return .success(old) }
            return .failure(failure)
        }
    }

    /// A newer token than the one that the API just refused; nil if there can be none.
    func renewed(after refused: AccessToken) async -> Result<AccessToken, TokenFailure>? {
        endpoint == nil ? nil : await renew(refused)
    }

    /// Waits for the renewal of `old` that runs already, or runs it.
    private func renew(_ old: AccessToken?) async -> Result<AccessToken, TokenFailure> {
        guard let endpoint else {
            return .failure(.unavailable(TransportFailure(.noToken, "The token cannot be renewed.")))
        }
        enum Next {
            case done(AccessToken)
            case wait(Task<Result<AccessToken, TokenFailure>, Never>)
        }
        let next: Next = state.withLock { state in
            if let token = state.token, token.generation > old?.generation ?? 0 { return .done(token) }
            if let renewal = state.renewal { return .wait(renewal) }
            // A task of its own: it must go on when the request that started it is cancelled.
            let renewal = Task { [now] in
                let result = await endpoint.fetch(replacing: old, now: now)
                self.state.withLock { state in
                    if case .success(let token) = result { state.token = token }
                    state.renewal = nil
                }
                return result
            }
            state.renewal = renewal
            return .wait(renewal)
        }
        switch next {
        case .done(let token): return .success(token)
        case .wait(let renewal): return await renewal.value
        }
    }
}

extension HTTPField {
    static func bearer(_ token: Secret) -> HTTPField {
        HTTPField("Authorization", Secret("Bearer \(token.reveal())"))
    }
}
