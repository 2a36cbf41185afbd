/// Unquotes, unescapes and transcodes one field into memory that is large enough.
struct CSVFieldDecoder {
    private let format: CSVFormat
    private let table: SingleByteCharacters?
    private let output: UnsafeMutablePointer<UInt8>
    /// How many bytes were written.
    private(set) var count = 0

    init(_ format: CSVFormat, _ output: UnsafeMutablePointer<UInt8>) {
        self.format = format
        self.output = output
        table = format.characters
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        guard byte >= 0x80, let table else {
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

    /// The text of a regular field without its quotes: each pair of quotes inside is one.
    mutating func decodeRegular(_ bytes: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int, isQuoted: Bool) {
        let quote = format.quote
        var position = start
        while position < end {
            let byte = bytes[position]
            put(byte)
            position += isQuoted && byte == quote ? 2 : 1
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
            // Before the closing quote a quote is the first of two; an escape counts before a quote and an escape.
            if bytes[position] == format.quote || format.isEscape(bytes, position, close) { position += 1 }
            put(bytes[position])
            position += 1
        }
        position = close + 1
        while position < end, format.isSkippedSpace(bytes[position]) { position += 1 }
        if position < end { decodeUnquoted(bytes, close + 1, end) }
    }

    /// Text outside quotes, where only escapes are to be removed.
    mutating func decodeUnquoted(_ bytes: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int) {
        var position = start
        while position < end {
            if format.escapes, bytes[position] == format.escape,
                CSVRecordParser.isEscapable(bytes, position + 1, end, format)
            {
                position += 1
            }
            put(bytes[position])
            position += 1
        }
    }
}
