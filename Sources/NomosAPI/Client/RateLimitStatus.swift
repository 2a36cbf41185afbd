/// What a response says about the API's rate limit, in either generation of the header fields:
///
/// - `ratelimit-limit: 10`, `ratelimit-remaining: 3`, `ratelimit-reset: 1`
/// - `RateLimit-Policy: "default";q=100;w=10` with `RateLimit: "default";r=50;t=30` (the later IETF drafts)
///
/// The newer fields win where both are there. A malformed field counts as absent.
public struct RateLimitStatus: Sendable, Equatable {
    /// How many requests are allowed in a window.
    public var limit: Int?
    /// The length of the window.
    public var window: Duration?
    /// How many requests are left in the present window.
    public var remaining: Int?
    /// How long until the window ends and the count starts anew.
    public var reset: Duration?

    /// Creates a status; see the properties for what each part means.
    public init(limit: Int? = nil, window: Duration? = nil, remaining: Int? = nil, reset: Duration? = nil) {
        self.limit = limit
        self.window = window
        self.remaining = remaining
        self.reset = reset
    }

    /// Reads the header fields; nil if none of them says anything.
    public init?(headers: HTTPHeaders) {
        self.init()
        let policies = headers["ratelimit-policy"].map(LimitItem.parse) ?? []
        // Of several limits the tightest counts: the fewest requests left, then the longest wait.
        let tightest = (headers["ratelimit"].map(LimitItem.parse) ?? [])
            .filter { $0["r"] != nil }
            .min { ($0["r"] ?? 0, -($0["t"] ?? 0)) < ($1["r"] ?? 0, -($1["t"] ?? 0)) }
        // A policy for a day is a quota, not a pace: of several the one for the shortest time sets it.
        let policy =
            policies.first { $0.name == tightest?.name }
            ?? policies.min { ($0["w"] ?? .max) < ($1["w"] ?? .max) }

        limit = policy?["q"] ?? RateLimitStatus.number(headers["ratelimit-limit"]) ?? policy?.bareNumber
        window = policy?["w"].map { .seconds($0) }
        remaining = tightest?["r"] ?? RateLimitStatus.number(headers["ratelimit-remaining"])
        let seconds = tightest == nil ? RateLimitStatus.number(headers["ratelimit-reset"]) : tightest?["t"]
        reset = seconds.map { .seconds($0) }
        if self == RateLimitStatus() { return nil }
    }

    /// `Retry-After`: seconds, or a date that is measured from `now` (best the same response's `Date`). Never negative.
    /// Nil if the field is absent or malformed (RFC 9110 section 10.2.3).
    public static func retryAfter(headers: HTTPHeaders, now: Timestamp) -> Duration? {
        guard let text = headers["retry-after"] else { return nil }
        if let seconds = number(text) { return .seconds(seconds) }
        return Timestamp(httpDate: text).map { max(.zero, $0 - now) }
    }

    /// A whole number, not negative, that a count or seconds can be. Larger ones are taken for nonsense.
    fileprivate static func number(_ text: (some StringProtocol)?) -> Int? {
        guard let text, !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(text), number <= 1_000_000_000
        else { return nil }
        return number
    }
}

/// An item of a list in HTTP's structured fields (RFC 9651), as far as the rate-limit fields use it.
private struct LimitItem {
    let name: String
    private let parameters: [(key: String, value: Int)]

    /// The item itself as a number, as an earlier draft had it: `RateLimit-Policy: 10;w=1`.
    var bareNumber: Int? { RateLimitStatus.number(name) }

    subscript(key: String) -> Int? { parameters.last { $0.key == key }?.value }

    static func parse(_ text: String) -> [LimitItem] {
        split(text, at: ",").compactMap { item in
            let parts = split(item, at: ";").map { $0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed() }
            guard let first = parts.first.map({ String($0) }), !first.isEmpty else { return nil }
            let parameters = parts.dropFirst().compactMap { part -> (key: String, value: Int)? in
                let pair = String(part).split(separator: "=", maxSplits: 1)
                guard pair.count == 2, let value = RateLimitStatus.number(pair[1]) else { return nil }
                return (String(pair[0]), value)
            }
            return LimitItem(name: first, parameters: parameters)
        }
    }

    /// Splits at a separator outside of quotes.
    private static func split(_ text: String, at separator: Character) -> [String] {
        var parts = [""]
        var isQuoted = false
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if character == separator && !isQuoted {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }
}
