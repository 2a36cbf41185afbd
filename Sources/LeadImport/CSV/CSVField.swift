/// Where the text of a field is in the batch's bytes, and what must be done to it.
@usableFromInline
struct CSVField {
    @usableFromInline var start: Int
    @usableFromInline var end: Int
    @usableFromInline var form: Form

    /// How the bytes become text.
    @usableFromInline
    enum Form {
        /// They are the text.
        case plain
        /// Quotes inside are doubled, or there are characters of a single-byte encoding, or both.
        case encoded(isQuoted: Bool)
        /// The record is out of order: as `CSVRecordParser` reads it.
        case irregular
    }

    /// How many bytes the text takes at most: a single-byte character has up to three in UTF-8.
    @usableFromInline var textBound: Int { max(1, 3 * (end - start)) }
}

extension CSVRecord {
    /// Where the field is as it stands in the file, quotes and all; nil if there is no such field.
    @inline(__always)
    func bounds(of field: Int) -> (start: Int, end: Int)? {
        let entry = storage.entries[index]
        let first = Int(entry.firstField)
        guard field >= 0, field < Int(storage.entries[index + 1].firstField) - first else { return nil }
        let start =
            field == 0 ? Int(entry.start) : Int(storage.ends[first + field - 1]) + storage.format.delimiterLength
        return (start, Int(storage.ends[first + field]))
    }

    /// Where the field's text is; nil if there is no such field. Complexity: O(length of the field).
    @usableFromInline
    func locate(_ field: Int) -> CSVField? {
        guard let (start, end) = bounds(of: field) else { return nil }
        if storage.entries[index].flags.contains(.irregular) {
            return CSVField(start: start, end: end, form: .irregular)
        }
        let isQuoted = start < end && storage.format.quotes && storage.bytes[start] == storage.format.quote
        let isASCIIOnly = storage.format.encoding.isSingleByte
        guard isQuoted || isASCIIOnly else { return CSVField(start: start, end: end, form: .plain) }
        let inner = isQuoted ? (start: start + 1, end: end - 1) : (start: start, end: end)
        let found = look(inner.start, inner.end, for: storage.format.quote)
        let isPlain = !(isQuoted && found.byte) && !(isASCIIOnly && found.beyondASCII)
        return CSVField(start: inner.start, end: inner.end, form: isPlain ? .plain : .encoded(isQuoted: isQuoted))
    }

    /// Whether the field begins with a quote and has none that closes it.
    func isUnclosed(_ field: Int) -> Bool {
        guard let (start, end) = bounds(of: field) else { return false }
        return storage.format.quotedPart(storage.bytes, start, end) == .unclosed
    }

    /// Whether `byte` and bytes beyond ASCII occur between `start` and `end`: eight bytes at a time. The storage's slack
    /// allows for reading past the end.
    @inline(__always)
    private func look(_ start: Int, _ end: Int, for byte: UInt8) -> (byte: Bool, beyondASCII: Bool) {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let bytes = UnsafeRawPointer(storage.bytes)
        let wanted = ones &* UInt64(byte)
        var zeros: UInt64 = 0
        var all: UInt64 = 0
        var position = start
        while position < end {
            var word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
            // Bytes past the end become zero, which no quote is.
            if end - position < 8 { word &= (1 << UInt64(8 * (end - position))) &- 1 }
            all |= word
            let difference = word ^ wanted
            zeros |= (difference &- ones) & ~difference
            position += 8
        }
        return (zeros & (ones << 7) != 0, all & (ones << 7) != 0)
    }

    /// Writes the field's text to `output`, which has room for `textBound` bytes, and returns its length.
    @usableFromInline
    func decode(_ field: CSVField, to output: UnsafeMutablePointer<UInt8>) -> Int {
        var decoder = CSVFieldDecoder(storage.format, output)
        switch field.form {
        case .plain: decoder.decodeUnquoted(storage.bytes, field.start, field.end)
        case .encoded(let isQuoted): decoder.decodeRegular(storage.bytes, field.start, field.end, isQuoted: isQuoted)
        case .irregular: decoder.decodeIrregular(storage.bytes, field.start, field.end)
        }
        return decoder.count
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
