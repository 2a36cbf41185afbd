/// What a sample read in the file's dialect tells about how the file is written: line breaks, quoting, title lines.
struct SampleInspection {
    /// The line break most records end with.
    var lineBreak = CSVDialect.LineBreak.lf
    /// Whether records end in different ways.
    var hasMixedLineBreaks = false
    /// Whether every field of every record is quoted.
    var quotesAll = false
    /// How many lines to skip so that the first record is as wide as most; 0 where it is.
    var titleLines = 0

    /// Inspects the records of `storage`. Complexity: O(number of fields).
    init(_ storage: CSVBatchStorage) {
        var breaks: [CSVDialect.LineBreak: Int] = [:]
        var quoted = 0
        var widths: [Int: Int] = [:]
        for index in 0..<storage.count {
            let record = CSVRecord(storage: storage, index: index)
            widths[record.count, default: 0] += 1
            if let ending = SampleInspection.lineBreak(after: Int(storage.entries[index].end), storage) {
                breaks[ending, default: 0] += 1
            }
            for field in 0..<record.count where SampleInspection.isQuoted(record, field) { quoted += 1 }
        }
        hasMixedLineBreaks = breaks.count > 1
        // Of equally frequent ones the order of the declaration decides, so that the verdict is always the same.
        for candidate in CSVDialect.LineBreak.allCases
        where breaks[candidate, default: 0] > breaks[lineBreak, default: 0] {
            lineBreak = candidate
        }
        quotesAll = quoted > 0 && quoted == storage.endsCount
        guard let usual = widths.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), usual.value * 2 > storage.count,
            storage.count > 2,
            let first = (0..<storage.count).first(where: { CSVRecord(storage: storage, index: $0).count == usual.key }),
            (0..<first).allSatisfy({ CSVRecord(storage: storage, index: $0).count < usual.key })
        else { return }
        titleLines = first == 0 ? 0 : Int(storage.entries[first].lineOffset)
    }

    private static func lineBreak(after end: Int, _ storage: CSVBatchStorage) -> CSVDialect.LineBreak? {
        guard end < storage.filled else { return nil }
        if storage.bytes[end] == UInt8(ascii: "\n") { return .lf }
        guard storage.bytes[end] == UInt8(ascii: "\r") else { return nil }
        return end + 1 < storage.filled && storage.bytes[end + 1] == UInt8(ascii: "\n") ? .crlf : .cr
    }

    private static func isQuoted(_ record: CSVRecord, _ field: Int) -> Bool {
        let storage = record.storage
        guard storage.format.quotes, let place = record.bounds(of: field), place.start < place.end else { return false }
        return storage.bytes[place.start] == storage.format.quote
    }
}
