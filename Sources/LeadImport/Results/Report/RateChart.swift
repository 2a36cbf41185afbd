/// The leads answered a second over the time of the run, with the rate that is allowed.
struct RateChart {
    let timeline: AnswerTimeline
    /// Requests a second; 0: no limit.
    let allowed: Double

    /// The chart's size and the plot's edges, in the SVG's units.
    private static let (width, height) = (1000.0, 300.0)
    private static let (left, right, top, bottom) = (56.0, 988.0, 16.0, 244.0)

    /// An interval's place in time and its rates.
    struct Step: Equatable {
        var start: Double
        var end: Double
        var created: Double
        var answered: Double
        var unanswered: Int
    }

    /// The intervals as rates. The last one ends with the uploading; one too short to have a rate is joined to the one before it.
    static func steps(of timeline: AnswerTimeline) -> [Step] {
        var intervals = timeline.intervals
        let length = timeline.seconds
        var ends = intervals.indices.map { Double($0 + 1) * length }
        if let last = ends.indices.last {
            ends[last] = min(max(timeline.end ?? .infinity, Double(last) * length), ends[last])
            if last > 0, ends[last] - Double(last) * length < length / 2 {
                intervals[last - 1] = intervals[last - 1] + intervals[last]
                intervals.removeLast()
                ends.remove(at: last - 1)
            }
        }
        return intervals.indices.map { index in
            let start = Double(index) * length
            let span = max(ends[index] - start, 0.001)
            return Step(
                start: start,
                end: start + span,
                created: Double(intervals[index].created) / span,
                answered: Double(intervals[index].answered) / span,
                unanswered: intervals[index].unanswered
            )
        }
    }

    /// Round numbers from 0 to `maximum` or beyond, about `count` of them: 1, 2 or 5 times a power of ten apart.
    static func ticks(upTo maximum: Double, about count: Int) -> [Double] {
        guard maximum > 0, maximum.isFinite else { return [0, 1] }
        let rough = maximum / Double(count)
        var power = 1.0
        while power * 10 <= rough { power *= 10 }
        while power > rough { power /= 10 }
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? rough
        return (0...Int((maximum / step - 1e-9).rounded(.up))).map { Double($0) * step }
    }

    /// The times under the axis: steps that a clock has, from seconds to days.
    static func times(upTo end: Double) -> [(seconds: Double, label: String)] {
        let units: [(length: Double, name: String)] = [(1, "s"), (60, "min"), (3600, "h"), (86_400, "d")]
        let unit = units.last { end >= $0.length * 2.5 } ?? units[0]
        let step: Double
        switch unit.name {
        case "s" where end >= 12, "min" where end >= 12 * 60:
            step = [5, 10, 15, 30].map { $0 * unit.length }.first { end / $0 <= 8 } ?? 60 * unit.length
        case "h" where end >= 8 * 3600: step = [2, 4, 6, 12].map { $0 * 3600 }.first { end / $0 <= 8 } ?? 86_400
        default: step = (ticks(upTo: end / unit.length, about: 6).dropFirst().first ?? 1) * unit.length
        }
        return (0...max(0, Int(end / step + 1e-9))).map { index in
            let value = Double(index) * step / unit.length
            let hundredths = (value * 100).rounded() / 100
            let text = hundredths == hundredths.rounded() ? ReadableText.grouped(Int(hundredths)) : String(hundredths)
            return (Double(index) * step, "\(text) \(unit.name)")
        }
    }

    var html: HTML {
        let legible = timeline.legible()
        let steps = Self.steps(of: legible)
        guard let last = steps.last else {
            return "<p>Nothing was sent, so there is nothing to draw.</p>"
        }
        let peak = steps.map(\.answered).max() ?? 0
        // A limit far above what was used would press the curve flat.
        let showsLimit = allowed > 0 && allowed <= max(peak, 1) * 4
        let highest = max(peak, showsLimit ? allowed : 0, 0.1) * 1.1
        let ticks = Self.ticks(upTo: highest, about: 4).filter { $0 <= highest }
        let end = max(last.end, timeline.end ?? 0)
        func x(_ seconds: Double) -> Double { Self.left + min(seconds / end, 1) * (Self.right - Self.left) }
        func y(_ rate: Double) -> Double { Self.bottom - rate / highest * (Self.bottom - Self.top) }
        func area(_ rate: KeyPath<Step, Double>) -> HTML {
            var path: HTML = "M\(x(0)) \(y(0))"
            for step in steps { path = path + "V\(y(step[keyPath: rate]))H\(x(step.end))" }
            return path + "V\(y(0))Z"
        }
        let grid: [HTML] = ticks.map { tick in
            """
            <line class="grid" x1="\(Self.left)" x2="\(Self.right)" y1="\(y(tick))" y2="\(y(tick))"/>\
            <text x="\(Self.left - 8)" y="\(y(tick) + 5)" text-anchor="end">\(Self.label(tick))</text>

            """
        }
        let times: [HTML] = Self.times(upTo: end).map { time in
            let anchor = x(time.seconds) > Self.right - 20 ? "end" : "middle"
            return """
                <line class="grid" x1="\(x(time.seconds))" x2="\(x(time.seconds))" y1="\(Self.bottom)" y2="\(Self.bottom + 5)"/>\
                <text x="\(x(time.seconds))" y="\(Self.bottom + 38)" text-anchor="\(anchor)">\(time.label)</text>

                """
        }
        let marks: [HTML] = steps.filter { $0.unanswered > 0 }.map { step in
            """
            <rect class="trouble" x="\(x(step.start))" y="\(Self.bottom + 8)" \
            width="\(max(x(step.end) - x(step.start) - 1, 2))" height="9">\
            <title>\(ReadableText.grouped(step.unanswered)) unanswered</title></rect>

            """
        }
        let limit: HTML =
            showsLimit
            ? "<line class=\"limit\" x1=\"\(Self.left)\" x2=\"\(Self.right)\" y1=\"\(y(allowed))\" y2=\"\(y(allowed))\"/>"
            : ""
        let hasCreated = legible.intervals.contains { $0.created > 0 }
        let hasRefused = legible.intervals.contains { $0.refused > 0 }
        let refused: HTML = hasRefused ? "<path class=\"rejected\" d=\"\(area(\.answered))\"/>" : ""
        return """
            <svg role="img" aria-labelledby="rate-title" class="chart" viewBox="0 0 \(Self.width) \(Self.height)">
            <title id="rate-title">\(title(peak, over: end))</title>
            \(grid)\(refused)<path class="created" d="\(area(\.created))"/>
            \(limit)\(marks)\(times)</svg>
            <p class="legend">\(hasCreated ? Self.key("created", "created") : "")\
            \(hasRefused ? Self.key("rejected", "refused by the API") : "")\
            \(marks.isEmpty ? "" : Self.key("trouble", "attempts without an answer, or told to wait"))\
            \(limitKey(shown: showsLimit))</p>\(allowed > 0 && peak > allowed ? Self.bunched : "")
            """
    }

    /// Why a curve of answers can pass the line of requests.
    private static let bunched: HTML = """
        <p class="quiet">Answers can come closer together than their requests left, so for moments there may be more than are \
        allowed; the requests keep the limit.</p>
        """

    private static func key(_ swatch: HTML, _ text: String) -> HTML {
        "<span><span class=\"swatch \(swatch)\"></span>\(text)</span>"
    }

    private func title(_ peak: Double, over seconds: Double) -> String {
        let limit = allowed > 0 ? "; \(ReadableText.number(allowed)) are allowed" : ""
        return
            "Leads answered a second over \(ReadableText.duration(seconds)): \(ReadableText.number(peak)) at most\(limit)"
    }

    private func limitKey(shown: Bool) -> HTML {
        guard allowed > 0 else { return "" }
        let text = "allowed: \(ReadableText.number(allowed)) a second"
        return shown ? Self.key("line", text) : "<span>\(text), far above the chart</span>"
    }

    /// A rate beside the axis.
    private static func label(_ rate: Double) -> String {
        let hundredths = (rate * 100).rounded() / 100
        return hundredths == hundredths.rounded() ? ReadableText.grouped(Int(hundredths)) : String(hundredths)
    }
}
