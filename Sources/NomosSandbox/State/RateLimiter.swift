/// The API's limit of N requests a second, as a sliding window: **no window of one second holds more than N accepted
/// requests**. There is no boundary at which two bursts could meet, as there is with fixed windows.
///
/// The window is shortened by a tolerance (50 ms by default), so that a client which sends exactly N a second, evenly
/// spaced, is never refused because the network delivered one request late and the one a second later on time. What
/// exceeds that is refused at once; a refused request uses up nothing.
///
/// With a `burst` of B below N, a second window applies: no more than B in any B/N seconds (less the same tolerance, or half
/// the window if that is shorter), so that a client has to space its requests.
///
/// Example, 10 a second: ten requests at 0 s are accepted; an eleventh at 0.5 s is refused with `retry-after: 1`, and is
/// accepted from 0.95 s on.
struct RateLimiter: Sendable {
    /// What the limiter says of one request, and what the rate-limit fields of its response tell.
    struct Verdict: Equatable {
        var isAccepted: Bool
        var limit: Int
        var remaining: Int
        /// Whole seconds, rounded up, until the oldest request leaves the window.
        var resetSeconds: Int
        /// Whole seconds, rounded up and at least 1, until a request can be accepted; 0 if this one was.
        var retryAfterSeconds: Int
    }

    let limit: Int
    private var second: SlidingWindow
    private var burst: (limit: Int, window: SlidingWindow)?

    /// Nil for `requestsPerSecond` below 1: no limit.
    init?(requestsPerSecond: Int, burst: Int?, toleranceMilliseconds: Int) {
        guard requestsPerSecond >= 1 else { return nil }
        func shortened(_ length: Int64) -> Int64 {
            max(length - max(0, Int64(toleranceMilliseconds)) * 1_000_000, length / 2)
        }
        limit = requestsPerSecond
        second = SlidingWindow(length: shortened(1_000_000_000))
        if let burst, burst >= 1, burst < requestsPerSecond {
            let length = Int64(burst) * 1_000_000_000 / Int64(requestsPerSecond)
            self.burst = (burst, SlidingWindow(length: shortened(length)))
        }
    }

    /// Judges a request that arrives at `now`; times must not go backwards.
    mutating func admit(at now: Timestamp) -> Verdict {
        second.moveOn(to: now)
        burst?.window.moveOn(to: now)
        var waiting: Int64 = 0
        if second.count >= limit { waiting = wait(for: second, at: now) }
        if let burst, burst.window.count >= burst.limit { waiting = max(waiting, wait(for: burst.window, at: now)) }
        let isAccepted = waiting == 0
        if isAccepted {
            second.add(now)
            burst?.window.add(now)
        }
        return Verdict(
            isAccepted: isAccepted,
            limit: limit,
            remaining: limit - second.count,
            resetSeconds: wholeSeconds(wait(for: second, at: now)),
            retryAfterSeconds: isAccepted ? 0 : wholeSeconds(waiting)
        )
    }

    private func wait(for window: SlidingWindow, at now: Timestamp) -> Int64 {
        guard let oldest = window.oldest else { return 0 }
        return max(1, oldest.nanoseconds + window.length - now.nanoseconds)
    }

    private func wholeSeconds(_ nanoseconds: Int64) -> Int {
        Int((nanoseconds + 999_999_999) / 1_000_000_000)
    }
}
