import Testing

@testable import LeadImport

@Suite("CSV input")
struct CSVInputTests {
    @Test("A chunk larger than what is read ahead to recognise the file is read whole", arguments: [1000, 1 << 20])
    func largeChunk(size: Int) throws {
        let lines = ["a;b"] + (1...20_000).map { "\($0);\($0 * 7)" }
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let reader = try CSVReader(name: "test.csv", source: .automatic(), next: chunks(of: bytes, size: size))
        var last: String?
        var count = 0
        while let batch = try reader.nextBatch() {
            count += batch.count
            last = batch.last?.string(0)
        }
        #expect(count == 20_000)
        #expect(last == "20000")
    }
}
