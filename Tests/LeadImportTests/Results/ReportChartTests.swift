import Testing

@testable import LeadImport

@Suite("The report's charts")
struct ReportChartTests {
    @Test(
        "The bar's parts fill it, and none that is not empty is too thin to be seen",
        arguments: [
            [228, 12], [9_999_988, 11, 0, 1], [0, 0, 5], [1, 1, 1, 1, 1, 1, 1], [10_000_000, 1, 1, 1, 1, 1, 1],
            [0, 20, 0, 9980], [Int.max / 2, 1],
        ]
    )
    func widths(counts: [Int]) {
        let widths = StateBar.widths(of: counts, filling: 1000, minimum: 6)
        #expect(abs(widths.reduce(0, +) - 1000) < 1e-6)
        for (count, width) in zip(counts, widths) { #expect(count == 0 ? width == 0 : width >= 6) }
    }

    @Test("Without rows the bar is empty")
    func emptyBar() {
        #expect(StateBar.widths(of: [0, 0, 0], filling: 1000, minimum: 6) == [0, 0, 0])
    }

    @Test("Parts thick enough are in proportion")
    func proportion() {
        #expect(StateBar.widths(of: [750, 250], filling: 1000, minimum: 6) == [750, 250])
    }

    @Test(
        "The axis has round numbers",
        arguments: [
            (11.0, [0, 5, 10]), (1, [0, 0.5, 1]), (4, [0, 1, 2, 3, 4]), (1100, [0, 500, 1000]),
            (0.3, [0, 0.1, 0.2, 0.3]),
        ] as [(Double, [Double])]
    )
    func ticks(maximum: Double, expected: [Double]) {
        let ticks = RateChart.ticks(upTo: maximum, about: 4).filter { $0 <= maximum + 1e-9 }
        #expect(ticks.count == expected.count)
        for (tick, value) in zip(ticks, expected) { #expect(abs(tick - value) < 1e-9) }
    }

    @Test(
        "The times are those of a clock, and few enough to be read",
        arguments: [
            (0.2, "0 s", "0.2 s"), (4.3, "0 s", "4 s"), (23.4, "0 s", "20 s"), (100, "0 s", "90 s"),
            (245, "0 min", "4 min"),
            (3800, "0 min", "60 min"), (40_000, "0 h", "10 h"), (1_020_400, "0 d", "10 d"), (8e9, "0 d", "80,000 d"),
        ]
    )
    func times(end: Double, first: String, last: String) {
        let times = RateChart.times(upTo: end)
        #expect(times.first?.label == first)
        #expect(times.last?.label == last)
        #expect((2...11).contains(times.count))
        #expect(times.allSatisfy { $0.seconds <= end + 1e-9 })
    }

    @Test("The last interval is as long as the uploading lasted in it")
    func lastInterval() {
        var timeline = AnswerTimeline()
        for _ in 0..<10 { timeline.count(.created, at: 0.01) }
        for _ in 0..<8 { timeline.count(.created, at: 0.13) }
        timeline.close(at: 0.225)
        let steps = RateChart.steps(of: timeline)
        #expect(steps.map(\.answered).map { ($0 * 100).rounded() } == [8000, 8000])
        #expect(steps.last?.end == 0.225)
    }

    @Test("A rest too short to have a rate belongs to the interval before")
    func shortRest() {
        var timeline = AnswerTimeline()
        for _ in 0..<10 { timeline.count(.created, at: 0.01) }
        timeline.count(.refused, at: 0.1251)
        timeline.close(at: 0.126)
        let steps = RateChart.steps(of: timeline)
        #expect(steps.count == 1)
        #expect(steps.first?.end == 0.126)
        #expect(steps.first.map { ($0.answered * 0.126).rounded() } == 11)
    }

    @Test("The allowed rate is a line, unless it would press the curve flat or there is none", arguments: [10, 400, 0])
    func limit(allowed: Double) {
        var timeline = AnswerTimeline()
        for index in 0..<200 { timeline.count(.created, at: Double(index) / 9.8) }
        let chart = RateChart(timeline: timeline, allowed: allowed).html.text
        #expect(chart.contains("class=\"limit\"") == (allowed == 10))
        #expect(chart.contains("far above the chart") == (allowed == 400))
        #expect(chart.contains("allowed") == (allowed > 0))
    }

    @Test("A chart has no coordinate that is no number, whatever the run was")
    func coordinates() {
        for times in [[], [0], [0, 0, 0], [1e9], [0.1, 5e7]] as [[Double]] {
            var timeline = AnswerTimeline()
            for time in times { timeline.count(.unanswered, at: time) }
            for end in [0, 0.001, 1e9] {
                timeline.close(at: end)
                let chart = RateChart(timeline: timeline, allowed: 10).html.text
                let coordinates = chart.matches(of: /[ ](?:x|y|x1|x2|y1|y2|width|height|d)="([^"]*)"/)
                for coordinate in coordinates {
                    #expect(coordinate.output.1.allSatisfy { "MVHZ0123456789.- ".contains($0) })
                }
                #expect(times.isEmpty || coordinates.count > 5)
            }
        }
    }
}
