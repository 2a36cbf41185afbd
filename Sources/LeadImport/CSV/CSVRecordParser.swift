/// Reads one record byte by byte: the definition of how a record is read. `CSVIndexer` reads regular records many times
/// faster and hands everything else to this.
///
/// RFC 4180 with these additions: LF, CRLF and CR each end a record outside quotes; spaces around a quoted field do not
/// count; an escape character, where there is one, makes a quote or itself plain text (outside quotes a delimiter or
/// line break too). What is out of order is read so that little is lost and the next record is found again:
/// - a quote inside an unquoted field is text (`stray_quote`), and so is what follows a closing quote on the same line;
/// - a quote that is never closed, or is closed on a later line by a quote that text follows, is text (`unclosed_quote`):
///   the record ends with its line.
struct CSVRecordParser {
    /// How much of the file there is to be seen.
    enum Horizon {
        /// More may come: a record that reaches the end of the bytes is incomplete.
        case moreToCome
        /// The bytes end with the input.
        case endOfInput
        /// More may come, but the record has reached its limit.
        case limitReached
    }

    /// A record, or why there is none.
    enum Outcome {
        /// The record's end was not found; ask again with more bytes.
        case incomplete
        /// A record: where its text ends, where the next one begins, and how many line breaks it took.
        case record(end: Int, next: Int, lines: Int, irregular: Bool, problem: CSVProblem?)
        /// The record goes on beyond the limit: `end` is where the bytes end, the rest of its line is to be skipped.
        case tooLong(end: Int, lines: Int, problem: CSVProblem)
    }

    let bytes: UnsafeMutablePointer<UInt8>
    let end: Int
    let format: CSVFormat
    let limits: CSVLimits
    let horizon: Horizon
    /// Where the fields' ends go.
    let storage: CSVBatchStorage

    private var position = 0
    private var lines = 0
    private var irregular = false
    private var problem: CSVProblem?

    init(storage: CSVBatchStorage, limits: CSVLimits, horizon: Horizon) {
        self.storage = storage
        bytes = storage.bytes
        end = storage.filled
        format = storage.format
        self.limits = limits
        self.horizon = horizon
    }

    /// What a field was ended by.
    private enum FieldEnd {
        case delimiter
        case record
        case incomplete
    }

    /// Reads the record at `start`, which is before the end of the bytes, and appends its fields' ends to the storage.
    /// Nothing is appended where the outcome is `incomplete`. Complexity: O(length of the record).
    mutating func parse(from start: Int) -> Outcome {
        position = start
        lines = 0
        irregular = false
        problem = nil
        let firstEnd = storage.endsCount
        while true {
            let fieldStart = position
            let ending = field()
            if ending == .incomplete {
                switch horizon {
                case .moreToCome:
                    storage.endsCount = firstEnd
                    return .incomplete
                case .endOfInput:
                    appendEnd(end, fieldStart, firstEnd)
                    return .record(end: end, next: end, lines: lines, irregular: irregular, problem: problem)
                case .limitReached:
                    appendEnd(end, fieldStart, firstEnd)
                    let tooLong = CSVProblem(
                        kind: .recordTooLong,
                        record: storage.count,
                        offset: start,
                        bound: limits.recordBytes
                    )
                    return .tooLong(end: end, lines: lines, problem: problem ?? tooLong)
                }
            }
            appendEnd(position, fieldStart, firstEnd)
            if ending == .delimiter {
                position += format.delimiterLength
                continue
            }
            let recordEnd = position
            guard let next = afterLineBreak(position) else {
                storage.endsCount = firstEnd
                return .incomplete
            }
            lines += 1
            return .record(end: recordEnd, next: next, lines: lines, irregular: irregular, problem: problem)
        }
    }

    /// The position after the line break at `position`; nil where a CR is the last byte and its LF may yet come.
    private func afterLineBreak(_ position: Int) -> Int? {
        guard bytes[position] == UInt8(ascii: "\r") else { return position + 1 }
        if position + 1 == end { return horizon == .moreToCome ? nil : position + 1 }
        return bytes[position + 1] == UInt8(ascii: "\n") ? position + 2 : position + 1
    }

    private mutating func appendEnd(_ fieldEnd: Int, _ fieldStart: Int, _ firstEnd: Int) {
        if fieldEnd - fieldStart > limits.fieldBytes { note(.fieldTooLong, at: fieldStart, bound: limits.fieldBytes) }
        if storage.endsCount - firstEnd >= limits.columns {
            note(.tooManyColumns, at: fieldStart, bound: limits.columns)
            // The last field takes all that is left, so that the ends stay within bounds.
            storage.ends[storage.endsCount - 1] = UInt32(fieldEnd)
            return
        }
        storage.reserveEnds(1)
        storage.ends[storage.endsCount] = UInt32(fieldEnd)
        storage.endsCount += 1
    }

    /// The first problem of a record is the one that is told.
    private mutating func note(_ kind: CSVProblem.Kind, at offset: Int, bound: Int = 0) {
        if problem == nil { problem = CSVProblem(kind: kind, record: storage.count, offset: offset, bound: bound) }
    }

    /// Reads the field at `position` and moves to what ends it.
    private mutating func field() -> FieldEnd {
        let fieldStart = position
        var open = position
        if format.quotes {
            while open < end, format.isSkippedSpace(bytes[open]) { open += 1 }
            if open < end, bytes[open] == format.quote { return quotedField(fieldStart, open) }
        }
        return unquotedField(from: fieldStart)
    }

    private func isLineBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    private mutating func unquotedField(from start: Int) -> FieldEnd {
        position = start
        while position < end {
            let byte = bytes[position]
            if byte <= UInt8(ascii: "\r"), isLineBreak(byte) { return .record }
            if format.delimiterStands(at: position, in: bytes, before: end) { return .delimiter }
            if format.quotes, byte == format.quote {
                note(.strayQuote, at: position)
                irregular = true
            }
            if format.escapes, byte == format.escape {
                if position + 2 >= end, horizon == .moreToCome { return .incomplete }
                if CSVRecordParser.isEscapable(bytes, position + 1, end, format) {
                    irregular = true
                    position += 1
                    if isLineBreak(bytes[position]) {
                        lines += 1
                        if bytes[position] == UInt8(ascii: "\r"), position + 1 < end,
                            bytes[position + 1] == UInt8(ascii: "\n")
                        {
                            position += 1
                        }
                    }
                }
            }
            position += 1
        }
        return .incomplete
    }

    /// Whether an escape before `position`, outside quotes, makes what stands there plain text.
    static func isEscapable(
        _ bytes: UnsafeMutablePointer<UInt8>,
        _ position: Int,
        _ end: Int,
        _ format: CSVFormat
    ) -> Bool {
        guard position < end else { return false }
        let byte = bytes[position]
        return byte == format.escape || (format.quotes && byte == format.quote) || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r") || format.delimiterStands(at: position, in: bytes, before: end)
    }

    private mutating func quotedField(_ fieldStart: Int, _ open: Int) -> FieldEnd {
        if open > fieldStart { irregular = true }
        position = open + 1
        var innerLines = 0
        while position < end {
            let byte = bytes[position]
            if byte == format.quote {
                if position + 1 < end, bytes[position + 1] == format.quote {
                    position += 2
                    continue
                }
                if position + 1 == end, horizon == .moreToCome { return .incomplete }
                return closedField(open, innerLines)
            }
            if format.escapes, byte == format.escape {
                if position + 1 >= end, horizon == .moreToCome { return .incomplete }
                irregular = true
                if position + 1 < end, bytes[position + 1] == format.quote || bytes[position + 1] == format.escape {
                    position += 2
                    continue
                }
            }
            if byte <= UInt8(ascii: "\r") {
                if byte == UInt8(ascii: "\n"), bytes[position - 1] != UInt8(ascii: "\r") { innerLines += 1 }
                if byte == UInt8(ascii: "\r") { innerLines += 1 }
            }
            position += 1
        }
        switch horizon {
        case .moreToCome: return .incomplete
        case .endOfInput: return unclosed(fieldStart, open)
        // A field that is merely long is the record's problem, one that began long ago has lost its closing quote.
        case .limitReached:
            if end - open > limits.fieldBytes { return unclosed(fieldStart, open) }
            lines += innerLines
            return .incomplete
        }
    }

    /// Goes on after the quote at `position`, which closes the field.
    private mutating func closedField(_ open: Int, _ innerLines: Int) -> FieldEnd {
        let close = position
        position += 1
        while position < end, format.isSkippedSpace(bytes[position]) { position += 1 }
        if position > close + 1 { irregular = true }
        if position == end {
            lines += innerLines
            return .incomplete
        }
        if format.delimiterStands(at: position, in: bytes, before: end) {
            lines += innerLines
            return .delimiter
        }
        if isLineBreak(bytes[position]) {
            lines += innerLines
            return .record
        }
        if format.delimiterLength > 1, end - position < format.delimiterLength, horizon == .moreToCome {
            return .incomplete
        }
        if innerLines > 0 { return unclosed(open, open) }
        // Text after a closing quote: the rest of the field is read as unquoted.
        note(.strayQuote, at: close)
        irregular = true
        return unquotedField(from: close + 1)
    }

    /// Takes the quote at `open` for text and the record to end with its line.
    private mutating func unclosed(_ fieldStart: Int, _ open: Int) -> FieldEnd {
        problem = CSVProblem(kind: .unclosedQuote, record: storage.count, offset: open)
        irregular = true
        return unquotedField(from: open)
    }
}
