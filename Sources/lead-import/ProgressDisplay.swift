import LeadImport
import NomosAPI

/// Shows how far a run is, on standard error: a bar that is redrawn, lines for a log, or JSON lines for a program.
final class ProgressDisplay {
    private enum Form { case bar, lines, json, none }

    private let form: Form
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastShown: ContinuousClock.Instant?
    private var isDrawn = false
    private var speed = Speed()

    /// A display of one of the forms of `--progress`; `auto` is a bar on a terminal and nothing elsewhere.
    init(form: String) {
        self.form =
            switch form {
            case "bar": .bar
            case "lines": .lines
            case "json": .json
            case "none": .none
            default: Terminal.isInteractive ? .bar : .none
            }
        start = clock.now
    }

    /// Shows the progress, unless it did so moments ago.
    func show(_ progress: RunProgress) {
        let now = clock.now
        let pause: Duration = form == .bar ? .milliseconds(100) : form == .json ? .seconds(1) : .seconds(5)
        guard form != .none, lastShown.map({ $0.duration(to: now) >= pause }) ?? true else { return }
        lastShown = now
        let elapsed = start.duration(to: now)
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        switch form {
        case .bar:
            isDrawn = true
            Terminal.error("\r\u{1B}[K" + String(text(progress, seconds).prefix(Terminal.width - 1)))
        case .lines: Terminal.error(text(progress, seconds) + "\n")
        case .json: Terminal.error(json(progress, seconds))
        case .none: break
        }
    }

    /// Takes the bar away.
    func finish() {
        if isDrawn { Terminal.error("\r\u{1B}[K") }
    }

    /// Such as `█████████░░░░░  64 %  1,500 of 2,340 · 1,412 created · 88 invalid · 9.8/s · 1 min 26 s left`.
    private func text(_ progress: RunProgress, _ seconds: Double) -> String {
        var parts = ["\(SummaryText.grouped(progress.settled)) of \(SummaryText.grouped(progress.total))"]
        for state in RowState.allCases where progress.states[state, default: 0] > 0 {
            parts.append("\(SummaryText.grouped(progress.states[state, default: 0])) \(state.rawValue)")
        }
        if progress.parked > 0 { parts.append("\(progress.parked) in doubt, waiting for the API's list") }
        parts.append("\(SummaryText.number(Double(progress.answered) / max(seconds, 0.001)))/s")
        if let left = speed.secondsLeft(progress, at: seconds) { parts.append("\(SummaryText.duration(left)) left") }
        let share = progress.total > 0 ? min(1, Double(progress.settled) / Double(progress.total)) : 0
        return "\(bar(share))  \(Int(share * 100)) %  " + parts.joined(separator: " · ")
    }

    private func bar(_ share: Double) -> String {
        guard form == .bar else { return "" }
        let width = 20
        let full = Int(share * Double(width))
        return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    }

    private func json(_ progress: RunProgress, _ seconds: Double) -> String {
        var writer = JSONWriter()
        writer.object { json in
            json.member("seconds", (seconds * 10).rounded() / 10)
            json.member("total", progress.total)
            json.member("read", progress.read)
            json.member("settled", progress.settled)
            json.member("answered", progress.answered)
            json.member("in_doubt", progress.parked)
            for state in RowState.allCases { json.member(state.rawValue, progress.states[state, default: 0]) }
        }
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }
}

/// How fast rows have been settled lately: a resumed run flies over what is done and then goes on at the API's rate.
private struct Speed {
    private var samples: [(seconds: Double, settled: Int)] = []

    /// How long the rest will take at the speed of the last half minute; nil where there is nothing to go by yet.
    mutating func secondsLeft(_ progress: RunProgress, at seconds: Double) -> Double? {
        samples.append((seconds, progress.settled))
        samples.removeAll { $0.seconds < seconds - 30 }
        guard let first = samples.first, seconds - first.seconds >= 2, progress.settled > first.settled,
            progress.total > progress.settled
        else { return nil }
        let perSecond = Double(progress.settled - first.settled) / (seconds - first.seconds)
        return (Double(progress.total - progress.settled) / perSecond).rounded()
    }
}
