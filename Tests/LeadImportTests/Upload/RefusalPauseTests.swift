import Testing

@testable import LeadImport

/// How long nothing leaves after 429.
@Suite("Pause after 429")
struct RefusalPauseTests {
    private let start = ContinuousClock.now

    /// When the next request may leave, in seconds after `at`.
    private func wait(_ pacer: Pacer, at: Duration) -> Duration {
        var pacer = pacer
        return start.advanced(by: at).duration(to: pacer.reserve(at: start.advanced(by: at)))
    }

    @Test("The API's own wait counts, however long; without one it is a second")
    func statedWait() {
        var pacer = Pacer(requests: 0, per: 1)
        pacer.refused(retryAfter: .seconds(90), at: start)
        #expect(wait(pacer, at: .zero) == .seconds(90))
        pacer = Pacer(requests: 0, per: 1)
        pacer.refused(retryAfter: nil, at: start)
        #expect(wait(pacer, at: .zero) == .seconds(1))
    }

    @Test("Refused again after a wait that was too short, it waits longer, until a request is accepted")
    func growingWait() {
        var pacer = Pacer(requests: 0, per: 1)
        var now = Duration.zero
        var waits: [Duration] = []
        for _ in 0..<8 {
            pacer.refused(retryAfter: .zero, at: start.advanced(by: now))
            waits.append(wait(pacer, at: now))
            now += wait(pacer, at: now)
        }
        #expect(waits == [0.5, 1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
        pacer.accepted()
        pacer.refused(retryAfter: .zero, at: start.advanced(by: now))
        #expect(wait(pacer, at: now) == .seconds(0.5))
    }

    @Test("Refusals of requests that left before the pause count once")
    func refusalsTogether() {
        var pacer = Pacer(requests: 0, per: 1)
        for index in 0..<16 { pacer.refused(retryAfter: .zero, at: start.advanced(by: .milliseconds(index))) }
        #expect(wait(pacer, at: .zero) < .seconds(0.6))
    }
}
