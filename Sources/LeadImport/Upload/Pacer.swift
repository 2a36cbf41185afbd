/// Gives every request its slot in time, so that no more than the API's limit are sent in any stretch of its length.
///
/// Slots are spaced evenly, never given out in bursts. A slot is good for `slack` after its time; a task that wakes later
/// than that (a suspended laptop, a starved machine) must reserve again. With a limit of R requests in P seconds and slots
/// `(P + slack) / R` apart, R + 1 requests can then never leave within P:
///
///     slots    0      102    204   …   1020 ms      (10 a second, slack 20 ms)
///     at worst 20                  …   1020 ms      = 11 requests in 1000 ms, none in less
///
/// A pure value: time is passed in. The cost of an operation is constant.
public struct Pacer: Sendable {
    /// A point in time of the monotonic clock.
    public typealias Instant = ContinuousClock.Instant

    /// The time from one slot to the next; zero: no limit.
    public private(set) var interval: Duration
    /// How late a slot may be used.
    public private(set) var slack: Duration

    private var next: Instant?
    private var pausedUntil: Instant?
    private var refusalsInARow = 0

    /// A pacer for `requests` in `seconds`; no requests (0) means no limit.
    ///
    /// The slack is 2 % of `seconds`: what it costs in throughput, and what it allows the clock and the network to jitter.
    public init(requests: Double, per seconds: Double) {
        if requests > 0, seconds > 0 {
            slack = .seconds(seconds * 0.02)
            interval = .seconds(seconds * 1.02 / requests)
        } else {
            slack = .seconds(3600)
            interval = .zero
        }
    }

    /// Slows down to a limit that is lower than the one in force; a higher one changes nothing, nor does any where no limit
    /// was asked for.
    public mutating func adopt(requests: Double, per seconds: Double) {
        let stated = Pacer(requests: requests, per: seconds)
        guard interval > .zero, stated.interval > interval else { return }
        interval = stated.interval
        slack = stated.slack
    }

    /// The earliest free slot: `now` or later. It counts as used.
    public mutating func reserve(at now: Instant) -> Instant {
        var slot = now
        if let next, next > slot { slot = next }
        if let pausedUntil, pausedUntil > slot { slot = pausedUntil }
        next = slot.advanced(by: interval)
        return slot
    }

    /// Whether a request may leave at `now` in the slot it reserved. If not (a pause was called meanwhile, or the task woke
    /// too late), the caller reserves again.
    public func admits(_ slot: Instant, at now: Instant) -> Bool {
        if let pausedUntil, slot < pausedUntil { return false }
        return now <= slot.advanced(by: slack)
    }

    /// The API said 429, and that holds for all: nothing leaves for the time it asks for, a second if it does not say.
    ///
    /// Where that does not help, the pause doubles, up to half a minute: a server that counts refused requests too, and asks
    /// for no wait or one too short, would refuse for ever. Refusals of requests that left before the pause count once.
    public mutating func refused(retryAfter: Duration?, at now: Instant) {
        if pausedUntil.map({ $0 <= now }) ?? true { refusalsInARow += 1 }
        let least = Backoff().delay(after: refusalsInARow, fraction: 1)
        pause(until: now.advanced(by: max(retryAfter ?? .seconds(1), least)))
    }

    /// The API took a request up: the pace suits it.
    public mutating func accepted() { refusalsInARow = 0 }

    /// Lets nothing leave before `instant`.
    public mutating func pause(until instant: Instant) {
        if let pausedUntil, pausedUntil >= instant { return }
        pausedUntil = instant
    }
}
