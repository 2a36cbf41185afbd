/// Exact texts and what they become: the `map` of a leaf. Texts are compared as bytes, short lists one by one, long ones
/// through a hash table.
struct ValueMap: Sendable {
    /// What a text becomes.
    enum Outcome: Equatable {
        /// The text at that range of `bytes`.
        case text(Range<Int>)
        case leaveOut
        case unknown
    }

    private struct Entry: Sendable {
        var key: Range<Int>
        /// Empty and negative where the field is left out.
        var value: Range<Int>?
    }

    /// All keys and values, one after the other.
    let bytes: [UInt8]
    private let entries: [Entry]
    /// Entry numbers plus one by the key's hash, a power of two long; empty for short lists.
    private let table: [Int32]
    /// What every other text becomes.
    let rest: Outcome
    /// What the empty text becomes, if the map says so.
    let empty: Outcome

    /// A map of these texts. Keys are put into normalisation form C, as values are.
    init(_ map: [String: String?], rest: String??) {
        var bytes: [UInt8] = []
        var entries: [Entry] = []
        func keep(_ text: String) -> Range<Int> {
            let start = bytes.count
            bytes += TextScan.composed(Array(text.utf8))
            return start..<bytes.count
        }
        func outcome(_ value: String?) -> Outcome { value.map { .text(keep($0)) } ?? .leaveOut }
        var empty = Outcome.unknown
        for (key, value) in map.sorted(by: { $0.key < $1.key }) {
            if key.isEmpty {
                empty = outcome(value)
            } else {
                entries.append(Entry(key: keep(key), value: value.map(keep)))
            }
        }
        self.rest = rest.map(outcome) ?? .unknown
        self.empty = empty
        var table: [Int32] = []
        if entries.count > 8 {
            var size = 32
            while size < entries.count * 2 { size *= 2 }
            table = Array(repeating: 0, count: size)
            for (number, entry) in entries.enumerated() {
                var place = Self.hash(bytes.span.extracting(entry.key)) & (size - 1)
                while table[place] != 0 { place = (place + 1) & (size - 1) }
                table[place] = Int32(number + 1)
            }
        }
        self.bytes = bytes
        self.entries = entries
        self.table = table
    }

    /// What a text becomes.
    func find(_ text: Span<UInt8>) -> Outcome {
        if table.isEmpty {
            for index in entries.indices where TextScan.equal(text, bytes.span, entries[index].key) {
                return entries[index].value.map { .text($0) } ?? .leaveOut
            }
            return rest
        }
        var place = Self.hash(text) & (table.count - 1)
        while table[place] != 0 {
            let entry = entries[Int(table[place]) - 1]
            if TextScan.equal(text, bytes.span, entry.key) { return entry.value.map { .text($0) } ?? .leaveOut }
            place = (place + 1) & (table.count - 1)
        }
        return rest
    }

    /// FNV-1a: good enough for a config's own list of texts.
    private static func hash(_ text: Span<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in text.indices { hash = (hash ^ UInt64(text[index])) &* 0x100_0000_01b3 }
        return Int(truncatingIfNeeded: hash >> 8) & 0xFF_FFFF
    }
}
