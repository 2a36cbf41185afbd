/// How long to wait before a lead is sent again: exponential with full jitter, so that many waiting rows spread out.
///
/// After attempt n the wait is drawn evenly from 0 to `min(cap, base · 2ⁿ⁻¹)`:
///
///     after attempt   1     2    3    4    5     6     7
///     at most         0.5   1    2    4    8    16    30 s
public struct Backoff: Sendable {
    /// The longest wait after the first attempt.
    public var base: Duration
    /// The longest wait at all.
    public var cap: Duration

    /// A backoff; by default from half a second to half a minute.
    public init(base: Duration = .milliseconds(500), cap: Duration = .seconds(30)) {
        self.base = base
        self.cap = cap
    }

    /// The wait after attempt `attempt` (from 1), with `fraction` from 0 to 1 as the random part.
    public func delay(after attempt: Int, fraction: Double) -> Duration {
        let doublings = min(max(attempt, 1) - 1, 30)
        return min(cap, base * (1 << doublings)) * min(max(fraction, 0), 1)
    }
}
