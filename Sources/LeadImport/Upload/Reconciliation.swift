/// A stretch of the API's list of leads that must be read to settle some doubts.
struct ListWindow: Sendable, Equatable {
    /// By the API's clock, in milliseconds since 1970.
    var from: Int64
    /// By the API's clock, in milliseconds since 1970.
    var to: Int64
    /// The doubts whose leads, if any, were created within.
    var doubts: [Doubt]

    /// The fewest windows that cover all `doubts` without reading long stretches between them.
    ///
    /// A lead may have been created from the moment its first attempt was announced until `grace` after the last one was
    /// given up; where the list is asked later than that, whatever was created within the hour after counts too, since a
    /// lead may come later than anyone expects. `clockOffset` is how far the API's clock is ahead; `margin` is what that
    /// may be wrong by; `now` is the time by this machine's clock. All in milliseconds. Windows closer than ten minutes are
    /// read as one.
    static func covering(
        _ doubts: [Doubt],
        grace: Int64,
        timeout: Int64,
        clockOffset: Int64,
        margin: Int64,
        now: Int64 = 0
    ) -> [ListWindow] {
        var windows: [ListWindow] = []
        for doubt in doubts.sorted(by: { $0.since < $1.since }) {
            let expected = doubt.end(timeout: timeout) + grace
            let end = max(expected, min(now, expected + 3_600_000))
            let window = ListWindow(
                from: doubt.since + clockOffset - margin,
                to: end + clockOffset + margin,
                doubts: [doubt]
            )
            if let last = windows.last, window.from <= last.to + 600_000 {
                windows[windows.count - 1].to = max(last.to, window.to)
                windows[windows.count - 1].doubts.append(doubt)
            } else {
                windows.append(window)
            }
        }
        return windows
    }
}

/// The mark each lead of a run carries in its metadata: `<run id>-<row>`.
struct ImportKey: Sendable {
    /// The metadata key.
    let name: String
    /// The run's ID.
    let run: String

    /// The mark of a row (from 1).
    func value(row: Int) -> String { "\(run)-\(row)" }

    /// The row a mark names, or nil if it is not this run's.
    func row(of value: String) -> Int? {
        guard value.hasPrefix(run), value.dropFirst(run.count).first == "-" else { return nil }
        let digits = value.dropFirst(run.count + 1)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(digits)
    }
}

/// What a complete walk through the API's list showed of this run's leads.
struct ListedLeads: Sendable, Equatable {
    /// The leads that carry this run's mark, by row, oldest first, each once.
    private(set) var byRow: [Int: [LeadReference]] = [:]
    /// The IDs of all leads seen.
    private(set) var seen: Set<String> = []
    /// Whether a lead without any metadata was seen: it may be one of this run's whose mark is not given back.
    private(set) var hasUnmarked = false

    /// Takes in a lead of the list; a page may show a lead that an earlier one showed already.
    mutating func add(_ lead: LeadReference, row: Int?, hasMetadata: Bool = true) {
        if !hasMetadata { hasUnmarked = true }
        guard seen.insert(lead.id).inserted, let row else { return }
        byRow[row, default: []].append(lead)
        byRow[row]?.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// Whether the list can prove that a lead is absent: all of `witnesses`, leads known to have been created in the same
    /// window, are in it and carry their mark.
    ///
    /// A list that lags behind, a filter that is understood otherwise or metadata that is not given back would show here.
    /// Without a witness the API's clock must be known, or the list may be one of another hour; and no lead without metadata
    /// may be in it.
    func proves(witnesses: [Witness], isClockKnown: Bool) -> Bool {
        if witnesses.isEmpty { return isClockKnown && !hasUnmarked }
        return witnesses.allSatisfy { witness in byRow[witness.row]?.contains { $0.id == witness.id } ?? false }
    }
}
