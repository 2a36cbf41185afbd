#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes results.csv and failures.csv as rows are settled, in input order, in the input's own dialect and encoding.
///
/// Both grow under the name `….part` and get their own name when the run has come to its end: a file with its own name is
/// whole, and the failure file that a rerun reads is not written over while it is read.
final class ResultsWriter {
    private let folder: RunFolder
    private let runID: String
    private let header: CSVHeader
    private let dialect: CSVDialect
    /// The input's columns that results.csv keeps, in the input's order.
    private let kept: [Int]
    /// The input's columns that are data, for failures.csv.
    private let dataColumns: [Int]
    private var results: PartFile
    private var failures: PartFile?

    /// Begins results.csv in `folder`. Throws `OutputError`, or `ConfigurationError` where a column to keep is not there.
    init(
        folder: RunFolder,
        runID: String,
        header: CSVHeader,
        dialect: CSVDialect,
        configuration: ImportConfiguration
    ) throws {
        self.folder = folder
        self.runID = runID
        self.header = header
        self.dialect = dialect
        dataColumns = header.names.indices.filter { !ImportColumn.isOne(header.names[$0]) }
        kept = try Self.kept(configuration, header, dataColumns)
        // What stood above the partner's header is no part of the results.
        var plain = dialect
        plain.preamble = []
        plain.hasHeader = false
        results = try PartFile(folder.results, dialect: plain)
        try results.write { (writer) throws(CSVError) in try writer.writeHead(adding: []) }
        try results.write(kept.map { header.names[$0] } + ImportColumn.ofResults.map(\.rawValue))
    }

    /// Writes a settled row.
    func write(_ row: SourceRow, _ outcome: RowOutcome) throws {
        let added = fields(row, outcome).map(CSVWriter.spreadsheetSafe)
        try results.write(kept.map(row.string) + added)
        guard outcome.state.needsPerson else { return }
        let own = Array(added.suffix(ImportColumn.ofFailures.count))
        let failures = try self.failures ?? beginFailures()
        if row.layer == 0, dataColumns.count == header.count {
            try failures.write { [width = header.count] (writer) throws(CSVError) in
                try writer.write(row.record, adding: own, width: width)
            }
        } else {
            try failures.write(dataColumns.map(row.string) + own)
        }
    }

    /// Gives both files their names. Where nothing failed there is no failures.csv, and an old one goes.
    func finish() throws {
        try results.finish()
        if let failures {
            try failures.finish()
        } else {
            try OutputFile.remove(folder.failures)
        }
    }

    private func beginFailures() throws -> PartFile {
        let names = ImportColumn.ofFailures.map(\.rawValue)
        let file = try PartFile(folder.failures, dialect: dialect)
        if dialect.hasHeader, dataColumns.count == header.count {
            try file.write { (writer) throws(CSVError) in try writer.writeHead(adding: names) }
        } else {
            // A rerun knows the file by the added columns' names, so it has a header even where the input has none.
            try file.write(dataColumns.map { header.names[$0] } + names)
        }
        failures = file
        return file
    }

    /// The added fields, in the order of `ImportColumn`.
    private func fields(_ row: SourceRow, _ outcome: RowOutcome) -> [String] {
        let violations = outcome.violations
        return [
            outcome.lead?.id ?? "",
            outcome.lead?.link ?? "",
            outcome.lead?.createdAt ?? "",
            String(row.number),
            String(row.line),
            outcome.state.rawValue,
            String(outcome.attempts),
            violations.map(\.code).joined(separator: " | "),
            violations.map { $0.columns.joined(separator: ", ") }.joined(separator: " | "),
            violations.map(\.message).joined(separator: " | "),
            outcome.requestID ?? "",
            runID,
        ]
    }

    private static func kept(
        _ configuration: ImportConfiguration,
        _ header: CSVHeader,
        _ dataColumns: [Int]
    ) throws(ConfigurationError) -> [Int] {
        switch configuration.keptColumns {
        case .all: return dataColumns
        case .none: return []
        case .only(let names):
            var problems: [ConfigurationError.Problem] = []
            let columns = names.compactMap { name -> Int? in
                switch header.index(of: name) {
                case .exact(let column), .similar(let column, _): return column
                case .ambiguous(let message): problems.append(.init(message: "results.keep: \(message)"))
                case .none(let nearest):
                    let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
                    problems.append(.init(message: "results.keep: the file has no column \"\(name)\"\(hint)"))
                }
                return nil
            }
            guard problems.isEmpty else {
                throw ConfigurationError(file: configuration.file, problems: problems)
            }
            return columns
        }
    }
}

/// A CSV file that grows beside the place it is meant for.
private final class PartFile {
    private let path: String
    private let file: OutputFile
    private var writer: CSVWriter

    init(_ path: String, dialect: CSVDialect) throws(OutputError) {
        self.path = path
        file = try OutputFile(path: path + ".part", flags: O_WRONLY | O_CREAT | O_TRUNC)
        writer = CSVWriter(fileDescriptor: file.descriptor, dialect: dialect)
    }

    func write(_ fields: [String]) throws(OutputError) {
        try write { (writer) throws(CSVError) in try writer.write(fields) }
    }

    func write(_ body: (inout CSVWriter) throws(CSVError) -> Void) throws(OutputError) {
        do {
            try body(&writer)
        } catch {
            throw OutputError.cannotWrite(path: path, reason: error.description)
        }
    }

    /// Puts the file in place, whole and on the disk.
    func finish() throws(OutputError) {
        try write { (writer) throws(CSVError) in try writer.flush() }
        try file.synchronize()
        try OutputFile.rename(path + ".part", to: path)
    }
}
