extension ConfigurationProposal {
    /// How many rows are looked at by default.
    public static let defaultRows = 5000
    /// How many lines above the header are tried.
    private static let maximumTitleLines = 10

    /// Proposes a config for the file at `path`.
    ///
    /// Lines above the header are found by trying: the header is where the most columns begin and hardly any record is
    /// malformed.
    /// - Parameter maximumRows: How many well-formed rows to look at.
    /// - Throws: `CSVError` if the file cannot be read as CSV.
    public init(path: String, maximumRows: Int = ConfigurationProposal.defaultRows) throws {
        let first = Result { try Sample(path: path, skippedLines: 0, maximumRows: maximumRows) }
        var best = try? first.get()
        if best?.looksShifted ?? true, Self.isFile(first) {
            for skipped in 1...Self.maximumTitleLines {
                guard let sample = try? Sample(path: path, skippedLines: skipped, maximumRows: maximumRows) else {
                    continue
                }
                if sample.isBetter(than: best) { best = sample }
            }
        }
        self.init(try (best ?? first.get()).input(fileName: path))
    }

    /// Whether another try may help: not where there is nothing to read.
    private static func isFile(_ result: Result<Sample, any Error>) -> Bool {
        if case .failure(let error as CSVError) = result { error.kind == .notReadableAsCSV } else { true }
    }

    /// Proposes a config for what a reader gives, such as standard input. The reader is read up to `maximumRows` rows.
    /// - Throws: `CSVError` if reading fails.
    public init(fileName: String, reader: CSVReader, maximumRows: Int = ConfigurationProposal.defaultRows) throws {
        self.init(try Sample(reader, maximumRows: maximumRows).input(fileName: fileName))
    }
}

/// The first rows of a file and how it is read.
private struct Sample {
    private let dialect: CSVDialect
    private let header: [String]
    private var rows: [[String]] = []
    private var malformed = 0

    init(path: String, skippedLines: Int, maximumRows: Int) throws {
        var source = ImportConfiguration.Source()
        source.skipLines = skippedLines
        try self.init(CSVReader(path: path, source: source), maximumRows: maximumRows)
    }

    init(_ reader: CSVReader, maximumRows: Int) throws {
        dialect = reader.dialect
        header = reader.header.names
        while rows.count < maximumRows, let batch = try reader.nextBatch() {
            for record in batch where rows.count < maximumRows {
                if record.hasProblem {
                    malformed += 1
                } else {
                    rows.append((0..<record.count).map { record.string($0) })
                }
            }
        }
    }

    /// A title makes a header of one column, or one that the records don't fit.
    var looksShifted: Bool { header.count == 1 || malformed > rows.count || emptyNames > 0 }

    private var emptyNames: Int { header.enumerated().count { $1 == "column \($0 + 1)" } }

    func isBetter(than other: Sample?) -> Bool {
        guard header.count > 1, malformed <= rows.count else { return false }
        guard let other else { return true }
        return (header.count - emptyNames, -malformed) > (other.header.count - other.emptyNames, -other.malformed)
            || other.malformed > other.rows.count
    }

    func input(fileName: String) -> ConfigurationProposal.Input {
        ConfigurationProposal.Input(
            fileName: fileName.split(separator: "/").last.map(String.init) ?? fileName,
            header: header,
            rows: rows,
            delimiter: dialect.delimiter,
            encoding: dialect.encoding,
            quote: dialect.quote,
            skippedLines: dialect.skippedLines,
            hasHeader: dialect.hasHeader
        )
    }
}
