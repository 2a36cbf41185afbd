import Synchronization

/// Where every request to the API waits for its slot: the pacer, shared by all tasks.
final class RequestGate: Sendable {
    private let pacer: Mutex<Pacer>
    private let clock = ContinuousClock()

    private let configuredSeconds: Double

    init(requests: Double, per seconds: Double) {
        pacer = Mutex(Pacer(requests: requests, per: seconds))
        configuredSeconds = seconds
    }

    /// Returns when a request may leave. `announce` is called with the time it will leave at (milliseconds since 1970)
    /// while there is still time to wait, so that a journal's sync costs none of the rate; again if the slot was lost.
    ///
    /// Throws `CancellationError` when the task is cancelled while it waits, and what `announce` throws.
    func pass(announce: (Int64) async throws -> Void = { _ in }) async throws {
        while true {
            let now = clock.now
            let slot = pacer.withLock { $0.reserve(at: now) }
            try await announce(WallClock.milliseconds() + now.duration(to: slot).milliseconds)
            if slot > clock.now { try await clock.sleep(until: slot, tolerance: .zero) }
            try Task.checkCancellation()
            let admitted = pacer.withLock { $0.admits(slot, at: clock.now) }
            if admitted { return }
        }
    }

    /// The API said 429: nothing leaves for as long as it asks, or longer where it has said so again and again.
    func refused(retryAfter: Duration?) {
        let now = clock.now
        pacer.withLock { $0.refused(retryAfter: retryAfter, at: now) }
    }

    /// The API answered something else than 429.
    func accepted() { pacer.withLock { $0.accepted() } }

    /// Slows down to the limit that the API itself states, if that is lower than the configured one. Where it does not say
    /// for how many seconds (the older header fields), the configured time is taken.
    func adopt(requests: Double, per seconds: Double?) {
        pacer.withLock { $0.adopt(requests: requests, per: seconds ?? configuredSeconds) }
    }
}
