/// A set of hashes that takes 6 bytes an entry: whether a value has been seen before. 52 bits of each hash are told apart,
/// so that among ten million values one is taken for another with a chance of one in a hundred.
struct CompactHashSet: Sendable {
    private var tables = Array(repeating: CompactTable<Entry>(), count: 16)

    /// Adds a hash. False if it is there already.
    mutating func insert(_ hash: UInt64) -> Bool { tables[Int(hash >> 60)].insert(Entry(hash)) == nil }

    /// See `CompactTable.touch`.
    @inline(__always)
    func touch(_ hash: UInt64) -> UInt32 { tables[Int(hash >> 60)].touch(Entry(hash)) }

    private struct Entry: CompactEntry {
        var high: UInt16
        var middle: UInt16
        var low: UInt16

        init(_ hash: UInt64) {
            high = UInt16(truncatingIfNeeded: hash >> 32)
            middle = UInt16(truncatingIfNeeded: hash >> 16)
            // The entry of zeros marks a free place.
            low = max(1, UInt16(truncatingIfNeeded: hash))
        }

        init() { (high, middle, low) = (0, 0, 0) }

        var isFree: Bool { low == 0 }
        var position: UInt32 { UInt32(high) << 16 | UInt32(middle) }
        func isSame(as other: Entry) -> Bool { position == other.position && low == other.low }
    }
}
