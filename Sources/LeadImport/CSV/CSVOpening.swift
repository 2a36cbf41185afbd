/// What happens when a file is opened: its first bytes are read, its encoding and dialect found out, and what stands
/// above the header passed.
struct CSVOpening {
    /// How many bytes are looked at.
    static let sampleSize = 64 << 10

    private(set) var dialect = CSVDialect()
    private(set) var warnings: [CSVWarning] = []
    private(set) var format = CSVFormat()
    /// All bytes from the header on.
    private(set) var text: CSVTextInput
    /// The first of those bytes, to be looked at.
    private var head: [UInt8] = []
    /// The blank lines above the header.
    private(set) var blankLines = 0
    /// The line that `text` begins with, from 1.
    private(set) var firstLine = 1

    init(_ file: CSVInput, source: ImportConfiguration.Source) throws {
        var input = file
        var raw = try CSVOpening.sample(of: input)
        if raw.starts(with: GzipInflater.magic) {
            dialect.isCompressed = true
            input.putBack(raw)
            input = try CSVInput(decompressing: input)
            raw = try CSVOpening.sample(of: input)
        }
        let isWhole = raw.count < CSVOpening.sampleSize
        let found = try EncodingDetector.detect(
            sample: raw,
            isWhole: isWhole,
            given: source.encoding,
            scan: input.scanFromStart
        )
        if let what = EncodingDetector.reasonNotText(raw, encoding: found.encoding, delimiter: source.delimiter) {
            throw CSVError(.notReadableAsCSV, "\(input.name) is not CSV: \(what).")
        }
        dialect.encoding = found.encoding
        dialect.hasByteOrderMark = found.markLength > 0
        if dialect.isCompressed { dialect.reasons.append("The file is compressed with gzip.") }
        dialect.reasons.append(found.reason)
        if let warning = found.warning { warnings.append(CSVWarning(code: "encoding", message: warning)) }

        input.putBack(Array(raw.dropFirst(found.markLength)))
        text = CSVTextInput(input, encoding: found.encoding)
        head = try text.read(upTo: CSVOpening.sampleSize)
        let sepDelimiter = takeSepLine()
        try skipLines(source.skipLines, name: input.name)
        // Blank lines above the header are kept, so that a file written like this one begins like it.
        while let first = head.first, first == UInt8(ascii: "\n") || first == UInt8(ascii: "\r") {
            takeLine()
            blankLines += 1
        }

        let sniffer = DelimiterSniffer(
            sample: head,
            isWhole: text.isAtEnd,
            encoding: found.encoding,
            quote: source.quote,
            limits: source.limits
        )
        let finding = try sniffer.sniff(delimiter: source.delimiter ?? sepDelimiter, escape: source.escape)
        dialect.delimiter = finding.delimiter
        dialect.escape = source.escape
        dialect.quote = source.quote
        dialect.hasHeader = source.hasHeader
        dialect.reasons += finding.reasons
        format = try CSVFormat(
            delimiter: finding.delimiter,
            quote: source.quote,
            escape: source.escape,
            encoding: found.encoding
        )
        if finding.looksEscaped {
            let message = "Quotes seem to be escaped by backslashes. If so, set source.escape (--escape) to \"\\\\\"."
            warnings.append(CSVWarning(code: "escaped_quotes", message: message))
        }
        inspect(sniffer.parsed(format))
        text.putBack(head)
    }

    private mutating func inspect(_ sample: CSVBatchStorage) {
        let inspection = SampleInspection(sample)
        dialect.lineBreak = inspection.lineBreak
        dialect.quoting = inspection.quotesAll ? .all : .minimal
        if inspection.hasMixedLineBreaks {
            warnings.append(
                CSVWarning(
                    code: "mixed_line_breaks",
                    message: "The records end with different line breaks; each is read as one."
                )
            )
        }
        if inspection.titleLines > 0, dialect.hasHeader {
            let skip = firstLine - 1 - (dialect.hasSepLine ? 1 : 0) + inspection.titleLines
            let line = firstLine + inspection.titleLines
            let message =
                "The first record has fewer fields than most; it looks like a title above the header on line \(line)."
                + " If so, set source.skip_lines to \(skip)."
            warnings.append(CSVWarning(code: "title_lines", line: firstLine, message: message))
        }
    }

    /// Takes Excel's `sep=;` line off the head and returns its delimiter.
    private mutating func takeSepLine() -> Character? {
        guard let lineEnd = head.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else {
            return nil
        }
        var line = head[..<lineEnd]
        if line.first == UInt8(ascii: "\""), line.last == UInt8(ascii: "\""), line.count > 2 {
            line = line.dropFirst().dropLast()
        }
        guard String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep=", line.count > 4 else { return nil }
        let table = SingleByteCharacters.table(of: dialect.encoding)
        let text = table?.text(of: line.dropFirst(4)) ?? String(decoding: line.dropFirst(4), as: UTF8.self)
        guard let delimiter = text.first, text.count == 1 else { return nil }
        takeLine()
        dialect.hasSepLine = true
        dialect.reasons.append("The first line, sep=, names the \(DelimiterSniffer.name(delimiter)).")
        return delimiter
    }

    private mutating func skipLines(_ count: Int, name: String) throws(CSVError) {
        for skipped in 0..<max(0, count) {
            guard takeLine() else {
                throw CSVError(
                    .notReadableAsCSV,
                    "\(name): of the \(count) lines to skip only \(skipped) are within its first \(CSVOpening.sampleSize >> 10) KiB."
                )
            }
        }
        dialect.skippedLines = max(0, count)
        if count > 0 {
            dialect.reasons.append("The first \(count) lines are skipped because the source's settings say so.")
        }
    }

    /// Moves one line from the head to the preamble; false if there is none.
    @discardableResult
    private mutating func takeLine() -> Bool {
        guard let end = head.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else {
            return false
        }
        var next = end + 1
        if head[end] == UInt8(ascii: "\r"), next < head.count, head[next] == UInt8(ascii: "\n") { next += 1 }
        dialect.preamble += head[..<next]
        head.removeFirst(next)
        firstLine += 1
        return true
    }

    private static func sample(of input: CSVInput) throws -> [UInt8] {
        var sample = [UInt8](repeating: 0, count: sampleSize)
        var filled = 0
        while filled < sampleSize {
            let count = try sample.withUnsafeMutableBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return 0 }
                return try input.read(into: base + filled, capacity: sampleSize - filled)
            }
            if count == 0 { break }
            filled += count
        }
        sample.removeLast(sampleSize - filled)
        return sample
    }
}
