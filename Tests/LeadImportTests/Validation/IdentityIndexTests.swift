import Testing

@testable import LeadImport

@Suite("Identity index")
struct IdentityIndexTests {
    /// Numbers that look random and repeat in every run (splitmix64).
    private func hash(_ number: Int) -> UInt64 {
        var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
        state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
        return state ^ (state >> 31)
    }

    @Test("The first row of each of 100,000 identities is found, and of no other")
    func many() {
        var index = IdentityIndex()
        func identity(_ number: Int) -> Fingerprint {
            Fingerprint(high: hash(number), low: hash(number + 1_000_000_000))
        }
        let known = (1...100_000).count(where: { index.firstRow(of: identity($0), orInsert: $0) != nil })
        #expect(known == 0)
        #expect(index.count == 100_000)
        for row in stride(from: 1, through: 100_000, by: 7) {
            index.insert(identity(row), row: row + 500_000)
            #expect(index.firstRow(of: identity(row)) == row)
            #expect(index.firstRow(of: identity(row), orInsert: 9) == row)
            #expect(index.firstRow(of: identity(row + 100_000)) == nil)
        }
        #expect(index.count == 100_000)
    }

    @Test("Identities that fall on the same place are kept apart")
    func crowded() {
        var index = IdentityIndex()
        for row in 1...1000 { index.insert(Fingerprint(high: 0, low: UInt64.max - UInt64(row)), row: row) }
        for row in 1...1000 {
            #expect(index.firstRow(of: Fingerprint(high: 0, low: UInt64.max - UInt64(row))) == row)
        }
        #expect(index.firstRow(of: Fingerprint(high: 0, low: 0)) == nil)
        index.insert(Fingerprint(high: 0, low: 0), row: 7)
        #expect(index.firstRow(of: Fingerprint(high: 0, low: 0)) == 7)
    }

    @Test("A row can take an identity over from another")
    func takeOver() {
        var index = IdentityIndex()
        let identity = Fingerprint(high: 1, low: 2)
        index.replace(identity, row: 3)
        #expect(index.firstRow(of: identity) == 3)
        index.replace(identity, row: 9)
        #expect(index.firstRow(of: identity) == 9)
        #expect(index.count == 1)
    }

    @Test("A compact set knows what it has seen")
    func compact() {
        var set = CompactHashSet()
        let new = (0..<50_000).count(where: { set.insert(hash($0)) })
        #expect(new == 50_000)
        let newAgain = (0..<50_000).count(where: { set.insert(hash($0)) })
        #expect(newAgain == 0)
    }
}
