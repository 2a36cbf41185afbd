/// The memory of one batch: a piece of the file that begins and ends at a record border, and where its fields end.
///
/// The reader fills it while it alone knows it; after that nobody writes to it until the last batch and record that
/// refer to it are gone and the reader uses it again. That is what makes `@unchecked Sendable` true. The memory is
/// unmanaged because bounds checks and copy-on-write checks on arrays cost the indexer a third of its speed.
@usableFromInline
final class CSVBatchStorage: @unchecked Sendable {
    /// Where a record stands in the batch.
    struct Entry {
        /// The offset of its first byte.
        var start: UInt32
        /// The offset of its line break, or the end of the input.
        var end: UInt32
        /// The index of its first field's end in `ends`.
        var firstField: UInt32
        /// The lines from the batch's first line to the record's.
        var lineOffset: UInt32
        var flags: Flags
    }

    /// What else is known of a record.
    struct Flags: OptionSet {
        let rawValue: UInt32
        /// A field's quotes are not its first and last byte, or not in order: look closely when reading a field.
        static let irregular = Flags(rawValue: 1)
        /// There is an entry in `problems`.
        static let problem = Flags(rawValue: 2)
    }

    /// How many bytes may be read past `filled`: the indexer looks at 64 bytes at a time.
    static let slack = 64

    // Without the check of exclusive access at run time, which the optimiser cannot leave out of a property seen by inlinable
    // code: it is 5 % of a whole check, and a batch that has been handed out does not change.
    @exclusivity(unchecked) @usableFromInline private(set) var bytes: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int
    /// How many bytes of the file there are, whole records or not.
    var filled = 0
    /// For each field the offset of the delimiter or line break behind it.
    private(set) var ends: UnsafeMutablePointer<UInt32>
    private(set) var endsCapacity: Int
    var endsCount = 0
    /// The records, and one more whose `firstField` closes the last.
    private(set) var entries: UnsafeMutablePointer<Entry>
    private(set) var entriesCapacity: Int
    var count = 0
    /// In the order of the records.
    var problems: [CSVProblem] = []
    /// How many records hold letters that look garbled by a wrong conversion, and the first of them.
    var garbledRecords = 0
    var firstGarbledRecord = 0
    /// The number of the first record, from 1.
    var firstRow = 1
    /// The line of the first byte, from 1.
    var firstLine = 1
    var format: CSVFormat

    init(capacity: Int, format: CSVFormat) {
        self.capacity = capacity
        self.format = format
        bytes = .allocate(capacity: capacity + CSVBatchStorage.slack)
        bytes.initialize(repeating: 0, count: capacity + CSVBatchStorage.slack)
        endsCapacity = capacity / 8 + 128
        ends = .allocate(capacity: endsCapacity)
        entriesCapacity = capacity / 64 + 16
        entries = .allocate(capacity: entriesCapacity)
    }

    deinit {
        bytes.deallocate()
        ends.deallocate()
        entries.deallocate()
    }

    /// Forgets what it held.
    func reset(format: CSVFormat) {
        self.format = format
        filled = 0
        endsCount = 0
        count = 0
        garbledRecords = 0
        problems.removeAll(keepingCapacity: true)
    }

    /// Holds `content` and nothing else.
    func fill(with content: [UInt8]) {
        growBytes(to: content.count)
        content.withUnsafeBufferPointer { buffer in
            if let base = buffer.baseAddress { bytes.update(from: base, count: buffer.count) }
        }
        filled = content.count
    }

    /// Makes room for `newCapacity` bytes, keeping those that are filled.
    func growBytes(to newCapacity: Int) {
        guard newCapacity > capacity else { return }
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity + CSVBatchStorage.slack)
        grown.initialize(from: bytes, count: filled)
        (grown + filled).initialize(repeating: 0, count: newCapacity + CSVBatchStorage.slack - filled)
        bytes.deallocate()
        bytes = grown
        capacity = newCapacity
    }

    /// Makes room for `more` further field ends.
    @inline(__always)
    func reserveEnds(_ more: Int) {
        if endsCount + more > endsCapacity { growEnds(more) }
    }

    @inline(never)
    private func growEnds(_ more: Int) {
        let grownCapacity = max(endsCapacity * 2, endsCount + more)
        let grown = UnsafeMutablePointer<UInt32>.allocate(capacity: grownCapacity)
        grown.update(from: ends, count: endsCount)
        ends.deallocate()
        ends = grown
        endsCapacity = grownCapacity
    }

    /// Makes room for a further record and the closing entry.
    @inline(__always)
    func reserveEntry() {
        if count + 2 > entriesCapacity { growEntries() }
    }

    @inline(never)
    private func growEntries() {
        let grownCapacity = entriesCapacity * 2
        let grown = UnsafeMutablePointer<Entry>.allocate(capacity: grownCapacity)
        grown.update(from: entries, count: count)
        entries.deallocate()
        entries = grown
        entriesCapacity = grownCapacity
    }

    /// Writes the closing entry; the batch is complete.
    func close() {
        reserveEntry()
        entries[count] = Entry(start: 0, end: 0, firstField: UInt32(endsCount), lineOffset: 0, flags: [])
    }

    /// The problem of the record at `index`, if it has one.
    func problem(of index: Int) -> CSVProblem? {
        guard entries[index].flags.contains(.problem) else { return nil }
        var (low, high) = (0, problems.count)
        while low < high {
            let middle = (low + high) / 2
            if problems[middle].record < index { low = middle + 1 } else { high = middle }
        }
        return low < problems.count ? problems[low] : nil
    }
}
