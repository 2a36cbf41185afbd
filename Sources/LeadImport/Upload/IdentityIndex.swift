/// Which row had an identity first, for millions of rows in little memory: 12 bytes an entry, at 68–85 % load.
///
/// Of each identity 68 bits are told apart: 4 choose one of 16 tables, 64 are kept. For ten million rows the chance that
/// any two different identities are taken for one is about 10⁻⁷. Rows are kept in 32 bits.
struct IdentityIndex: Sendable {
    private var tables = Array(repeating: CompactTable<Entry>(), count: 16)

    /// How many identities are noted.
    var count: Int { tables.reduce(0) { $0 + $1.count } }

    /// Notes that `row` (from 1) has the identity, unless an earlier row is noted already.
    mutating func insert(_ identity: Fingerprint, row: Int) {
        if firstRow(of: identity, orInsert: row) == Self.nobody { replace(identity, row: row) }
    }

    /// Takes the identity from `row`, if it is its owner: the next row that asks for it gets it.
    mutating func release(_ identity: Fingerprint, row: Int) {
        if firstRow(of: identity) == row { replace(identity, row: Self.nobody) }
    }

    /// Stands for no row: an entry cannot be taken out of the table.
    private static let nobody = Int(UInt32.max)

    /// See `CompactTable.touch`.
    @inline(__always)
    func touch(_ identity: Fingerprint) -> UInt32 {
        tables[Int(identity.high >> 60)].touch(Entry(identity, row: 0))
    }

    /// The row noted first, or nil.
    func firstRow(of identity: Fingerprint) -> Int? {
        let row = tables[Int(identity.high >> 60)].find(Entry(identity, row: 0)).map { Int($0.row) }
        return row == Self.nobody ? nil : row
    }

    /// Makes `row` (from 1) the owner of the identity, whichever row was before.
    mutating func replace(_ identity: Fingerprint, row: Int) {
        tables[Int(identity.high >> 60)].replace(Entry(identity, row: row))
    }

    /// The row noted first; if there is none, `row` is noted and the result is nil.
    mutating func firstRow(of identity: Fingerprint, orInsert row: Int) -> Int? {
        tables[Int(identity.high >> 60)].insert(Entry(identity, row: row)).map { Int($0.row) }
    }

    /// An identity's row. Three words of 32 bits, so that the next entry follows after 12 bytes and not after 16.
    private struct Entry: CompactEntry {
        var high: UInt32
        var low: UInt32
        var row: UInt32

        init(_ identity: Fingerprint, row: Int) {
            high = UInt32(truncatingIfNeeded: identity.low >> 32)
            low = UInt32(truncatingIfNeeded: identity.low)
            self.row = UInt32(clamping: max(row, 1))
        }

        init() { (high, low, row) = (0, 0, 0) }

        var isFree: Bool { row == 0 }
        var position: UInt32 { high }
        func isSame(as other: Entry) -> Bool { high == other.high && low == other.low }
    }
}
