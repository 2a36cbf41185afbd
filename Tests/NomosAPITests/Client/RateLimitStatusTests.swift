import Testing

@testable import NomosAPI

@Suite("Rate-limit headers of both generations")
struct RateLimitStatusTests {
    private func headers(_ fields: String...) -> HTTPHeaders {
        HTTPHeaders(block: Array(fields.map { $0 + "\r\n" }.joined().utf8))
    }

    @Test("The older fields")
    func older() {
        let status = RateLimitStatus(
            headers: headers("RateLimit-Limit: 10", "ratelimit-remaining: 0", "ratelimit-reset: 1")
        )
        #expect(status == RateLimitStatus(limit: 10, remaining: 0, reset: .seconds(1)))
    }

    @Test("The newer fields")
    func newer() {
        let status = RateLimitStatus(
            headers: headers("RateLimit-Policy: \"default\";q=100;w=10", "RateLimit: \"default\";r=50;t=30")
        )
        #expect(status == RateLimitStatus(limit: 100, window: .seconds(10), remaining: 50, reset: .seconds(30)))
    }

    @Test("The newer fields win over the older ones")
    func both() {
        let status = RateLimitStatus(
            headers: headers(
                "ratelimit-limit: 1",
                "ratelimit-remaining: 1",
                "ratelimit-reset: 1",
                "ratelimit-policy: \"p\"; q=20; w=2",
                "ratelimit: \"p\"; r=5; t=2"
            )
        )
        #expect(status == RateLimitStatus(limit: 20, window: .seconds(2), remaining: 5, reset: .seconds(2)))
    }

    @Test("Of several limits the tightest counts, with its own policy")
    func several() {
        let status = RateLimitStatus(
            headers: headers(
                "RateLimit-Policy: \"burst, short\";q=10;w=1, \"daily\";q=5000;w=86400",
                "RateLimit: \"burst, short\";r=9;t=1, \"daily\";r=3;t=4000"
            )
        )
        #expect(status == RateLimitStatus(limit: 5000, window: .seconds(86_400), remaining: 3, reset: .seconds(4000)))
    }

    @Test("A policy with a bare number, as an earlier draft has it")
    func bareNumber() {
        let status = RateLimitStatus(headers: headers("RateLimit-Policy: 10;w=1", "RateLimit-Remaining: 4"))
        #expect(status == RateLimitStatus(limit: 10, window: .seconds(1), remaining: 4))
    }

    @Test(
        "Malformed fields count as absent",
        arguments: [
            "ratelimit-limit: ten", "ratelimit-limit: -1", "ratelimit-limit: 1.5", "ratelimit-limit:",
            "ratelimit-remaining: 99999999999999999999", "RateLimit: \"a\"", "RateLimit: \"a\";r=x;t=y",
            "RateLimit: ;;,,=",
            "RateLimit-Policy: \"unclosed;q=1", "X-Other: 1",
        ]
    )
    func malformed(field: String) {
        #expect(RateLimitStatus(headers: headers(field)) == nil)
    }

    @Test(
        "Retry-After in seconds or as a date",
        arguments: [
            ("Retry-After: 0", Duration.zero), ("Retry-After: 120", .seconds(120)), ("retry-after:  5 ", .seconds(5)),
            ("Retry-After: Sun, 22 Nov 2026 12:00:30 GMT", .seconds(30)),
            ("Retry-After: Sun, 22 Nov 2026 11:59:00 GMT", .zero), ("Retry-After: -5", nil), ("Retry-After: 1.5", nil),
            ("Retry-After: soon", nil), ("Retry-After: 99999999999999999999", nil), ("Retry-After:", nil),
            ("A: 1", nil),
        ]
    )
    func retryAfter(field: String, expected: Duration?) {
        let now = Timestamp(secondsSince1970: 1_795_348_800)
        #expect(RateLimitStatus.retryAfter(headers: headers(field), now: now) == expected)
    }
}
