import LeadImport

/// How far a run is, in one line that fits: where room is short, whole parts are left out, the least needed ones first.
///
/// A pure value: what it shows depends on its properties alone.
struct ProgressLine {
    var progress: RunProgress
    /// Leads answered a second, lately.
    var rate: Double
    /// Until all rows are settled, in seconds, where that can be told.
    var secondsLeft: Double?

    /// A part of the line; those of a low rank stay the longest.
    private struct Part {
        var rank: Int
        var text: String
    }

    /// All of it, without a bar: for a log.
    var full: String { joined(parts) }

    /// What fits into `width` columns, and how long a bar has room before it; 0 for none.
    ///
    ///     ████████████░░░░░░░░  64 %  1,500 of 2,340 · 88 invalid · 9.8/s · 1 min 25 s left
    ///     ████████░░░░  64 %  1,500 of 2,340 · 1 min 25 s left
    func fitted(to width: Int) -> (bar: Int, text: String) {
        var parts = parts
        // A bar of six and two spaces are worth more than the least needed parts.
        while joined(parts).count + 8 > width, let last = parts.map(\.rank).max(), last > 1 {
            parts.removeAll { $0.rank == last }
        }
        let text = joined(parts)
        let room = width - text.count - 2
        return (room >= 6 && progress.total > 0 ? min(room, 30) : 0, String(text.prefix(max(0, width))))
    }

    /// The part of the rows that are settled, from 0 to 1.
    var share: Double {
        progress.total > 0 ? min(1, max(0, Double(progress.settled) / Double(progress.total))) : 0
    }

    private func joined(_ parts: [Part]) -> String {
        // Rounded down, so that 100 % means all.
        "\(Int(share * 100)) %  " + parts.map(\.text).joined(separator: " · ")
    }

    private var parts: [Part] {
        let settled = ReadableText.grouped(progress.settled)
        var parts = [Part(rank: 1, text: "\(settled) of \(ReadableText.grouped(progress.total))")]
        // Rows are counted by state in the input's order, so a doubt holds up the count of all behind it: how many are created
        // would look wrong, and is what the others leave.
        for state in RowState.allCases where state != .created && progress.states[state, default: 0] > 0 {
            let count = ReadableText.grouped(progress.states[state, default: 0])
            parts.append(Part(rank: state.needsPerson ? 4 : 6, text: "\(count) \(state.rawValue)"))
        }
        let doubts = min(progress.parked, progress.total - progress.settled)
        let waits = doubts > 0 && progress.settled + doubts == progress.total
        if doubts > 0 { parts.append(Part(rank: waits ? 1 : 3, text: "\(ReadableText.grouped(doubts)) in doubt")) }
        if waits {
            parts.append(Part(rank: 2, text: "waiting for the API's list"))
        } else {
            parts.append(Part(rank: 5, text: "\(ReadableText.number(rate))/s"))
            if let secondsLeft { parts.append(Part(rank: 2, text: "\(Self.rough(secondsLeft)) left")) }
        }
        return parts
    }

    /// A time to come, no more exactly than it can be known: a figure that jumps ten times a second cannot be read.
    static func rough(_ seconds: Double) -> String {
        let step: Double = seconds < 20 ? 1 : seconds < 600 ? 5 : 60
        let rounded = max(1, (seconds / step).rounded() * step)
        return rounded >= 600 && rounded < 3600
            ? "\(Int(rounded / 60)) min" : ReadableText.duration(rounded)
    }
}

/// How fast a run is lately: one that is resumed flies over what is done, and then goes on at the API's rate.
struct ProgressSpeed {
    private var samples: [(seconds: Double, settled: Int, answered: Int)] = []

    /// Notes how far the run is `seconds` after its start.
    mutating func note(_ progress: RunProgress, at seconds: Double) {
        // The rows before the first answer cost nothing and tell nothing of those to come.
        if let last = samples.last, last.answered == 0, progress.answered > 0 { samples = [] }
        samples.append((seconds, progress.settled, progress.answered))
        samples.removeAll { $0.seconds < seconds - 30 }
    }

    /// Leads answered a second in the last half minute; 0 where there is nothing to go by.
    var answeredPerSecond: Double { perSecond { $0.answered } }

    /// How long the rest will take at that speed, in seconds; nil where there is nothing to go by yet.
    func secondsLeft(_ progress: RunProgress) -> Double? {
        let perSecond = perSecond { $0.settled }
        guard perSecond > 0, progress.total > progress.settled else { return nil }
        return Double(progress.total - progress.settled) / perSecond
    }

    private func perSecond(_ count: ((seconds: Double, settled: Int, answered: Int)) -> Int) -> Double {
        guard let first = samples.first, let last = samples.last, last.seconds - first.seconds >= 1 else { return 0 }
        return Double(count(last) - count(first)) / (last.seconds - first.seconds)
    }
}
