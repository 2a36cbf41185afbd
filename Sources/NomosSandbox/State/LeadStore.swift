/// The leads, in the order of their creation, in memory only.
///
/// A lead takes some 100 bytes beside its metadata (and its body, if that is kept).
struct LeadStore: Sendable {
    struct Lead: Sendable {
        var id: Identifier
        /// Milliseconds since 1970, since that is what `created_at` says.
        var createdAt: Int64
        /// `"created_by":…,"metadata":…` as JSON, ready to be sent.
        var tail: [UInt8]
        /// The body that created it, if bodies are kept.
        var body: [UInt8]?
    }

    private(set) var leads: [Lead] = []
    private var positions: [UInt64: Int32] = [:]

    var count: Int { leads.count }

    /// Adds a lead, created now or later than every other.
    mutating func add(_ lead: Lead) {
        positions[lead.id.high] = Int32(truncatingIfNeeded: leads.count)
        leads.append(lead)
    }

    /// The place of a lead in the order of creation, from 0. O(1).
    func position(of id: Identifier) -> Int? {
        guard let position = positions[id.high], leads[Int(position)].id == id else { return nil }
        return Int(position)
    }

    subscript(position: Int) -> Lead { leads[position] }

    /// How many leads were created at or before that millisecond: O(log n), since they stand in order.
    func count(createdUntil milliseconds: Int64) -> Int {
        var low = 0
        var high = leads.count
        while low < high {
            let middle = (low + high) / 2
            if leads[middle].createdAt <= milliseconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension LeadStore.Lead {
    /// Appends the lead as the API shows it.
    func append(to bytes: inout [UInt8]) {
        bytes.append("{\"object\":\"lead\",\"id\":\"lead_")
        id.append(to: &bytes)
        bytes.append("\",\"link\":\"https://nomos.checkout.energy/?id=lead_")
        id.append(to: &bytes)
        bytes.append("\",\"created_at\":\"")
        bytes.append(Timestamp(nanoseconds: createdAt * 1_000_000).iso8601)
        bytes.append("\",\"subscription\":null,\"subscribed_at\":null,\"last_visited_at\":null,")
        bytes.append(contentsOf: tail)
        bytes.append("}")
    }

    /// The part of a lead's JSON that comes from the request.
    static func tail(createdBy: JSONValue?, metadata: JSONValue?) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append("\"created_by\":")
        bytes.appendJSON(createdBy ?? .null)
        bytes.append(",\"metadata\":")
        bytes.appendJSON(metadata ?? .null)
        // A copy has no room to grow, which for many small leads is a third of their memory.
        return Array(bytes[...])
    }
}
