/// Finds out the delimiter by reading a sample in every dialect that may be meant.
///
/// A dialect *fits* if all records of the sample have the same number of fields, at least two, and none is out of order.
/// One that fits is taken; if several do, nobody can know, and the reader asks. If none fits, the one with the most
/// records of the same width is taken, provided that it is clearly ahead; otherwise the comma of RFC 4180.
struct DelimiterSniffer {
    /// How a sample reads with one delimiter and escape.
    struct Reading: Equatable {
        var delimiter: Character
        var records = 0
        /// The number of fields most records have, and how many have it.
        var width = 1
        var atWidth = 0
        /// Records with a quote out of order.
        var outOfOrder = 0
        /// Records in which the delimiter occurs.
        var divided = 0

        var fits: Bool { records > 0 && width > 1 && atWidth == records && outOfOrder == 0 }
        /// The share of records that have the width and are in order, from 0 to 1; 0 for a single column.
        var score: Double {
            guard records > 0, width > 1 else { return 0 }
            return Double(atWidth) / Double(records) * (1 - Double(outOfOrder) / Double(records))
        }
    }

    /// What was found.
    struct Finding: Equatable {
        var delimiter: Character
        var reasons: [String]
        /// Whether a backslash seems to escape quotes, though no escape character is given.
        var looksEscaped = false
    }

    /// In the order they are tried. The colon counts only where no other fits: it is part of every time of day.
    static let candidates: [Character] = [";", ",", "\t", "|", ":"]

    let sample: [UInt8]
    /// Whether the sample is all there is; otherwise its last record may be cut off.
    let isWhole: Bool
    let encoding: CSVEncoding
    let quote: Character?
    let limits: CSVLimits

    /// The delimiter as a reason or an error calls it.
    static func name(_ delimiter: Character) -> String {
        switch delimiter {
        case "\t": "tab"
        case ";": "semicolon (;)"
        case ",": "comma (,)"
        case "|": "bar (|)"
        case ":": "colon (:)"
        case " ": "space"
        default: "\"\(delimiter)\""
        }
    }

    /// Finds out what is not given. Throws where several dialects fit.
    func sniff(delimiter: Character?, escape: Character?) throws(CSVError) -> Finding {
        let delimiters = delimiter.map { [$0] } ?? DelimiterSniffer.candidates
        var readings = delimiters.map { read(delimiter: $0, escape: escape) }
        if delimiter == nil, readings.contains(where: { $0.delimiter != ":" && $0.score > 0 }) {
            readings.removeAll { $0.delimiter == ":" }
        }
        var finding = try choose(readings, isGiven: delimiter != nil)
        finding.looksEscaped = looksEscaped(readings.first { $0.delimiter == finding.delimiter }, escape)
        return finding
    }

    /// Whether quotes out of order would be in order if a backslash escaped them.
    private func looksEscaped(_ reading: Reading?, _ escape: Character?) -> Bool {
        guard let reading, escape == nil, reading.outOfOrder > 0, sample.contains(UInt8(ascii: "\\")) else {
            return false
        }
        return read(delimiter: reading.delimiter, escape: "\\").outOfOrder == 0
    }

    private func choose(_ readings: [Reading], isGiven: Bool) throws(CSVError) -> Finding {
        if isGiven, let only = readings.first {
            let reason =
                "The delimiter is the \(DelimiterSniffer.name(only.delimiter)) because the source's settings say so."
            return Finding(delimiter: only.delimiter, reasons: [reason])
        }
        let fitting = readings.filter(\.fits)
        if fitting.count > 1 { throw ambiguous(fitting) }
        if let reading = fitting.first {
            let count = reading.records == 1 ? "the only record" : "all \(reading.records) records"
            return found(
                reading,
                "\(count) of the sample \(reading.records == 1 ? "has" : "have") \(reading.width) fields"
            )
        }
        let ranked = readings.filter { $0.score > 0 }.sorted { $0.score > $1.score }
        if let best = ranked.first {
            if ranked.count > 1, best.score - ranked[1].score < 0.1 { throw ambiguous(Array(ranked.prefix(2))) }
            return found(best, "\(best.atWidth) of \(best.records) records of the sample have \(best.width) fields")
        }
        let divided = readings.filter { $0.divided * 2 > $0.records && $0.delimiter != ":" }
        if divided.count == 1, let reading = divided.first {
            return found(reading, "no other delimiter occurs in most records, though these differ in width")
        }
        let comma = readings.first { $0.delimiter == "," } ?? Reading(delimiter: ",")
        return found(
            comma,
            divided.isEmpty
                ? "no delimiter occurs in most records; there is one column"
                : "no delimiter is consistent, and RFC 4180 has the comma"
        )
    }

    private func found(_ reading: Reading, _ why: String) -> Finding {
        let reason = "The delimiter is the \(DelimiterSniffer.name(reading.delimiter)): \(why)."
        return Finding(delimiter: reading.delimiter, reasons: [reason])
    }

    private func ambiguous(_ readings: [Reading]) -> CSVError {
        let list = readings.map { "\(DelimiterSniffer.name($0.delimiter)) with \($0.width) fields a record" }
        return CSVError(
            .notReadableAsCSV,
            "The delimiter can be \(list.joined(separator: " or ")): the file fits both equally. Say which it is (source.delimiter, --delimiter)."
        )
    }

    /// Reads the sample in one dialect.
    func read(delimiter: Character, escape: Character?) -> Reading {
        var reading = Reading(delimiter: delimiter)
        guard let format = try? CSVFormat(delimiter: delimiter, quote: quote, escape: escape, encoding: encoding) else {
            return reading
        }
        let storage = parsed(format)
        var widths: [Int: Int] = [:]
        for index in 0..<storage.count {
            let record = CSVRecord(storage: storage, index: index)
            widths[record.count, default: 0] += 1
            if record.count > 1 { reading.divided += 1 }
        }
        reading.records = storage.count
        reading.outOfOrder = storage.problems.count { $0.kind == .strayQuote || $0.kind == .unclosedQuote }
        // Of equally frequent widths the larger one counts, but a single column before all: text has delimiters, too.
        let rank = { (width: Int) in width == 1 ? Int.max : width }
        if let most = widths.max(by: { ($0.value, rank($0.key)) < ($1.value, rank($1.key)) }) {
            reading.width = most.key
            reading.atWidth = most.value
        }
        return reading
    }

    /// The sample's records in one dialect. A record cut off by the sample's end is left out, unless it is the only one.
    func parsed(_ format: CSVFormat) -> CSVBatchStorage {
        let storage = CSVBatchStorage(capacity: sample.count, format: format)
        storage.fill(with: sample)
        var horizon = isWhole ? CSVRecordParser.Horizon.endOfInput : .moreToCome
        for _ in 0..<2 where storage.count == 0 {
            _ = CSVChunkParser(storage: storage, limits: limits, horizon: horizon, width: 0).run(from: 0)
            horizon = .endOfInput
        }
        return storage
    }
}
