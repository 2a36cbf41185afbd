#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Writes a CSV file through a buffer, in a given dialect and encoding.
///
/// Nothing is on its way to the file before the buffer is full, `flush` is called or the writer is closed.
public struct CSVWriter: ~Copyable {
    /// How records are written.
    public let formatter: CSVFormatter

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private let bufferSize: Int

    /// Writes to `descriptor`, which stays open and belongs to the caller. `bufferSize` is in bytes.
    public init(fileDescriptor: Int32, dialect: CSVDialect, bufferSize: Int = 64 << 10) {
        descriptor = fileDescriptor
        formatter = CSVFormatter(dialect: dialect)
        self.bufferSize = bufferSize
        buffer.reserveCapacity(bufferSize + (bufferSize >> 2))
    }

    /// Writes byte order mark, `sep=` line, skipped lines and the header of the file the dialect was found in, with
    /// further columns. Throws `CSVError`.
    public mutating func writeHead(adding names: [String]) throws(CSVError) {
        formatter.appendPreamble(to: &buffer)
        if formatter.dialect.hasHeader { formatter.appendHeader(adding: names, to: &buffer) }
        try flushIfFull()
    }

    /// Writes a record of `fields`. Throws `CSVError`.
    public mutating func write(_ fields: [String]) throws(CSVError) {
        formatter.append(fields, to: &buffer)
        try flushIfFull()
    }

    /// Writes `record` byte for byte with further fields; see `CSVFormatter.append(_:adding:width:to:)`. Throws `CSVError`.
    public mutating func write(_ record: CSVRecord, adding fields: [String], width: Int) throws(CSVError) {
        formatter.append(record, adding: fields, width: width, to: &buffer)
        try flushIfFull()
    }

    /// Hands all that was written to the system. Does not wait for the disk. Throws `CSVError`.
    public mutating func flush() throws(CSVError) {
        let (written, error) = DescriptorOutput.write(buffer, to: descriptor)
        guard error == 0 else {
            buffer.removeFirst(written)
            throw CSVError(.cannotWrite, "The CSV file cannot be written: \(CSVInput.reason(error)).")
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func flushIfFull() throws(CSVError) {
        if buffer.count >= bufferSize { try flush() }
    }

    /// `text` made harmless for spreadsheets, which run what begins with `=`, `+`, `-`, `@` or a control character as a
    /// formula: an apostrophe is put before it. For texts that come from the server or ourselves; the partner's own values
    /// stay as they are. See OWASP, CSV Injection.
    public static func spreadsheetSafe(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        // Full-width forms of the four signs are taken for the same by some spreadsheets.
        let isSign = "=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first)
        return isSign || first.value < 0x20 || first.value == 0x7F ? "'" + text : text
    }
}
