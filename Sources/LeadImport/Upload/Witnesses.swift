import NomosAPI

/// A lead that is known to exist: a list of the time it was created in that does not show it proves nothing of others.
struct Witness: Sendable, Equatable {
    /// Its input row, from 1.
    var row: Int
    /// Its ID.
    var id: String
    /// When it was created, as the API wrote it.
    var createdAt: String

    /// Whether a list of the window, asked for at `now` by the API's clock (milliseconds since 1970), must show it.
    ///
    /// A second at either end is left out, since `createdAt` may be cut to the second; so are leads younger than `grace`
    /// (in milliseconds), which a list that lags behind may not show yet.
    func isDue(in window: ListWindow, grace: Int64, now: Int64) -> Bool {
        guard let created = Timestamp(iso8601: createdAt).map({ $0.microsecondsSince1970 / 1000 }) else { return false }
        return (window.from + 1000...max(window.from + 1000, window.to - 1000)).contains(created)
            && created + grace <= now
    }
}

/// The leads that were created last, by this process or, read back from the journal, by those before it.
struct RecentLeads: Sendable {
    private static let capacity = 512
    private(set) var leads: [Witness] = []
    private var next = 0

    /// Notes a lead; the oldest one noted goes. Constant time.
    mutating func add(row: Int, lead: LeadReference) {
        let witness = Witness(row: row, id: lead.id, createdAt: lead.createdAt)
        if leads.count < Self.capacity {
            leads.append(witness)
        } else {
            leads[next] = witness
            next = (next + 1) % Self.capacity
        }
    }
}

extension Journal {
    /// Some leads that a list of the window must show: of those created last, or else of the rows around the doubts.
    func witnesses(in window: ListWindow, grace: Int64, now: Int64) -> [Witness] {
        let recent = withIndex { $0.recentLeads }.leads.filter { $0.isDue(in: window, grace: grace, now: now) }
        guard recent.isEmpty else { return recent }
        var found: [Witness] = []
        for doubt in window.doubts.prefix(64) {
            for row in max(1, doubt.row - 16)...doubt.row + 16 where found.count < 8 {
                guard case .settled(.created, let offset, _) = status(of: row),
                    let lead = (try? outcome(at: offset))?.lead
                else { continue }
                let witness = Witness(row: row, id: lead.id, createdAt: lead.createdAt)
                if !found.contains(witness), witness.isDue(in: window, grace: grace, now: now) { found.append(witness) }
            }
        }
        return found
    }
}
