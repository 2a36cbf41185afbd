/// How a file is read, record by record: what the command `records` prints.
///
/// Every record counts, the header too, and any number of fields is fine. Blank lines and Excel's `sep=` line are no records.
public struct RecordsListing {
    /// What was listed.
    public struct Totals: Sendable, Equatable {
        /// The records, the first one included.
        public var records = 0
        /// Their fields.
        public var fields = 0
        /// The records that are not as they should be.
        public var problems = 0
    }

    private let reader: CSVReader
    /// Stop after so many records.
    private let maximumRecords: Int

    /// Opens the file at `path`. `source.hasHeader` is of no account. Throws `CSVError`.
    public init(path: String, source: ImportConfiguration.Source, maximumRecords: Int? = nil) throws {
        try self.init(CSVInput(path: path), source, maximumRecords)
    }

    /// Reads from a descriptor such as standard input, which stays open. Throws `CSVError`.
    public init(
        fileDescriptor: Int32,
        name: String,
        source: ImportConfiguration.Source,
        maximumRecords: Int? = nil
    ) throws {
        try self.init(CSVInput(descriptor: fileDescriptor, name: name), source, maximumRecords)
    }

    init(_ input: CSVInput, _ source: ImportConfiguration.Source, _ maximumRecords: Int?) throws {
        var source = source
        source.hasHeader = false
        reader = try CSVReader(input, source: source, checksWidth: false)
        self.maximumRecords = maximumRecords ?? .max
    }

    /// What was found out about the file.
    public var dialect: CSVDialect { reader.dialect }
    /// What is odd about the file; complete after `write` or `count`.
    public var warnings: [CSVWarning] { reader.warnings }

    /// Writes each record as one JSON array of strings and a line feed. `output` gets some 64 KiB at a time; what is wrong
    /// with a record goes to `report`, which holds no values. Invalid bytes become U+FFFD. Throws `CSVError`, and what `output` throws.
    public func write(
        to output: (Span<UInt8>) throws -> Void,
        report: (Violation) throws -> Void
    ) throws -> Totals {
        var json: [UInt8] = []
        json.reserveCapacity(80 << 10)
        let totals = try forEachRecord(report) { record in
            RecordsListing.append(record, to: &json)
            if json.count >= 64 << 10 {
                try output(json.span)
                json.removeAll(keepingCapacity: true)
            }
        }
        try output(json.span)
        return totals
    }

    /// Counts records and fields, at the reader's full speed.
    public func count(report: (Violation) throws -> Void) throws -> Totals {
        guard maximumRecords == .max else { return try forEachRecord(report) { _ in } }
        var totals = Totals()
        while let batch = try reader.nextBatch() {
            totals.records += batch.count
            totals.fields += batch.fieldCount
            for problem in batch.problems {
                totals.problems += 1
                try report(problem)
            }
        }
        return totals
    }

    private func forEachRecord(
        _ report: (Violation) throws -> Void,
        _ body: (CSVRecord) throws -> Void
    ) throws -> Totals {
        var totals = Totals()
        while totals.records < maximumRecords, let batch = try reader.nextBatch() {
            for record in batch.prefix(maximumRecords - totals.records) {
                totals.records += 1
                totals.fields += record.count
                if let problem = record.problem {
                    totals.problems += 1
                    try report(problem)
                }
                try body(record)
            }
        }
        return totals
    }

    /// Appends the record as a JSON array of strings.
    static func append(_ record: CSVRecord, to json: inout [UInt8]) {
        json.append(UInt8(ascii: "["))
        for field in 0..<record.count {
            if field > 0 { json.append(UInt8(ascii: ",")) }
            json.append(UInt8(ascii: "\""))
            if record.hasProblem {
                append(record.string(field).utf8Span.span, to: &json)
            } else {
                record.withUTF8(field) { append($0, to: &json) }
            }
            json.append(UInt8(ascii: "\""))
        }
        json.append(UInt8(ascii: "]"))
        json.append(UInt8(ascii: "\n"))
    }

    /// Appends the content of a JSON string (RFC 8259, section 7).
    private static func append(_ text: Span<UInt8>, to json: inout [UInt8]) {
        var plain = 0
        for index in text.indices {
            let byte = text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            text.extracting(plain..<index).withUnsafeBufferPointer { json.append(contentsOf: $0) }
            plain = index + 1
            json.append(UInt8(ascii: "\\"))
            switch byte {
            case UInt8(ascii: "\n"): json.append(UInt8(ascii: "n"))
            case UInt8(ascii: "\r"): json.append(UInt8(ascii: "r"))
            case UInt8(ascii: "\t"): json.append(UInt8(ascii: "t"))
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                json += [
                    UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0"), digits[Int(byte >> 4)],
                    digits[Int(byte & 15)],
                ]
            default: json.append(byte)
            }
        }
        text.extracting(plain..<text.count).withUnsafeBufferPointer { json.append(contentsOf: $0) }
    }
}
