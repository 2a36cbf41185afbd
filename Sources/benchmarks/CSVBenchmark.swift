import Foundation
import LeadImport

/// How fast CSV is read: rows and megabytes a second, by encoding and by share of quoted fields, or of given files.
///
/// Two ways are measured: counting records and fields, and looking at every field's text as UTF-8.
enum CSVBenchmark {
    /// The rows of a made-up file.
    private static let rows = 100_000
    private static let repetitions = 5

    /// `arguments`: files to read; without any, files are made up.
    static func run(_ arguments: [String]) throws {
        print(line("file", "counting: rows/s", "MB/s", "fields: rows/s", "MB/s"))
        for path in arguments { try measure(path, label: path) }
        guard arguments.isEmpty else { return }
        let directory = FileManager.default.temporaryDirectory.appending(path: "csv-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for encoding in [CSVEncoding.utf8, .windows1252, .utf16LE] {
            for share in [0, 10, 50, 100] {
                let file = directory.appending(path: "\(encoding.rawValue)-\(share).csv")
                try table(encoding, quotedPercent: share).write(to: file)
                try measure(file.path, label: "\(encoding.rawValue), \(share) % quoted")
            }
        }
    }

    private static func measure(_ path: String, label: String) throws {
        var source = ImportConfiguration.Source()
        source.limits = CSVLimits()
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        var counts: [Double] = []
        var fields: [Double] = []
        var rows = 0
        for _ in 0..<repetitions {
            counts.append(
                try seconds {
                    let totals = try RecordsListing(path: path, source: source).count { _ in }
                    rows = totals.records
                }
            )
            fields.append(try seconds { try lookAtEveryField(path, source) })
        }
        let (count, field) = (median(counts), median(fields))
        let rates = [
            Double(rows) / count, Double(size) / count / 1e6, Double(rows) / field, Double(size) / field / 1e6,
        ]
        let texts = rates.map { String(Int($0)) }
        print(line(label, texts[0], texts[1], texts[2], texts[3]))
    }

    private static func lookAtEveryField(_ path: String, _ source: ImportConfiguration.Source) throws {
        let reader = try CSVReader(path: path, source: source)
        var bytes = 0
        while let batch = try reader.nextBatch() {
            for record in batch {
                for index in 0..<record.count { record.withUTF8(index) { bytes &+= $0.count } }
            }
        }
        if bytes == 0 { print("no text in \(path)") }
    }

    private static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try body()
        return (ContinuousClock.now - start) / .seconds(1)
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    private static func line(_ columns: String...) -> String {
        let widths = [30, 18, 8, 18, 8]
        return zip(columns, widths).enumerated().map { index, column in
            let padding = String(repeating: " ", count: max(0, column.1 - column.0.count))
            return index == 0 ? column.0 + padding : padding + column.0
        }.joined(separator: " ")
    }

    /// A made-up export of 15 columns in which about the given share of the fields is quoted.
    private static func table(_ encoding: CSVEncoding, quotedPercent: Int) -> Data {
        var dialect = CSVDialect()
        dialect.delimiter = ";"
        dialect.encoding = encoding
        dialect.hasByteOrderMark = encoding != .windows1252
        dialect.lineBreak = .crlf
        let plain = CSVFormatter(dialect: dialect)
        dialect.quoting = .all
        let quoting = CSVFormatter(dialect: dialect)
        let values = [
            "Jörg", "Müller", "joerg.mueller@example.de", "Hauptstraße", "12a", "10115", "Berlin", "1.234,50",
        ]
        var bytes: [UInt8] = []
        plain.appendPreamble(to: &bytes)
        plain.append((1...15).map { "Spalte \($0)" }, to: &bytes)
        for row in 0..<rows {
            var record: [UInt8] = []
            for column in 0..<15 {
                let isQuoted = (row &* 31 &+ column &* 7) % 100 < quotedPercent
                let formatter = isQuoted ? quoting : plain
                let text = column == 0 ? "KD-\(row)" : values[(row &+ column) % values.count]
                formatter.append([isQuoted && column % 5 == 4 ? "\(text); \"\(text)\"" : text], to: &record)
                let unit = encoding == .utf16LE ? 2 : 1
                record.removeLast(2 * unit)
                if column < 14 { record += encoding == .utf16LE ? [0x3B, 0] : [0x3B] }
            }
            bytes += record
            bytes += encoding == .utf16LE ? [13, 0, 10, 0] : [13, 10]
        }
        return Data(bytes)
    }
}
