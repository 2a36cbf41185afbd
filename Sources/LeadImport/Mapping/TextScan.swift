import Foundation

/// What a text is made of, as far as it decides which way it takes: a plain one takes none of the slow ones.
struct TextTraits: OptionSet, Sendable {
    let rawValue: UInt8

    /// A byte of 0x80 or above.
    static let nonASCII = TextTraits(rawValue: 1)
    /// A control character other than tab and line breaks: U+0000–U+001F, U+007F–U+009F.
    static let control = TextTraits(rawValue: 2)
    /// A tab, line feed or carriage return.
    static let lineBreak = TextTraits(rawValue: 4)
    /// U+FFFD, which stands where a character was lost before.
    static let replacement = TextTraits(rawValue: 8)
    /// A character that may change under normalisation form C.
    static let mayDecompose = TextTraits(rawValue: 16)
    /// A byte pair as UTF-8 read as Windows-1252 leaves it (`Ã¼`).
    static let mojibake = TextTraits(rawValue: 32)
}

/// Plain byte work on UTF-8 text.
enum TextScan {
    /// The range of `text` without white space at both ends: ASCII blanks and controls that are white space, no-break
    /// spaces (U+00A0, U+2007, U+202F), the zero-width space and the byte order mark.
    @inline(__always)
    static func trimmed(_ text: Span<UInt8>) -> Range<Int> {
        let count = text.count
        guard count > 0 else { return 0..<0 }
        // ASCII letters, digits and signs at both ends are by far the most common.
        if text[0] > 0x20, text[0] < 0x80, text[count - 1] > 0x20, text[count - 1] < 0x80 { return 0..<count }
        return trimmedSlowly(text)
    }

    @inline(never)
    private static func trimmedSlowly(_ text: Span<UInt8>) -> Range<Int> {
        var low = 0
        var high = text.count
        while low < high {
            let width = spaceWidth(text, at: low, upTo: high)
            if width == 0 { break }
            low += width
        }
        while high > low {
            if isASCIISpace(text[high - 1]) {
                high -= 1
            } else if high - low >= 2, text[high - 1] >= 0x80, spaceWidth(text, at: high - 2, upTo: high) == 2 {
                high -= 2
            } else if high - low >= 3, text[high - 1] >= 0x80, spaceWidth(text, at: high - 3, upTo: high) == 3 {
                high -= 3
            } else {
                break
            }
        }
        return low..<high
    }

    /// How many bytes the white space at `index` takes; 0 if there is none.
    static func spaceWidth(_ text: Span<UInt8>, at index: Int, upTo end: Int) -> Int {
        let byte = text[index]
        if isASCIISpace(byte) { return 1 }
        if byte == 0xC2, index + 1 < end, text[index + 1] == 0xA0 { return 2 }
        guard index + 2 < end else { return 0 }
        switch (byte, text[index + 1], text[index + 2]) {
        case (0xE2, 0x80, 0x87), (0xE2, 0x80, 0xAF), (0xE2, 0x80, 0x8B), (0xEF, 0xBB, 0xBF): return 3
        default: return 0
        }
    }

    @inline(__always)
    static func isASCIISpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// Whether the byte is an ASCII letter.
    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    /// What the text is made of. Linear; a text of printable ASCII costs one pass of eight bytes at a time.
    @inline(__always)
    static func traits(_ text: Span<UInt8>) -> TextTraits {
        var special: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            // Wraps to 95 and more for everything but the printable characters 0x20–0x7E.
            special |= (byte &- 0x20) >= 0x5F ? 1 : 0
        }
        return special == 0 ? [] : traitsSlowly(text)
    }

    @inline(never)
    private static func traitsSlowly(_ text: Span<UInt8>) -> TextTraits {
        var traits: TextTraits = []
        var index = 0
        let count = text.count
        while index < count {
            let byte = text[index]
            let next = index + 1 < count ? text[index + 1] : 0
            let third = index + 2 < count ? text[index + 2] : 0
            index += 1
            switch byte {
            case 0x20...0x7E: continue
            case 0x09, 0x0A, 0x0D: traits.insert(.lineBreak)
            case 0..<0x20, 0x7F: traits.insert(.control)
            case 0xC2: traits.insert(next < 0xA0 ? [.nonASCII, .control] : .nonASCII)
            case 0xC3:
                // The lead bytes 0xC3 and 0xE2 read as Windows-1252 are Ã and â; what follows them there is no letter.
                let after = third
                let fourth = index + 2 < count ? text[index + 2] : 0
                let garbled =
                    (next == 0x83 && after == 0xC2)
                    || (next == 0xA2 && after == 0xE2 && fourth == 0x82)
                    || (next == 0x83 && (after == 0xC5 || after == 0xE2))
                traits.insert(garbled ? [.nonASCII, .mojibake] : .nonASCII)
            case 0xEF:
                traits.insert(next == 0xBF && third == 0xBD ? [.nonASCII, .replacement] : [.nonASCII, .mayDecompose])
            case 0xE2 where (next == 0x80 && third >= 0x82) || next == 0x82: traits.insert(.nonASCII)
            case 0xE1 where next >= 0xB8 && next <= 0xBB: traits.insert(.nonASCII)
            case 0xCC...: traits.insert([.nonASCII, .mayDecompose])
            default: traits.insert(.nonASCII)
            }
        }
        return traits
    }

    /// The text in normalisation form C (Unicode Annex 15): letters and marks written apart become one character.
    static func composed(_ text: [UInt8]) -> [UInt8] {
        Array(String(decoding: text, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8)
    }

    /// Whether two texts are the same bytes.
    @inline(__always)
    static func equal(_ text: Span<UInt8>, _ other: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard text.count == range.count else { return false }
        for index in text.indices where text[index] != other[range.lowerBound + index] { return false }
        return true
    }

    /// Whether the text is `word`, which is lower-case ASCII, in any case.
    static func equalIgnoringCase(_ text: Span<UInt8>, _ word: StaticString) -> Bool {
        guard text.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { letters in
            for index in text.indices {
                let byte = text[index]
                let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
                if lower != letters[index] { return false }
            }
            return true
        }
    }
}
