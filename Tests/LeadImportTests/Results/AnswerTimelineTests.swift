import Testing

@testable import LeadImport

@Suite("The timeline of answers")
struct AnswerTimelineTests {
    @Test("An answer is counted in the interval in which it came")
    func counting() {
        var timeline = AnswerTimeline()
        timeline.count(.created, at: 0)
        timeline.count(.created, at: 0.124)
        timeline.count(.refused, at: 0.125)
        timeline.count(.unanswered, at: 0.51)
        #expect(timeline.seconds == 0.125)
        #expect(timeline.intervals.map(\.created) == [2, 0, 0, 0, 0])
        #expect(timeline.intervals.map(\.refused) == [0, 1, 0, 0, 0])
        #expect(timeline.intervals.map(\.unanswered) == [0, 0, 0, 0, 1])
    }

    @Test("When the intervals are used up, neighbours are merged and each is twice as long")
    func merging() {
        var timeline = AnswerTimeline(capacity: 4)
        for (index, count) in [1, 2, 0, 3].enumerated() {
            for _ in 0..<count { timeline.count(.created, at: Double(index) * 0.125) }
        }
        timeline.count(.created, at: 0.6)
        #expect(timeline.seconds == 0.25)
        #expect(timeline.intervals.map(\.created) == [3, 3, 1])
    }

    @Test("However long a run takes, the timeline stays small and loses no answer", arguments: [1, 2, 3, 7, 256])
    func bounded(capacity: Int) {
        var timeline = AnswerTimeline(capacity: capacity)
        for index in 0..<10_000 { timeline.count(.created, at: Double(index) * 97.3) }
        #expect(timeline.intervals.count <= max(2, capacity))
        #expect(timeline.intervals.reduce(0) { $0 + $1.created } == 10_000)
    }

    @Test(
        "A time that cannot be is taken for the start",
        arguments: [-1, -Double.infinity, .nan, .infinity]
    )
    func hostileTimes(seconds: Double) {
        var timeline = AnswerTimeline()
        timeline.count(.created, at: seconds)
        #expect(timeline.intervals.map(\.created) == [1])
    }

    @Test("A late answer of an earlier interval is counted there")
    func outOfOrder() {
        var timeline = AnswerTimeline(capacity: 4)
        timeline.count(.created, at: 0.9)
        timeline.count(.refused, at: 0.1)
        #expect(timeline.intervals.map(\.answered) == [1, 0, 0, 1])
    }

    @Test("Intervals with too few answers for a rate are merged for the eye, and every answer stays")
    func legible() {
        var timeline = AnswerTimeline()
        for index in 0..<228 { timeline.count(.created, at: Double(index) / 9.8) }
        let legible = timeline.legible()
        #expect(legible.seconds == 2)
        #expect(legible.intervals.count == 12)
        #expect(legible.intervals.reduce(0) { $0 + $1.created } == 228)
        #expect(timeline.seconds == 0.125)
    }

    @Test(
        "What an attempt ended in decides what it counts as",
        arguments: [
            (AttemptResult.settled(RowOutcome(.created)), AnswerTimeline.Kind.created),
            (.settled(RowOutcome(.rejected)), .refused),
            (.settled(RowOutcome(.unknown)), .refused),
            (.refused(status: 401, message: "unauthorized"), .refused),
            (.throttled(retryAfter: nil), .unanswered),
            (.inDoubt, .unanswered),
            (.notSent(reason: "no route"), .unanswered),
        ]
    )
    func kinds(result: AttemptResult, kind: AnswerTimeline.Kind) {
        #expect(AnswerTimeline.Kind(result) == kind)
    }

    @Test(
        "What was never sent does not count",
        arguments: [
            AttemptResult.stopped, .settled(RowOutcome(.invalid)),
            .outputFailed(.cannotWrite(path: "journal.jsonl", reason: "full")),
        ]
    )
    func uncounted(result: AttemptResult) {
        #expect(AnswerTimeline.Kind(result) == nil)
    }
}
