/// The rows between the reader and the results: read, but not yet all settled. Puts outcomes back into input order.
///
/// Bounded: when it is full, no row is read until the oldest is settled, so a doubt that takes its time holds up only what
/// comes `capacity` rows later. All operations take constant time.
struct RowWindow: Sendable {
    /// One row in the window.
    struct Entry: Sendable {
        var row: SourceRow
        var outcome: RowOutcome?
        /// What makes it the same lead as another, once that was asked.
        var identity: Fingerprint?
    }

    /// How many rows fit.
    let capacity: Int

    private var entries: [Entry?]
    private var oldest = 0
    private(set) var count = 0
    /// The row number of the oldest entry; meaningless while the window is empty.
    private var firstRow = 0

    init(capacity: Int) {
        self.capacity = capacity
        entries = Array(repeating: nil, count: capacity)
    }

    var isFull: Bool { count == capacity }

    /// Takes in the next row of the input.
    mutating func append(_ row: SourceRow) {
        if count == 0 { firstRow = row.number }
        entries[(oldest + count) % capacity] = Entry(row: row)
        count += 1
    }

    /// The entry of a row, or nil if it has left the window (or never was in it).
    subscript(number: Int) -> Entry? {
        slot(of: number).flatMap { entries[$0] }
    }

    /// Notes what makes a row the same lead as another.
    mutating func claim(_ identity: Fingerprint, for number: Int) {
        if let slot = slot(of: number) { entries[slot]?.identity = identity }
    }

    /// Notes how a row ended.
    mutating func settle(_ number: Int, _ outcome: RowOutcome) {
        if let slot = slot(of: number) { entries[slot]?.outcome = outcome }
    }

    /// Takes the oldest row out if it is settled.
    mutating func popSettled() -> (row: SourceRow, outcome: RowOutcome)? {
        guard count > 0, let entry = entries[oldest], let outcome = entry.outcome else { return nil }
        entries[oldest] = nil
        oldest = (oldest + 1) % capacity
        count -= 1
        firstRow += 1
        return (entry.row, outcome)
    }

    private func slot(of number: Int) -> Int? {
        let distance = number - firstRow
        return distance >= 0 && distance < count ? (oldest + distance) % capacity : nil
    }
}
