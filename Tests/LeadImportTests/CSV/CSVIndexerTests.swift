import Testing

@testable import LeadImport

/// The indexer must give exactly what the record parser, which defines the format, gives.
struct CSVIndexerTests {
    /// Parses `bytes` and describes all there is to know about the result.
    static func parse(
        _ bytes: [UInt8],
        _ format: CSVFormat,
        limits: CSVLimits = CSVLimits(),
        horizon: CSVRecordParser.Horizon = .endOfInput,
        width: Int = 0,
        usesIndexer: Bool
    ) -> [String] {
        let storage = CSVBatchStorage(capacity: bytes.count, format: format)
        storage.fill(with: bytes)
        let parser = CSVChunkParser(
            storage: storage,
            limits: limits,
            horizon: horizon,
            width: width,
            usesIndexer: usesIndexer
        )
        let progress = parser.run(from: 0)
        var result = ["\(progress)", "garbled \(storage.garbledRecords) from \(storage.firstGarbledRecord)"]
        for index in 0..<storage.count {
            let record = CSVRecord(storage: storage, index: index)
            let fields = (0..<record.count).map { record.string($0) }
            result.append("\(record.line) \(record.rawBytes) \(fields) \(record.problem?.message ?? "")")
        }
        return result
    }

    @Test(
        "Fast and exact reading give the same, whatever the bytes",
        arguments: [CSVEncoding.utf8, .windows1252, .cp850]
    )
    func sameAsRecordParser(encoding: CSVEncoding) throws {
        var format = try CSVFormat(delimiter: ";", quote: "\"", escape: nil, encoding: encoding)
        for seed in 1...500 {
            var random = SeededGenerator(seed: UInt64(seed))
            format.quotes = seed % 7 != 0
            let bytes = Self.randomBytes(&random)
            var limits = CSVLimits()
            if seed % 5 == 0 { (limits.fieldBytes, limits.recordBytes, limits.columns) = (20, 60, 5) }
            for horizon in [CSVRecordParser.Horizon.endOfInput, .moreToCome, .limitReached] {
                let width = Int.random(in: 0...3, using: &random)
                let fast = Self.parse(bytes, format, limits: limits, horizon: horizon, width: width, usesIndexer: true)
                let exact = Self.parse(
                    bytes,
                    format,
                    limits: limits,
                    horizon: horizon,
                    width: width,
                    usesIndexer: false
                )
                #expect(fast == exact, "seed \(seed), horizon \(horizon), width \(width), bytes \(bytes)")
                if fast != exact { return }
            }
        }
    }

    /// Bytes made of what CSV is made of; mostly well formed, so that long regular stretches occur too.
    private static func randomBytes(_ random: inout SeededGenerator) -> [UInt8] {
        let regular = [
            "a", "bc", "Müller", ";", ";", "\r\n", "\n", "\"x\"", ";\"a;b\"", ";\"a\r\nb\"", "\n\"a\"\"b\"", " ",
            "größte", "€",
        ]
        let odd = ["\"", "\r", "\"\"", " \"a\" ", "MÃ¼ller", "\u{0}", "ÃŸ", "\"a\"b", "\n\"", "\u{1A}", "😀", "ß"]
        let share = [0, 2, 30].randomElement(using: &random) ?? 0
        var bytes: [UInt8] = []
        for _ in 0..<(Int.random(in: 0...200, using: &random)) {
            let isOdd = Int.random(in: 0..<100, using: &random) < share
            if isOdd, Int.random(in: 0..<4, using: &random) == 0 {
                bytes.append(
                    [0xC3, 0xC0, 0xE0, 0xED, 0xF0, 0xF8, 0x80, 0x81, 0xBF, 0xE2].randomElement(using: &random) ?? 0
                )
            } else {
                bytes += ((isOdd ? odd : regular).randomElement(using: &random) ?? "").utf8
            }
        }
        return bytes
    }
}
