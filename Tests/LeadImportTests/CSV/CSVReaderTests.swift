import Testing

@testable import LeadImport

struct CSVReaderTests {
    @Test("Records are the same whatever the chunks", arguments: [1, 2, 3, 7, 64 << 10])
    func chunkSizes(chunkSize: Int) throws {
        let text = "a;b;c\r\n1;\"2;\"\"x\"\"\r\n2\";3\r\n\r\n4;;6"
        #expect(
            try records(in: Array(text.utf8), chunkSize: chunkSize) == [["1", "2;\"x\"\r\n2", "3"], ["4", "", "6"]]
        )
    }
}
