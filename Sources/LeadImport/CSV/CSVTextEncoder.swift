/// Turns UTF-8 into a file's encoding.
///
/// A character that the encoding lacks is written as `\u{…}` with its code point in hexadecimal digits, as in
/// `\u{1F600}`: readable, unmistakable, and nothing is lost. The partner's own fields never need it, for they came in
/// this encoding; it is for texts that come from elsewhere.
struct CSVTextEncoder: Sendable {
    private let encoding: CSVEncoding
    private let characters: SingleByteCharacters?

    init(_ encoding: CSVEncoding) {
        self.encoding = encoding
        characters = SingleByteCharacters.table(of: encoding)
    }

    /// Appends `text` in the encoding.
    func append(_ text: String, to output: inout [UInt8]) {
        switch encoding {
        case .utf8:
            output += text.utf8
        case .utf16LE, .utf16BE:
            for unit in text.utf16 { append(unit, to: &output) }
        default:
            for scalar in text.unicodeScalars { append(scalar, to: &output) }
        }
    }

    /// Appends bytes the reader handed out: as they are, but for UTF-16, which they are turned back into.
    func append(raw bytes: Span<UInt8>, to output: inout [UInt8]) {
        guard encoding == .utf16LE || encoding == .utf16BE else {
            bytes.withUnsafeBufferPointer { output.append(contentsOf: $0) }
            return
        }
        var index = 0
        while index < bytes.count {
            let (scalar, length) = CSVTextEncoder.codePoint(bytes, index)
            index += length
            if scalar >= 0x10000 {
                append(UInt16(truncatingIfNeeded: 0xD800 + (scalar - 0x10000) >> 10), to: &output)
                append(UInt16(truncatingIfNeeded: 0xDC00 + scalar & 0x3FF), to: &output)
            } else {
                append(UInt16(truncatingIfNeeded: scalar), to: &output)
            }
        }
    }

    private func append(_ unit: UInt16, to output: inout [UInt8]) {
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
        output += encoding == .utf16LE ? [low, high] : [high, low]
    }

    private func append(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
        if scalar.isASCII {
            output.append(UInt8(truncatingIfNeeded: scalar.value))
        } else if let byte = characters?.byte(for: scalar) {
            output.append(byte)
        } else {
            output += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".utf8
        }
    }

    /// The code point at `index` of what `UTF16Transcoder` made, a lone surrogate included, and its length in bytes.
    private static func codePoint(_ bytes: Span<UInt8>, _ index: Int) -> (UInt32, Int) {
        let lead = bytes[index]
        let length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard lead >= 0xC0, lead < 0xF8, index + length <= bytes.count else {
            return (lead < 0x80 ? UInt32(lead) : 0xFFFD, 1)
        }
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
        return (value, length)
    }
}
