import Testing

@testable import LeadImport

@Suite("Row window")
struct RowWindowTests {
    private static let record = Result { try CSVFixture.record(["x"], columns: ["A"]) }

    private func row(_ number: Int) throws -> SourceRow {
        SourceRow(
            number: number,
            line: number + 1,
            record: try Self.record.get(),
            layer: 0,
            columns: nil,
            isEligible: true
        )
    }

    @Test("Rows leave in the order they came, whatever order they are settled in")
    func order() throws {
        var window = RowWindow(capacity: 4)
        for number in 1...3 { window.append(try row(number)) }
        window.settle(3, RowOutcome(.created))
        window.settle(2, RowOutcome(.failed))
        #expect(window.popSettled() == nil)
        window.settle(1, RowOutcome(.rejected))
        var states: [RowState] = []
        while let next = window.popSettled() { states.append(next.outcome.state) }
        #expect(states == [.rejected, .failed, .created])
        #expect(window.count == 0)
    }

    @Test("It is full at its capacity and has room again once the oldest has left")
    func full() throws {
        var window = RowWindow(capacity: 2)
        window.append(try row(1))
        #expect(!window.isFull)
        window.append(try row(2))
        #expect(window.isFull)
        window.settle(2, RowOutcome(.created))
        #expect(window.popSettled() == nil && window.isFull)
        window.settle(1, RowOutcome(.created))
        #expect(window.popSettled()?.row.number == 1)
        #expect(!window.isFull)
    }

    @Test("Round the ring, each row keeps its place", arguments: [1, 2, 3, 7])
    func ring(capacity: Int) throws {
        var window = RowWindow(capacity: capacity)
        var left: [Int] = []
        for number in 1...50 {
            window.append(try row(number))
            #expect(window[number]?.row.number == number)
            if window.isFull {
                for settled in (number - capacity + 1)...number {
                    window.settle(settled, RowOutcome(.created, attempts: settled))
                }
                while let next = window.popSettled() {
                    #expect(next.outcome.attempts == next.row.number)
                    left.append(next.row.number)
                }
            }
        }
        #expect(left == Array(1...(50 / capacity * capacity)))
    }

    @Test(
        "A row that is not in the window has no entry and cannot be settled",
        arguments: [Int.min / 2, -1, 0, 4, 8, 1 << 40]
    )
    func outside(number: Int) throws {
        var window = RowWindow(capacity: 3)
        for number in 5...7 { window.append(try row(number)) }
        window.settle(number, RowOutcome(.created))
        #expect(window[number] == nil)
        for inside in 5...7 { #expect(window[inside]?.outcome == nil) }
    }

    @Test("The first row need not be row 1")
    func start() throws {
        var window = RowWindow(capacity: 3)
        window.append(try row(9))
        window.settle(9, RowOutcome(.created))
        #expect(window.popSettled()?.row.number == 9)
        window.append(try row(20))
        #expect(window[20] != nil && window[10] == nil)
    }
}
