import LeadImport
import NomosAPI

/// Shows how far a run is, on standard error: a bar that is redrawn, lines for a log, or JSON lines for a program.
final class ProgressDisplay {
    private enum Form { case bar, lines, json, none }

    private let form: Form
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastShown: ContinuousClock.Instant?
    /// How many columns the bar's line has taken; 0 while there is none.
    private var drawn = 0
    /// How wide the terminal was when last looked at.
    private var width = 0
    /// Nothing is drawn before: the terminal is being resized.
    private var restsUntil: ContinuousClock.Instant?
    private var speed = ProgressSpeed()

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
        speed.note(progress, at: seconds)
        switch form {
        case .bar: draw(line(progress), at: now)
        case .lines: Terminal.error(line(progress).full + "\n")
        case .json: Terminal.error(json(progress, seconds))
        case .none: break
        }
    }

    /// Takes the bar away.
    func finish() {
        if drawn > 0 { Terminal.error(erasure(Terminal.width)) }
        drawn = 0
    }

    private func line(_ progress: RunProgress) -> ProgressLine {
        ProgressLine(
            progress: progress,
            rate: speed.answeredPerSecond,
            secondsLeft: speed.secondsLeft(progress)
        )
    }

    private func draw(_ line: ProgressLine, at now: ContinuousClock.Instant) {
        // While a window's edge is dragged, the width known here lags behind what the terminal has made of the line.
        let isResized = drawn > 0 && Terminal.width != width
        width = Terminal.width
        if isResized { restsUntil = now.advanced(by: .milliseconds(500)) }
        if let restsUntil, now < restsUntil { return }
        // Room for the ^C that a terminal shows, so that it does not begin a new line.
        let (length, text) = line.fitted(to: max(0, width - 3))
        let full = Int(line.share * Double(length))
        let bar =
            Terminal.coloured(String(repeating: "█", count: full), .green)
            + Terminal.coloured(String(repeating: "░", count: length - full), .dim)
        Terminal.error(erasure(width) + (length > 0 ? bar + "  " : "") + text)
        drawn = text.count + (length > 0 ? length + 2 : 0)
    }

    /// What takes the last line away. A terminal that was made narrower has broken it into several.
    ///
    /// Line by line: some terminals keep a copy of what one sequence clears down to the screen's end.
    private func erasure(_ width: Int) -> String {
        let above = max(0, drawn - 1) / max(1, width)
        return "\r\u{1B}[K" + String(repeating: "\u{1B}[A\u{1B}[K", count: above)
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
