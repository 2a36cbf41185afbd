/// Writes results.csv and failures.csv as rows are settled, in input order, in the input's own dialect and encoding.
///
/// Both grow under the name `….part` and get their own name when the run has come to its end: a file with its own name is
/// whole, and the failure file that a rerun reads is not written over while it is read.
final class ResultsWriter {
    private let folder: RunFolder
    private let runID: String
    /// The input's columns that results.csv keeps, in the input's order.
    private let kept: [Int]
    private let results: PartFile
    private let failures: FailuresWriter

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
        failures = FailuresWriter(path: folder.failures, header: header, dialect: dialect)
        kept = try Self.kept(configuration, header, failures.dataColumns)
        // What stood above the partner's header is no part of the results.
        var plain = dialect
        plain.preamble = []
        plain.hasHeader = false
        results = try PartFile(folder.results, dialect: plain)
        try results.write { (writer) throws(CSVError) in try writer.writeHead(adding: []) }
        try results.write(kept.map { header.names[$0] } + ImportColumn.ofResults.map(\.rawValue))
    }

    /// Writes a settled row.
    func write(_ row: SourceRow, _ outcome: RowOutcome) throws(OutputError) {
        let added = ImportColumn.fields(row, outcome, runID: runID)
        try results.write(kept.map(row.string) + added)
        if outcome.state.needsPerson { try failures.write(row, added) }
    }

    /// Gives both files their names. Where nothing failed there is no failures.csv, and an old one goes.
    func finish() throws(OutputError) {
        try results.finish()
        try failures.finish()
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
