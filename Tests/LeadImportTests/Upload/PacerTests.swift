import Testing

@testable import LeadImport

@Suite("Pacer")
struct PacerTests {
    private let start = ContinuousClock.now

    private func after(_ duration: Duration) -> Pacer.Instant { start.advanced(by: duration) }

    @Test("Slots are spaced by the limit and its slack, from the first moment asked for")
    func spacing() {
        var pacer = Pacer(requests: 10, per: 1)
        let slots = (0..<5).map { _ in start.duration(to: pacer.reserve(at: start)) }
        #expect(slots == [0, 102, 204, 306, 408].map { .milliseconds($0) })
    }

    @Test("After an idle time there is no burst to make up for it")
    func noBurst() {
        var pacer = Pacer(requests: 10, per: 1)
        _ = pacer.reserve(at: start)
        #expect(pacer.reserve(at: after(.seconds(60))) == after(.seconds(60)))
        #expect(pacer.reserve(at: after(.seconds(60))) == after(.milliseconds(60_102)))
    }

    @Test("Without a limit every request may leave at once, however late it wakes")
    func unlimited() {
        var pacer = Pacer(requests: 0, per: 1)
        for _ in 0..<3 { #expect(pacer.reserve(at: start) == start) }
        #expect(pacer.admits(start, at: after(.seconds(1000))))
    }

    @Test(
        "A slot is good for the slack and not a moment longer",
        arguments: [(20, true), (21, false), (100_000, false)]
    )
    func lateWake(milliseconds: Int, isAdmitted: Bool) {
        var pacer = Pacer(requests: 10, per: 1)
        let slot = pacer.reserve(at: start)
        #expect(pacer.admits(slot, at: after(.milliseconds(milliseconds))) == isAdmitted)
    }

    @Test("A pause makes the slots before its end void, also those given out already, and none after it")
    func pause() {
        var pacer = Pacer(requests: 10, per: 1)
        let early = pacer.reserve(at: start)
        pacer.pause(until: after(.seconds(2)))
        #expect(!pacer.admits(early, at: start))
        #expect(pacer.reserve(at: start) == after(.seconds(2)))
        #expect(pacer.reserve(at: start) == after(.milliseconds(2102)))
        #expect(pacer.admits(after(.seconds(2)), at: after(.seconds(2))))
    }

    @Test("A shorter pause does not end a longer one")
    func overlappingPauses() {
        var pacer = Pacer(requests: 10, per: 1)
        pacer.pause(until: after(.seconds(5)))
        pacer.pause(until: after(.seconds(1)))
        #expect(pacer.reserve(at: start) == after(.seconds(5)))
    }

    @Test(
        "A 429 pauses all for the time it asks for; one after the other, twice as long each time, until an answer comes"
    )
    func refused() {
        var pacer = Pacer(requests: 10, per: 1)
        var now = start
        func pause(_ retryAfter: Duration?) -> Duration {
            pacer.refused(retryAfter: retryAfter, at: now)
            let next = pacer.reserve(at: now)
            defer { now = next }
            return now.duration(to: next)
        }
        #expect(pause(.seconds(3)) == .seconds(3))
        #expect(pause(nil) == .seconds(1))
        #expect([pause(.zero), pause(.zero), pause(.zero)] == [.seconds(2), .seconds(4), .seconds(8)])
        pacer.accepted()
        #expect(pause(.zero) < .seconds(1))
    }

    @Test("Refusals of requests that were under way together count once")
    func refusedTogether() {
        var pacer = Pacer(requests: 10, per: 1)
        for _ in 0..<16 { pacer.refused(retryAfter: .zero, at: start) }
        #expect(start.duration(to: pacer.reserve(at: start)) <= .seconds(1))
    }

    @Test(
        "The API's own limit counts where it is lower",
        arguments: [(5.0, 204), (10, 102), (100, 102)]
    )
    func adopts(requests: Double, milliseconds: Int) {
        var pacer = Pacer(requests: 10, per: 1)
        pacer.adopt(requests: requests, per: 1)
        #expect(pacer.interval == .milliseconds(milliseconds))
    }

    @Test("Where no limit was asked for, none is taken over")
    func adoptsNothing() {
        var pacer = Pacer(requests: 0, per: 1)
        pacer.adopt(requests: 1, per: 60)
        #expect(pacer.interval == .zero)
    }

    /// Many tasks that reserve, sleep, wake too late by a random time, and reserve again if that was too late.
    @Test(
        "However late tasks wake, no window of the limit's length holds more requests than it allows",
        arguments: [(1.0, 1.0), (10, 1), (100, 10), (1000, 1), (7, 3)],
        [UInt64(1), 2, 3]
    )
    func window(limit: (requests: Double, seconds: Double), seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var pacer = Pacer(requests: limit.requests, per: limit.seconds)
        var sent: [Duration] = []
        // The times at which tasks wake, with the slots they then hold.
        var waking: [(at: Pacer.Instant, slot: Pacer.Instant)] = []
        func reserve(at now: Pacer.Instant) {
            let slot = pacer.reserve(at: now)
            // Most wake within the slack, one in ten far beyond it.
            let late =
                pacer.slack * Double.random(in: 0...1, using: &random)
                * (Int.random(in: 0..<10, using: &random) == 0 ? 20 : 1)
            waking.append((max(slot, now).advanced(by: late), slot))
        }
        for _ in 0..<16 { reserve(at: start) }
        while sent.count < 400 {
            guard let next = waking.indices.min(by: { waking[$0].at < waking[$1].at }) else { break }
            let (now, slot) = waking.remove(at: next)
            if pacer.admits(slot, at: now) { sent.append(start.duration(to: now)) }
            reserve(at: now)
        }
        let count = Int(limit.requests)
        #expect(zip(sent, sent.dropFirst(count)).allSatisfy { $1 - $0 >= .seconds(limit.seconds) })
        #expect(sent.count == 400)
    }
}

@Suite("Backoff")
struct BackoffTests {
    @Test(
        "The longest wait doubles from half a second to half a minute",
        arguments: [(1, 0.5), (2, 1), (3, 2), (4, 4), (5, 8), (6, 16), (7, 30), (8, 30), (1000, 30), (.max, 30)]
    )
    func table(attempt: Int, seconds: Double) {
        #expect(Backoff().delay(after: attempt, fraction: 1) == .seconds(seconds))
    }

    @Test("The wait is drawn evenly from zero on", arguments: [(0.0, 0.0), (0.25, 1), (0.5, 2), (7, 4), (-1, 0)])
    func jitter(fraction: Double, seconds: Double) {
        #expect(Backoff().delay(after: 4, fraction: fraction) == .seconds(seconds))
    }

    @Test("An attempt below the first counts as the first", arguments: [0, -1, Int.min])
    func noAttempt(attempt: Int) {
        #expect(Backoff().delay(after: attempt, fraction: 1) == .milliseconds(500))
    }
}
