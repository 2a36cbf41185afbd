/// Writes failures.csv: the rows that need a person, as the partner wrote them, with what is wrong behind.
public final class FailuresWriter {
    /// The input's columns that are data, not added by an earlier run.
    let dataColumns: [Int]

    private let path: String
    private let header: CSVHeader
    private let dialect: CSVDialect
    private var file: PartFile?

    /// A writer to `path`, in the dialect of the input with these columns. The file is begun with the first row.
    public init(path: String, header: CSVHeader, dialect: CSVDialect) {
        self.path = path
        self.header = header
        self.dialect = dialect
        dataColumns = header.names.indices.filter { !ImportColumn.isOne(header.names[$0]) }
    }

    /// Writes a record that broke rules, as a check finds them: it belongs to no run. Throws `OutputError`.
    public func write(_ record: CSVRecord, _ violations: [Violation]) throws(OutputError) {
        let row = SourceRow(number: record.row, line: record.line, record: record, layer: 0, isEligible: false)
        try write(row, ImportColumn.fields(row, RowOutcome(.invalid, violations: violations), runID: ""))
    }

    /// Puts the file in place; without a row there is none, and an old one goes. Throws `OutputError`.
    public func finish() throws(OutputError) {
        if let file {
            try file.finish()
        } else {
            try OutputFile.remove(path)
        }
    }

    /// Writes a row with the fields of all added columns.
    func write(_ row: SourceRow, _ added: [String]) throws(OutputError) {
        let own = Array(added.suffix(ImportColumn.ofFailures.count))
        let file: PartFile
        if let begun = self.file { file = begun } else { file = try begin() }
        if row.layer == 0, dataColumns.count == header.count {
            try file.write { [width = header.count] (writer) throws(CSVError) in
                try writer.write(row.record, adding: own, width: width)
            }
        } else {
            try file.write(dataColumns.map(row.string) + own)
        }
    }

    private func begin() throws(OutputError) -> PartFile {
        let names = ImportColumn.ofFailures.map(\.rawValue)
        let file = try PartFile(path, dialect: dialect)
        if dialect.hasHeader, dataColumns.count == header.count {
            try file.write { (writer) throws(CSVError) in try writer.writeHead(adding: names) }
        } else {
            // A rerun knows the file by the added columns' names, so it has a header even where the input has none.
            try file.write(dataColumns.map { header.names[$0] } + names)
        }
        self.file = file
        return file
    }
}
