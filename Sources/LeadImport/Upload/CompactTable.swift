/// An entry of a `CompactTable`, made of a hash.
protocol CompactEntry: Sendable {
    /// The entry that marks a free place.
    init()
    var isFree: Bool { get }
    /// Where the entry belongs, as a fraction of the table in units of 2⁻³².
    var position: UInt32 { get }
    /// Whether the hashes are the same.
    func isSame(as other: Self) -> Bool
}

/// A hash table of plain entries: open addressing, linear probing, grown by a quarter when 85 % full. The order of the
/// places is that of the hashes, so growing reads and writes straight through.
struct CompactTable<Entry: CompactEntry>: Sendable {
    private var entries: [Entry] = []
    private(set) var count = 0

    /// The entry with the same hash, or nil.
    func find(_ entry: Entry) -> Entry? {
        guard count > 0 else { return nil }
        let found = entries[place(of: entry)]
        return found.isFree ? nil : found
    }

    /// The entry with the same hash; if there is none, `entry` is inserted and the result is nil.
    mutating func insert(_ entry: Entry) -> Entry? {
        if count * 20 >= entries.count * 17 { grow() }
        let place = place(of: entry)
        let found = entries[place]
        if !found.isFree { return found }
        entries[place] = entry
        count += 1
        return nil
    }

    /// Puts `entry` in the place of the one with the same hash, or inserts it.
    mutating func replace(_ entry: Entry) {
        if insert(entry) != nil { entries[place(of: entry)] = entry }
    }

    /// Reads the place where an entry belongs. Done for many entries before they are inserted, it lets the processor wait
    /// for all of their memory at once instead of for one after the other.
    @inline(__always)
    func touch(_ entry: Entry) -> UInt32 {
        let place = Int(truncatingIfNeeded: (UInt64(entry.position) &* UInt64(entries.count)) >> 32)
        return place < entries.count ? entries[place].position : 0
    }

    /// Where an entry with the same hash stands, or the free place where it would. There is always one.
    @inline(__always)
    private func place(of entry: Entry) -> Int {
        var place = Int(truncatingIfNeeded: (UInt64(entry.position) &* UInt64(entries.count)) >> 32)
        while true {
            let other = entries[place]
            if other.isFree || other.isSame(as: entry) { return place }
            place += 1
            if place == entries.count { place = 0 }
        }
    }

    private mutating func grow() {
        let old = entries
        entries = Array(repeating: Entry(), count: max(16, old.count + old.count / 4))
        for entry in old where !entry.isFree { entries[place(of: entry)] = entry }
    }
}
