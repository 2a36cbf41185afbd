import Testing

@testable import NomosSandbox

@Suite("The rate limit")
struct RateLimiterTests {
    private func limiter(_ rate: Int = 10, burst: Int? = nil) throws -> RateLimiter {
        try #require(RateLimiter(requestsPerSecond: rate, burst: burst, toleranceMilliseconds: 50))
    }

    private func at(_ milliseconds: Int) -> Timestamp {
        Timestamp(seconds: 1_700_000_000).advanced(byMilliseconds: milliseconds)
    }

    @Test("Ten at once are accepted, the eleventh waits for the window")
    func burst() throws {
        var limiter = try limiter()
        let remaining = (0..<10).map { _ in limiter.admit(at: at(0)) }
        #expect(remaining.allSatisfy { $0.isAccepted })
        #expect(remaining.map(\.remaining) == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
        let refused = limiter.admit(at: at(500))
        #expect(
            refused
                == RateLimiter.Verdict(
                    isAccepted: false,
                    limit: 10,
                    remaining: 0,
                    resetSeconds: 1,
                    retryAfterSeconds: 1
                )
        )
        #expect(!limiter.admit(at: at(949)).isAccepted)
        #expect(limiter.admit(at: at(950)).isAccepted)
    }

    @Test(
        "Even spacing at the limit is never refused, with jitter of some milliseconds",
        arguments: [10, 25, 100, 1000]
    )
    func evenSpacing(rate: Int) throws {
        for burst in [nil, 1] {
            var limiter = try limiter(rate, burst: burst)
            var jitter = SeededGenerator(seed: 7)
            // With a burst of 1 half a space is the most that can be tolerated.
            let most = burst == nil ? 20_000_000 : min(20_000_000, 500_000_000 / rate / 2)
            for index in 0..<5000 {
                let exact = at(0).nanoseconds + Int64(index) * 1_000_000_000 / Int64(rate)
                let late = index == 0 ? 0 : Int64.random(in: 0...Int64(most), using: &jitter)
                #expect(limiter.admit(at: Timestamp(nanoseconds: exact + (rate > 25 ? 0 : late))).isAccepted)
            }
        }
    }

    @Test("No second holds more than the limit and what the tolerance lets through, however greedy the client")
    func greedy() throws {
        var limiter = try limiter()
        let accepted = (0..<10_000).filter { limiter.admit(at: at($0)).isAccepted }
        for start in accepted {
            #expect(accepted.filter { $0 >= start && $0 < start + 950 }.count <= 10)
        }
        #expect((100...110).contains(accepted.count))
    }

    @Test("With a burst of 2 a third at once is refused, though the second has room")
    func shortBurst() throws {
        var limiter = try limiter(burst: 2)
        #expect(limiter.admit(at: at(0)).isAccepted)
        #expect(limiter.admit(at: at(0)).isAccepted)
        #expect(!limiter.admit(at: at(100)).isAccepted)
        #expect(limiter.admit(at: at(200)).isAccepted)
    }

    @Test("A refused request uses up nothing")
    func refusedIsFree() throws {
        var limiter = try limiter(1)
        #expect(limiter.admit(at: at(0)).isAccepted)
        for moment in 1..<950 { #expect(!limiter.admit(at: at(moment)).isAccepted) }
        #expect(limiter.admit(at: at(950)).isAccepted)
    }

    @Test("A rate of 0 means no limiter")
    func unlimited() {
        #expect(RateLimiter(requestsPerSecond: 0, burst: nil, toleranceMilliseconds: 50) == nil)
    }

    @Test("Each response tells the limit in both forms, and a 429 when to come again")
    func headers() throws {
        var pure = PureAPI { $0.requestsPerSecond = 2 }
        let first = try pure.create()
        #expect(first.headers["ratelimit-limit"] == "2")
        #expect(first.headers["ratelimit-remaining"] == "1")
        #expect(first.headers["ratelimit-reset"] == "1")
        #expect(first.headers["ratelimit-policy"] == "\"default\";q=2;w=1")
        #expect(first.headers["ratelimit"] == "\"default\";r=1;t=1")
        #expect(first.headers["retry-after"] == nil)
        #expect(try pure.send("GET", "/nothing").headers["ratelimit-remaining"] == "0")
        let refused = try pure.create()
        #expect(refused.status == 429)
        #expect(refused.json["code"] == "TOO_MANY_REQUESTS")
        #expect(refused.headers["retry-after"] == "1")
        #expect(pure.api.store.count == 1)
        #expect(pure.api.log.peakPerSecond == 3)
    }

    @Test("Without a limit no response speaks of one")
    func noHeaders() throws {
        var pure = PureAPI()
        #expect(try pure.create().headers.keys.allSatisfy { !$0.hasPrefix("ratelimit") })
    }
}
