import Testing

@testable import LeadImport

@Suite("Stop rule")
struct StopRuleTests {
    private let start = ContinuousClock.now

    private func rejection(_ code: String, field: String = "plan") -> [Violation] {
        [Violation(code: code, field: field, message: "refused")]
    }

    @Test("The first answers being all the same rejection stop the run at their number")
    func alike() {
        var rule = StopRule(sameRejections: 3, startedAt: start)
        #expect(rule.rejected(rejection("invalid_plan"), at: start) == nil)
        #expect(rule.rejected(rejection("invalid_plan"), at: start) == nil)
        #expect(
            rule.rejected(rejection("invalid_plan"), at: start) == .allRejectedAlike(count: 3, codes: ["invalid_plan"])
        )
    }

    @Test("Rejections alike but for the values in their messages are the same")
    func messages() {
        var rule = StopRule(sameRejections: 2, startedAt: start)
        _ = rule.rejected([Violation(code: "a", field: "x", message: "row 1")], at: start)
        #expect(rule.rejected([Violation(code: "a", field: "x", message: "row 2")], at: start) != nil)
    }

    @Test(
        "A rejection of another code or field shows that the rows differ",
        arguments: [("b", "plan"), ("a", "email")]
    )
    func different(code: String, field: String) {
        var rule = StopRule(sameRejections: 3, startedAt: start)
        _ = rule.rejected(rejection("a"), at: start)
        _ = rule.rejected(rejection(code, field: field), at: start)
        for _ in 0..<10 { #expect(rule.rejected(rejection("a"), at: start) == nil) }
    }

    @Test("One lead created, and no number of rejections stops the run", arguments: [0, 2])
    func created(after rejections: Int) {
        var rule = StopRule(sameRejections: 3, startedAt: start)
        for _ in 0..<rejections { _ = rule.rejected(rejection("a"), at: start) }
        rule.created(at: start)
        #expect(rule.hasCreated)
        for _ in 0..<10 { #expect(rule.rejected(rejection("a"), at: start) == nil) }
    }

    @Test("With 0 no number of rejections stops the run")
    func never() {
        var rule = StopRule(sameRejections: 0, startedAt: start)
        for _ in 0..<100 { #expect(rule.rejected(rejection("a"), at: start) == nil) }
    }

    @Test(
        "Nothing reached for five minutes stops the run, and a second less does not",
        arguments: [(299, false), (300, true)]
    )
    func unreachable(seconds: Int, stops: Bool) {
        let rule = StopRule(sameRejections: 20, startedAt: start)
        #expect((rule.notReached(at: start.advanced(by: .seconds(seconds))) != nil) == stops)
    }

    @Test("Any answer begins the five minutes anew", arguments: 0..<3)
    func reached(kind: Int) {
        var rule = StopRule(sameRejections: 0, startedAt: start)
        let later = start.advanced(by: .seconds(200))
        switch kind {
        case 0: rule.created(at: later)
        case 1: rule.reached(at: later)
        default: _ = rule.rejected(rejection("a"), at: later)
        }
        #expect(rule.notReached(at: start.advanced(by: .seconds(499))) == nil)
        #expect(rule.notReached(at: start.advanced(by: .seconds(500))) == .unreachable(for: .seconds(300)))
    }

    @Test(
        "Each reason to stop has the exit code that interface and scripts rely on",
        arguments: [
            (StopReason.refused(status: 401, message: ""), 2), (.allRejectedAlike(count: 20, codes: []), 2),
            (.unreachable(for: .seconds(300)), 2), (.signal(2), 130), (.signal(15), 143), (.outputFailed(""), 74),
        ] as [(StopReason, Int32)]
    )
    func exitCodes(reason: StopReason, code: Int32) {
        #expect(reason.exitCode == code)
        #expect(!reason.message.isEmpty)
    }
}
