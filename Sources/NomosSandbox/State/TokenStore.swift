/// The tokens that POST /oauth/token has issued.
struct TokenStore: Sendable {
    private var expiries: [String: Timestamp] = [:]
    private var refreshTokens: Set<String> = []
    /// A client that asks for a token with every request must not fill the memory.
    private static let maximum = 10_000

    /// The prefix of issued tokens: one that is unknown has been revoked or forgotten, and is not taken for a ready one.
    static let prefix = "sandbox_"

    enum Standing { case unknown, valid, expired }

    mutating func issue(until expiry: Timestamp, using generator: inout SeededGenerator) -> (
        access: String, refresh: String
    ) {
        if expiries.count >= TokenStore.maximum { expiries.removeAll() }
        if refreshTokens.count >= TokenStore.maximum { refreshTokens.removeAll() }
        let access = Identifier(using: &generator).text(prefix: TokenStore.prefix)
        let refresh = Identifier(using: &generator).text(prefix: "refresh_")
        expiries[access] = expiry
        refreshTokens.insert(refresh)
        return (access, refresh)
    }

    func standing(of token: String, at now: Timestamp) -> Standing {
        guard let expiry = expiries[token] else { return token.hasPrefix(TokenStore.prefix) ? .expired : .unknown }
        return now < expiry ? .valid : .expired
    }

    /// Takes a refresh token, which is good for one use.
    mutating func redeem(_ refreshToken: String) -> Bool { refreshTokens.remove(refreshToken) != nil }

    /// Makes every access token issued so far invalid.
    mutating func revokeAll() { expiries.removeAll() }
}
