import Testing

@testable import LeadImport

@Suite("Encoding census")
struct EncodingCensusTests {
    /// Counts `bytes` in pieces of `size`, the last of which ends the file.
    private func census(_ bytes: [UInt8], size: Int) -> EncodingDetector.Census {
        var census = EncodingDetector.Census()
        for start in stride(from: 0, to: bytes.count, by: size) {
            let end = min(start + size, bytes.count)
            bytes[start..<end].withUnsafeBufferPointer { census.count($0, isWhole: end == bytes.count) }
        }
        return census
    }

    @Test("A UTF-8 character cut by a border counts once and as valid", arguments: ["ü", "€", "😀"], 4...9)
    func cut(character: String, size: Int) {
        let census = census(Array("abc\(character)def".utf8), size: size)
        #expect(census.isUTF8 == true)
        #expect((census.valid, census.invalid) == (1, 0))
    }

    @Test("A byte of a single-byte encoding is no UTF-8, wherever a border is", arguments: 4...9)
    func singleByte(size: Int) {
        #expect(census(Array("abc".utf8) + [0xFC] + Array("def".utf8), size: size).isUTF8 == false)
    }

    @Test("A file whose only umlaut stands across a border of the reader's chunks is read as UTF-8")
    func chunkBorder() throws {
        let filler = Array("a;b\n".utf8) + Array(repeating: UInt8(ascii: "z"), count: (256 << 10) - 5)
        let bytes = filler + Array("ü;1\n".utf8) + Array(repeating: UInt8(ascii: "y"), count: 1000)
        let folder = try TemporaryFolder()
        try folder.write(bytes, to: "border.csv")
        let reader = try CSVReader(path: folder.file("border.csv"), source: .automatic(delimiter: ";"))
        #expect(reader.dialect.encoding == .utf8)
    }
}
