/// Writes records in a dialect and encoding, to memory: reading them again gives the same fields, byte for byte.
public struct CSVFormatter: Sendable {
    /// What is written in.
    public let dialect: CSVDialect

    private let encoder: CSVTextEncoder
    private let lineBreak: [UInt8]
    private let delimiter: [UInt8]
    private let quote: String?

    /// Takes the dialect of the file to write; usually one that `CSVReader` found out.
    public init(dialect: CSVDialect) {
        self.dialect = dialect
        encoder = CSVTextEncoder(dialect.encoding)
        var bytes: [UInt8] = []
        encoder.append(dialect.lineBreak.rawValue, to: &bytes)
        lineBreak = bytes
        bytes = []
        encoder.append(String(dialect.delimiter), to: &bytes)
        delimiter = bytes
        quote = dialect.quote.map { String($0) }
    }

    /// Appends what stands above the first record in the file the dialect was found in: byte order mark, `sep=` line,
    /// skipped lines.
    public func appendPreamble(to output: inout [UInt8]) {
        if dialect.hasByteOrderMark { output += dialect.encoding.byteOrderMark }
        encoder.append(raw: dialect.preamble.span, to: &output)
    }

    /// Appends the header as it stands in the file, with further column names, and its line break.
    public func appendHeader(adding names: [String], to output: inout [UInt8]) {
        encoder.append(raw: dialect.rawHeader.span, to: &output)
        appendFields(names, isFirst: false, to: &output)
        output += lineBreak
    }

    /// Appends a record of `fields` and its line break.
    public func append(_ fields: [String], to output: inout [UInt8]) {
        let start = output.count
        appendFields(fields, isFirst: true, to: &output)
        // An empty line would be no record: a single empty field is written as a pair of quotes.
        if output.count == start, let quote { encoder.append(quote + quote, to: &output) }
        output += lineBreak
    }

    /// Appends `record` as it stands in the file, byte for byte, then `fields`, and a line break.
    ///
    /// `width` is how many fields the file's header has, so that the added fields stand in their columns: a shorter record
    /// is filled up with empty fields before them; of a longer one the fields beyond the header come after them.
    /// A field with a quote that is never closed gets an empty pair of quotes and a space before it: as it stands it would
    /// swallow what follows, while so its record is out of order still, and its columns are where they belong.
    public func append(_ record: CSVRecord, adding fields: [String], width: Int, to output: inout [UInt8]) {
        if record.count == width, !record.isOpenEnded {
            record.withRawBytes { encoder.append(raw: $0, to: &output) }
            if record.endsWithEscape { appendEscape(to: &output) }
            appendFields(fields, isFirst: width == 0, to: &output)
        } else {
            for index in 0..<max(width, record.count) {
                if index == width { appendFields(fields, isFirst: index == 0, to: &output) }
                if index > 0 { output += delimiter }
                appendField(index, of: record, to: &output)
            }
            if record.count <= width {
                appendFields(fields, isFirst: width == 0, to: &output)
            } else if dialect.lineBreak == .lf, record.withRawBytes({ $0.count > 0 && $0[$0.count - 1] == 0x0D }) {
                // An escaped CR at the very end would make one line break with the LF that follows.
                encoder.append("\r", to: &output)
            }
        }
        output += lineBreak
    }

    private func appendField(_ index: Int, of record: CSVRecord, to output: inout [UInt8]) {
        if record.isOpenEnded, record.isUnclosed(index), let quote {
            // The text of a record cut off by its limit may go on over several lines: it can only be quoted anew.
            if record.problemKind == .recordTooLong {
                return appendFields([record.string(index)], isFirst: true, to: &output)
            }
            encoder.append(quote + quote + " ", to: &output)
        }
        record.withRawField(index) { encoder.append(raw: $0, to: &output) }
        if index == record.count - 1, record.endsWithEscape { appendEscape(to: &output) }
    }

    /// At the end of the file an escape is text; before a delimiter it would take that for text, and is escaped itself.
    private func appendEscape(to output: inout [UInt8]) {
        if let escape = dialect.escape { encoder.append(String(escape), to: &output) }
    }

    private func appendFields(_ fields: [String], isFirst: Bool, to output: inout [UInt8]) {
        var isFirst = isFirst
        for field in fields {
            if !isFirst { output += delimiter }
            isFirst = false
            encoder.append(quoted(field), to: &output)
        }
    }

    /// The field in quotes where it needs them or the dialect gives all of them quotes.
    private func quoted(_ field: String) -> String {
        guard let quote else { return escaped(field) }
        guard dialect.quoting == .all || needsQuotes(field, quote) else { return field }
        var text = ""
        for scalar in field.unicodeScalars {
            // Before a quote or itself an escape would count, so that one is escaped.
            if String(scalar) == quote || dialect.escape?.unicodeScalars.first == scalar {
                text += escapeOrQuote(scalar)
            }
            text.unicodeScalars.append(scalar)
        }
        return quote + text + quote
    }

    private func escapeOrQuote(_ scalar: Unicode.Scalar) -> String {
        dialect.escape.map { String($0) } ?? String(scalar)
    }

    private func needsQuotes(_ field: String, _ quote: String) -> Bool {
        let special = dialect.delimiter.unicodeScalars.first
        let scalars = field.unicodeScalars
        if scalars.first == " " || scalars.last == " " || scalars.first == "\u{FEFF}" || field == "\u{1A}" {
            return true
        }
        return scalars.contains { scalar in
            scalar == special || scalar == "\n" || scalar == "\r" || String(scalar) == quote
                || dialect.escape?.unicodeScalars.first == scalar
        }
    }

    /// A dialect without quotes has only the escape to protect a field; without that, too, what would end the field is
    /// written as `\u{…}`.
    private func escaped(_ field: String) -> String {
        var text = ""
        for scalar in field.unicodeScalars {
            let isSpecial = scalar == dialect.delimiter.unicodeScalars.first || scalar == "\n" || scalar == "\r"
            if let escape = dialect.escape {
                if isSpecial || escape.unicodeScalars.first == scalar { text.append(escape) }
                text.unicodeScalars.append(scalar)
            } else if isSpecial {
                text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
