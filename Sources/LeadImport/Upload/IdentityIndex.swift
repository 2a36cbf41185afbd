/// Which row had an identity first.
struct IdentityIndex: Sendable {
    private var rows: [Fingerprint: Int] = [:]

    /// Notes that `row` has the identity, unless an earlier row is noted already.
    mutating func insert(_ identity: Fingerprint, row: Int) {
        if rows[identity] == nil { rows[identity] = row }
    }

    /// The row noted first, or nil.
    func firstRow(of identity: Fingerprint) -> Int? { rows[identity] }

    /// Makes `row` the owner of the identity.
    mutating func replace(_ identity: Fingerprint, row: Int) { rows[identity] = row }
}
