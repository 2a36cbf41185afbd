/// A failures.csv that is fed back, as it was written or after a person or a spreadsheet went over it.
///
/// It is known by its columns `import_row` and `import_run`, and read with a dialect of its own: a spreadsheet may have
/// saved it with another delimiter or encoding than the original input.
final class FailureFile {
    /// One of its records, with the row of the original input it stands for.
    struct Entry {
        var row: Int
        var record: CSVRecord
    }

    /// The file as the user named it.
    let path: String
    /// The run it belongs to.
    let run: String
    /// Its columns.
    let header: CSVHeader
    /// The next record, or nil at the end.
    private(set) var next: Entry?

    /// How the file is written.
    var dialect: CSVDialect { reader.dialect }

    private let reader: CSVReader
    private let rowColumn: Int
    private let runColumn: Int
    private var batch: CSVBatch?
    private var index = 0

    /// Opens `path` if it is a failure file; nil if it is any other CSV file.
    ///
    /// Throws `CSVError` if it cannot be opened at all, and `RerunError` if its first record names no run.
    ///
    /// `source` is how the original input is read: the failure file is first tried as written in the same dialect, then as
    /// a spreadsheet may have saved it.
    init?(path: String, source: ImportConfiguration.Source) throws {
        guard let (reader, rowColumn, runColumn) = try Self.open(path, source) else { return nil }
        self.path = path
        self.reader = reader
        self.rowColumn = rowColumn
        self.runColumn = runColumn
        header = reader.header
        batch = try reader.nextBatch()
        guard let first = batch?.first else { throw RerunError.empty(path: path) }
        run = first.string(runColumn)
        guard !run.isEmpty else {
            // What `check --out` found invalid belongs to no run and was never sent: corrected, it is an input like any other.
            // That must hold of every row: one whose run was deleted may exist already.
            let statusColumn = reader.header.names.firstIndex(of: ImportColumn.status.rawValue)
            while let records = batch {
                for record in records
                where statusColumn.map(record.string) != RowState.invalid.rawValue || !record.isEmpty(runColumn) {
                    throw RerunError.noRun(path: path, line: first.line)
                }
                batch = try reader.nextBatch()
            }
            return nil
        }
        try advance()
    }

    private static func open(
        _ path: String,
        _ source: ImportConfiguration.Source
    ) throws -> (CSVReader, rowColumn: Int, runColumn: Int)? {
        for candidate in readings(of: source) {
            do {
                var reader = try CSVReader(path: path, source: candidate)
                guard let row = reader.header.names.firstIndex(of: ImportColumn.row.rawValue),
                    let run = reader.header.names.firstIndex(of: ImportColumn.run.rawValue)
                else { continue }
                if let encoding = source.encoding, encoding.isSingleByte, reader.dialect.encoding.isSingleByte,
                    reader.dialect.encoding != encoding
                {
                    // One single-byte encoding looks like another; Unicode is never mistaken for one of them.
                    var explicit = candidate
                    explicit.encoding = encoding
                    reader = try CSVReader(path: path, source: explicit)
                }
                return (reader, row, run)
            } catch let error as CSVError where error.kind == .notReadableAsCSV {
                continue
            }
        }
        return nil
    }

    /// The ways to read a failure file, the likeliest first. It always has a header, and its encoding is found out.
    private static func readings(of source: ImportConfiguration.Source) -> [ImportConfiguration.Source] {
        var own = source
        own.hasHeader = true
        own.encoding = nil
        var saved = ImportConfiguration.Source()
        saved.limits = source.limits
        var readings = [own]
        if own.delimiter != nil {
            own.delimiter = nil
            readings.append(own)
        }
        if own.quote != saved.quote || own.escape != saved.escape {
            own.quote = saved.quote
            own.escape = saved.escape
            readings.append(own)
        }
        if own.skipLines != 0 { readings.append(saved) }
        return readings
    }

    /// Goes on to the next record. Throws where a record does not say which row of which run it is.
    func advance() throws {
        while let current = batch, index >= current.count {
            batch = try reader.nextBatch()
            index = 0
        }
        guard let record = batch?[index] else { return next = nil }
        index += 1
        guard let row = Int(record.string(rowColumn)), row > 0 else {
            throw RerunError.noRow(path: path, line: record.line)
        }
        guard record.string(runColumn) == run else {
            throw RerunError.otherRun(path: path, line: record.line)
        }
        next = Entry(row: row, record: record)
    }

    /// For each column of the original input, the column here; a column that is gone has no counterpart.
    func columns(of original: CSVHeader) -> [Int] {
        original.names.map { header.names.firstIndex(of: $0) ?? Int.max }
    }
}

/// Why a failure file cannot be fed back. Exit 65, before anything is sent.
public enum RerunError: Error, Sendable, Equatable {
    case empty(path: String)
    case noRun(path: String, line: Int)
    case noRow(path: String, line: Int)
    case otherRun(path: String, line: Int)
    case twice(path: String, row: Int)
    case beyondInput(path: String, row: Int)
    case runMissing(path: String, run: String)
    case originalMissing(path: String, input: String)

    /// What is wrong and what to do.
    public var message: String {
        switch self {
        case .empty(let path):
            "\(path) holds no rows: there is nothing to run again"
        case .noRun(let path, let line):
            "\(path), line \(line): import_run is empty, so the run this row belongs to is not known; restore the column from the failures.csv that was written"
        case .noRow(let path, let line):
            "\(path), line \(line): import_row is no row number; restore the column from the failures.csv that was written (new customers belong in a file of their own)"
        case .otherRun(let path, let line):
            "\(path), line \(line): import_run names another run than the rows above; feed back the failures of one run at a time"
        case .twice(let path, let row):
            "\(path): import_row \(row) stands there twice; keep the record that is right"
        case .beyondInput(let path, let row):
            "\(path): import_row \(row) is beyond the last row of the original input"
        case .runMissing(let path, let run):
            "\(path) belongs to run \(run), whose folder is not where the file is; name it with --out DIR. To import the rows as new customers, take the import_ columns out, but mind that rows with import_status unknown may exist already"
        case .originalMissing(let path, let input):
            "\(path) continues the import of \(input), which is not there any more; put it back, it is needed to write results.csv whole"
        }
    }
}
