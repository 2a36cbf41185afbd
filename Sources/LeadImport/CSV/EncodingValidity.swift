/// Finds bytes that are invalid in an encoding.
enum EncodingValidity {
    /// The offset of the first byte from `start` on that is invalid in `encoding`, or nil if all are valid.
    ///
    /// UTF-8 by Unicode 16, table 3-7 (no overlong forms, no surrogates, nothing above U+10FFFF). Windows-1252 leaves five
    /// bytes without a character. In the other single-byte encodings every byte is one. Complexity: O(n).
    static func firstInvalid(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ encoding: CSVEncoding) -> Int? {
        switch encoding {
        case .utf8, .utf16LE, .utf16BE: firstInvalidUTF8(bytes, start, end)
        case .windows1252: firstUndefined1252(bytes, start, end)
        case .iso8859_1, .iso8859_15, .macRoman, .cp850: nil
        }
    }

    /// Whether Windows-1252 has no character for `byte`.
    @inline(__always)
    static func isUndefined1252(_ byte: UInt8) -> Bool {
        byte == 0x81 || byte == 0x8D || byte == 0x8F || byte == 0x90 || byte == 0x9D
    }

    private static func firstUndefined1252(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
        var position = start
        while position < end {
            if isUndefined1252(bytes[position]) { return position }
            position += 1
        }
        return nil
    }

    private static func firstInvalidUTF8(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
        var position = start
        while true {
            position = endOfASCII(bytes, position, end)
            if position >= end { return nil }
            let length = sequenceLength(bytes, position, end)
            if length == 0 { return position }
            position += length
        }
    }

    /// The offset of the first byte from `start` on that is not ASCII, or `end`.
    @inline(__always)
    static func endOfASCII(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
        var position = start
        let raw = UnsafeRawPointer(bytes)
        while position + 8 <= end {
            let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian & 0x8080_8080_8080_8080
            if word != 0 { return position + word.trailingZeroBitCount >> 3 }
            position += 8
        }
        while position < end, bytes[position] < 0x80 { position += 1 }
        return position
    }

    /// How many bytes the valid UTF-8 sequence at `position` has, or 0 if it is invalid or cut off.
    @inline(__always)
    static func sequenceLength(_ bytes: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
        let lead = bytes[position]
        let length: Int
        var lowest: UInt8 = 0x80
        var highest: UInt8 = 0xBF
        switch lead {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, lowest) = (3, 0xA0)
        case 0xED: (length, highest) = (3, 0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, lowest) = (4, 0x90)
        case 0xF4: (length, highest) = (4, 0x8F)
        case 0xF1...0xF3: length = 4
        default: return 0
        }
        guard position + length <= end, bytes[position + 1] >= lowest, bytes[position + 1] <= highest else { return 0 }
        var index = 2
        while index < length {
            if bytes[position + index] & 0xC0 != 0x80 { return 0 }
            index += 1
        }
        return length
    }

    /// Whether there is a letter that looks like UTF-8 once read as Windows-1252, as in `MÃ¼ller`: Ã or Â, and then the character that
    /// Windows-1252 has for a continuation byte. Complexity: O(n).
    static func hasGarbledLetter(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ encoding: CSVEncoding)
        -> Bool
    {
        var position = start
        while true {
            position = endOfASCII(bytes, position, end)
            if position + 1 >= end { return false }
            switch encoding {
            case .utf8, .utf16LE, .utf16BE:
                // Ã and Â are C3 83 and C3 82.
                if bytes[position] == 0xC3, bytes[position + 1] & 0xFE == 0x82,
                    isContinuationIn1252(bytes, position + 2, end)
                {
                    return true
                }
            case .windows1252:
                if bytes[position] & 0xFE == 0xC2, bytes[position + 1] & 0xC0 == 0x80 { return true }
            case .iso8859_1, .iso8859_15, .macRoman, .cp850:
                return false
            }
            position += 1
        }
    }

    /// Whether the UTF-8 character at `position` is what Windows-1252 has for a byte from 0x80 to 0xBF.
    private static func isContinuationIn1252(_ bytes: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Bool {
        guard position < end else { return false }
        let length = sequenceLength(bytes, position, end)
        guard length == 2 || length == 3 else { return false }
        let text = String(decoding: UnsafeBufferPointer(start: bytes + position, count: length), as: UTF8.self)
        guard let scalar = text.unicodeScalars.first else { return false }
        let byte = SingleByteCharacters.table(of: .windows1252)?.byte(for: scalar)
        return byte.map { $0 < 0xC0 } ?? false
    }
}
