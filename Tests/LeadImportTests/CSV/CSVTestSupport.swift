import Testing

@testable import LeadImport

extension ImportConfiguration.Source {
    /// Settings that leave everything to be found out, as the config's defaults do.
    static func automatic(
        delimiter: Character? = nil,
        encoding: CSVEncoding? = nil,
        quote: Character? = "\"",
        escape: Character? = nil,
        hasHeader: Bool = true,
        skipLines: Int = 0,
        limits: CSVLimits = CSVLimits()
    ) -> Self {
        var source = Self()
        source.delimiter = delimiter
        source.encoding = encoding
        source.quote = quote
        source.escape = escape
        source.hasHeader = hasHeader
        source.skipLines = skipLines
        source.limits = limits
        return source
    }
}

/// Cuts `bytes` into chunks of `size`, as a slow pipe would deliver them.
func chunks(of bytes: [UInt8], size: Int) -> () -> [UInt8]? {
    var position = 0
    return {
        guard position < bytes.count else { return nil }
        let end = min(bytes.count, position + size)
        defer { position = end }
        return Array(bytes[position..<end])
    }
}

/// Reads all data records of `text` through the public reader.
func records(
    in bytes: [UInt8],
    source: ImportConfiguration.Source = .automatic(),
    chunkSize: Int = 64 << 10
) throws -> [[String]] {
    let input = CSVInput(name: "test", next: chunks(of: bytes, size: chunkSize))
    return try fields(CSVReader(input, source: source, chunkSize: max(chunkSize, 1)))
}

/// All fields of all data records.
func fields(_ reader: CSVReader) throws -> [[String]] {
    var records: [[String]] = []
    while let batch = try reader.nextBatch() {
        for record in batch { records.append((0..<record.count).map { record.string($0) }) }
    }
    return records
}

/// The problems of all data records by row.
func problems(
    in text: String,
    source: ImportConfiguration.Source = .automatic()
) throws -> [(row: Int, violation: Violation)] {
    let reader = try CSVReader(name: "test", source: source, next: chunks(of: Array(text.utf8), size: 64 << 10))
    var problems: [(row: Int, violation: Violation)] = []
    while let batch = try reader.nextBatch() {
        for record in batch {
            if let problem = record.problem { problems.append((record.row, problem)) }
        }
    }
    return problems
}

/// A random number generator that gives the same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
