/// A field as it stands in the batch's bytes, and how it is decoded.
struct CSVField {
    var start: Int
    var end: Int
    /// Whether the bytes are the text: no quotes inside, UTF-8 or ASCII.
    var isPlain: Bool
    /// Whether it must be read as the parser reads a record that is out of order.
    var isIrregular: Bool
}

extension CSVRecord {
    /// Where the field is as it stands in the file; nil if there is no such field.
    @inline(__always)
    func bounds(of field: Int) -> (start: Int, end: Int)? {
        let entry = storage.entries[index]
        let first = Int(entry.firstField)
        guard field >= 0, field < Int(storage.entries[index + 1].firstField) - first else { return nil }
        let start =
            field == 0 ? Int(entry.start) : Int(storage.ends[first + field - 1]) + storage.format.delimiterLength
        return (start, Int(storage.ends[first + field]))
    }

    /// Where the field is, without its quotes where these are its first and last byte; nil if there is no such field.
    @inline(__always)
    func rawField(_ field: Int) -> CSVField? {
        guard var (start, end) = bounds(of: field) else { return nil }
        if storage.entries[index].flags.contains(.irregular) {
            return CSVField(start: start, end: end, isPlain: false, isIrregular: true)
        }
        var isPlain = true
        if start < end, storage.format.quotes, storage.bytes[start] == storage.format.quote {
            start += 1
            end -= 1
            isPlain = !contains(storage.format.quote, start, end)
        }
        if isPlain, storage.format.characters != nil { isPlain = isASCII(start, end) }
        return CSVField(start: start, end: end, isPlain: isPlain, isIrregular: false)
    }

    /// Whether the field begins with a quote and has none that closes it.
    func isUnclosed(_ field: Int) -> Bool {
        guard let (start, end) = bounds(of: field) else { return false }
        return storage.format.quotedPart(storage.bytes, start, end) == .unclosed
    }

    @inline(__always)
    private func contains(_ byte: UInt8, _ start: Int, _ end: Int) -> Bool {
        let bytes = storage.bytes
        var position = start
        while position < end {
            if bytes[position] == byte { return true }
            position += 1
        }
        return false
    }

    @inline(__always)
    private func isASCII(_ start: Int, _ end: Int) -> Bool {
        let bytes = storage.bytes
        var position = start
        var seen: UInt8 = 0
        while position < end {
            seen |= bytes[position]
            position += 1
        }
        return seen < 0x80
    }

    /// Calls `body` with the decoded field, made on the stack where it is short.
    @inline(never)
    func withDecoded<Result, Failure: Error>(
        _ field: CSVField,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // A single-byte character takes at most three bytes in UTF-8.
        let perByte = storage.format.characters == nil ? 1 : 3
        let outcome = withUnsafeTemporaryAllocation(
            of: UInt8.self,
            capacity: max(1, (field.end - field.start) * perByte)
        ) {
            scratch -> Swift.Result<Result, Failure> in
            guard let base = scratch.baseAddress else { return catching { () throws(Failure) in try body(Span()) } }
            var decoder = CSVFieldDecoder(format: storage.format, output: base)
            if field.isIrregular {
                decoder.decodeIrregular(storage.bytes, field.start, field.end)
            } else {
                decoder.decodeQuoted(storage.bytes, field.start, field.end)
            }
            let text = UnsafeBufferPointer(start: base, count: decoder.count)
            return catching { () throws(Failure) in try body(text.span) }
        }
        return try outcome.get()
    }
}

/// `Result(catching:)` for a closure that says what it throws.
@inline(__always)
private func catching<Value, Failure: Error>(_ body: () throws(Failure) -> Value) -> Result<Value, Failure> {
    do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
}

/// Unquotes, unescapes and transcodes one field into memory that is large enough.
struct CSVFieldDecoder {
    let format: CSVFormat
    let output: UnsafeMutablePointer<UInt8>
    private(set) var count = 0

    init(format: CSVFormat, output: UnsafeMutablePointer<UInt8>) {
        self.format = format
        self.output = output
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        guard byte >= 0x80, let table = format.characters else {
            output[count] = byte
            count += 1
            return
        }
        var packed = table.utf8[Int(byte) - 0x80]
        for _ in 0..<(packed & 0xFF) {
            packed >>= 8
            output[count] = UInt8(truncatingIfNeeded: packed)
            count += 1
        }
    }

    /// What stands between the quotes of a regular field: each pair of quotes is one.
    mutating func decodeQuoted(_ bytes: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int) {
        var position = start
        while position < end {
            let byte = bytes[position]
            put(byte)
            position += byte == format.quote && format.quotes ? 2 : 1
        }
    }

    /// A field of a record that is out of order, by the rules of `CSVRecordParser`: spaces around quotes do not count,
    /// what follows a closing quote is text, a quote that is never closed is text and so is all else.
    mutating func decodeIrregular(_ bytes: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int) {
        guard case .closed(let open, let close) = format.quotedPart(bytes, start, end) else {
            return decodeUnquoted(bytes, start, end)
        }
        var position = open + 1
        while position < close {
            let byte = bytes[position]
            // Inside quotes a quote before the closing one is the first of two, an escape counts before quote and escape.
            if byte == format.quote || format.isEscape(bytes, position, close) { position += 1 }
            put(bytes[position])
            position += 1
        }
        position = close + 1
        while position < end, format.isSkippedSpace(bytes[position]) { position += 1 }
        if position < end { decodeUnquoted(bytes, close + 1, end) }
    }

    private mutating func decodeUnquoted(_ bytes: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int) {
        var position = start
        while position < end {
            if format.escapes, bytes[position] == format.escape, position + 1 < end,
                CSVRecordParser.isEscapable(bytes, position + 1, end, format)
            {
                position += 1
            }
            put(bytes[position])
            position += 1
        }
    }
}

extension CSVFormat {
    /// Where the quotes of a field are.
    enum QuotedPart: Equatable {
        /// The field does not begin with a quote.
        case none
        /// It does, and no quote closes it.
        case unclosed
        /// The offsets of the quotes.
        case closed(open: Int, close: Int)
    }

    /// Finds the quotes of the field between `start` and `end`.
    func quotedPart(_ bytes: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int) -> QuotedPart {
        var open = start
        while open < end, isSkippedSpace(bytes[open]) { open += 1 }
        guard quotes, open < end, bytes[open] == quote else { return .none }
        var position = open + 1
        while position < end {
            if isEscape(bytes, position, end) {
                position += 2
            } else if bytes[position] != quote {
                position += 1
            } else if position + 1 < end, bytes[position + 1] == quote {
                position += 2
            } else {
                return .closed(open: open, close: position)
            }
        }
        return .unclosed
    }

    /// Whether `byte` is a space that is no part of a quoted field it stands beside.
    func isSkippedSpace(_ byte: UInt8) -> Bool { skipsSpaces && byte == UInt8(ascii: " ") }

    /// Whether the byte at `position`, inside quotes, makes the next one, a quote or an escape, plain text.
    func isEscape(_ bytes: UnsafeMutablePointer<UInt8>, _ position: Int, _ end: Int) -> Bool {
        guard escapes, bytes[position] == escape, position + 1 < end else { return false }
        return bytes[position + 1] == quote || bytes[position + 1] == escape
    }
}
