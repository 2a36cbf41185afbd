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
        var rule = StopRule(sameRejections: 3)
        #expect(rule.rejected(rejection("invalid_plan")) == nil)
        #expect(rule.rejected(rejection("invalid_plan")) == nil)
        #expect(
            rule.rejected(rejection("invalid_plan")) == .allRejectedAlike(count: 3, codes: ["invalid_plan"])
        )
    }

    @Test("Rejections alike but for the values in their messages are the same")
    func messages() {
        var rule = StopRule(sameRejections: 2)
        _ = rule.rejected([Violation(code: "a", field: "x", message: "row 1")])
        #expect(rule.rejected([Violation(code: "a", field: "x", message: "row 2")]) != nil)
    }

    @Test(
        "A rejection of another code or field shows that the rows differ",
        arguments: [("b", "plan"), ("a", "email")]
    )
    func different(code: String, field: String) {
        var rule = StopRule(sameRejections: 3)
        _ = rule.rejected(rejection("a"))
        _ = rule.rejected(rejection(code, field: field))
        for _ in 0..<10 { #expect(rule.rejected(rejection("a")) == nil) }
    }

    @Test("One lead created, and no number of rejections stops the run", arguments: [0, 2])
    func created(after rejections: Int) {
        var rule = StopRule(sameRejections: 3)
        for _ in 0..<rejections { _ = rule.rejected(rejection("a")) }
        rule.created()
        #expect(rule.hasCreated)
        for _ in 0..<10 { #expect(rule.rejected(rejection("a")) == nil) }
    }

    @Test("With 0 no number of rejections stops the run")
    func never() {
        var rule = StopRule(sameRejections: 0)
        for _ in 0..<100 { #expect(rule.rejected(rejection("a")) == nil) }
    }

    @Test(
        "Nothing reached for five minutes stops the run, and a second less does not",
        arguments: [(299, false), (300, true)]
    )
    func unreachable(seconds: Int, stops: Bool) {
        var rule = StopRule(sameRejections: 20)
        #expect(rule.notReached(at: start) == nil)
        let later = start.advanced(by: .seconds(seconds))
        #expect((rule.overdue(at: later) != nil) == stops)
        #expect((rule.notReached(at: later) != nil) == stops)
    }

    @Test("Any answer begins the five minutes anew", arguments: 0..<3)
    func reached(kind: Int) {
        var rule = StopRule(sameRejections: 0)
        _ = rule.notReached(at: start)
        switch kind {
        case 0: rule.created()
        case 1: rule.reached()
        default: _ = rule.rejected(rejection("a"))
        }
        let later = start.advanced(by: .seconds(200))
        #expect(rule.notReached(at: later) == nil)
        #expect(rule.notReached(at: later.advanced(by: .seconds(299))) == nil)
        #expect(rule.notReached(at: later.advanced(by: .seconds(300))) == .unreachable(for: .seconds(300)))
    }

    @Test("One failure after an hour of sleep is no hour of failures")
    func suspended() {
        var rule = StopRule(sameRejections: 0)
        rule.created()
        #expect(rule.notReached(at: start.advanced(by: .seconds(3600))) == nil)
    }

    @Test("Where the first leads all end in doubt, the run stops; where one was created before, it goes on")
    func doubts() {
        var rule = StopRule(sameRejections: 3)
        #expect(rule.inDoubt(at: start) == nil)
        #expect(rule.inDoubt(at: start) == nil)
        #expect(rule.inDoubt(at: start) == .allInDoubt(count: 3))
        rule.created()
        #expect(rule.inDoubt(at: start) == nil)
    }

    @Test(
        "Each reason to stop has the exit code that interface and scripts rely on",
        arguments: [
            (StopReason.refused(status: 401, message: ""), 2), (.allRejectedAlike(count: 20, codes: []), 2),
            (.unreachable(for: .seconds(300)), 2), (.signal(2), 130), (.signal(15), 143),
            (.allInDoubt(count: 20), 2), (.toldToWait(.seconds(600)), 2), (.outputFailed(""), 74),
        ] as [(StopReason, Int32)]
    )
    func exitCodes(reason: StopReason, code: Int32) {
        #expect(reason.exitCode == code)
        #expect(!reason.message.isEmpty)
    }
}
