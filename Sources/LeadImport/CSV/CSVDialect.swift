/// Everything that was found out about how a file is written; enough to write another one just like it.
public struct CSVDialect: Sendable, Equatable {
    /// What ends a line.
    public enum LineBreak: String, Sendable, CaseIterable {
        case lf = "\n"
        case crlf = "\r\n"
        case cr = "\r"
    }

    /// Which fields a writer quotes.
    public enum Quoting: Sendable, Equatable {
        /// Those that need it: with a delimiter, quote, line break, or space at either end.
        case minimal
        /// All, as the file does.
        case all
    }

    /// Between the fields of a record.
    public var delimiter: Character = ","
    /// Around fields, or nil where nothing is quoted.
    public var quote: Character? = "\""
    /// Makes a quote plain text where it is not doubled, or nil.
    public var escape: Character?
    /// The encoding of the file (of its content, where it is compressed).
    public var encoding = CSVEncoding.utf8
    /// Whether the file begins with a byte order mark.
    public var hasByteOrderMark = false
    /// The line break that the file's first lines have most often.
    public var lineBreak = LineBreak.lf
    /// Which fields a writer quotes.
    public var quoting = Quoting.minimal
    /// Whether the file was gzip-compressed.
    public var isCompressed = false
    /// Whether the first line is `sep=` and the delimiter, as Excel writes it.
    public var hasSepLine = false
    /// How many lines above the header (or the first record) were skipped, the `sep=` line aside.
    public var skippedLines = 0
    /// Whether the first record names the columns.
    public var hasHeader = true
    /// The bytes above the header as they stand in the file (UTF-16 as UTF-8): the `sep=` line, what was skipped, and blank lines.
    public var preamble: [UInt8] = []
    /// The header record's bytes as they stand in the file (UTF-16 as UTF-8), without its line break.
    public var rawHeader: [UInt8] = []
    /// How it was all found out: short sentences for `check`, holding nothing of the data.
    public var reasons: [String] = []

    /// RFC 4180 in UTF-8, but with line breaks of LF.
    public init() {}
}
