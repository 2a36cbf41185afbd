/// Makes UTF-8 of UTF-16 bytes as they come, a character split between two chunks included.
///
/// A surrogate without its partner becomes its three-byte form (as in WTF-8): invalid as UTF-8, so that its record is
/// reported, and turned back into the same surrogate when the record is written again. A byte too many at the end
/// becomes 0xFF.
struct UTF16Transcoder {
    private let isBigEndian: Bool
    private var oddByte: UInt8?
    private var highSurrogate: UInt32?

    init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

    /// How many bytes `transcode` may write for `count` bytes of input.
    static func outputBound(_ count: Int) -> Int { count / 2 * 3 + 9 }

    /// Writes the UTF-8 form of `input` to `output`, which has room for `outputBound`, and returns its length.
    mutating func transcode(_ input: UnsafeBufferPointer<UInt8>, to output: UnsafeMutablePointer<UInt8>) -> Int {
        var writer = UTF8Writer(output)
        var position = 0
        if let first = oddByte, let second = input.first {
            unit(first, second, &writer)
            oddByte = nil
            position = 1
        }
        while position + 1 < input.count {
            unit(input[position], input[position + 1], &writer)
            position += 2
        }
        if position < input.count { oddByte = input[position] }
        return writer.count
    }

    /// Writes what is left at the end of the input, at most four bytes.
    mutating func finish(to output: UnsafeMutablePointer<UInt8>) -> Int {
        var writer = UTF8Writer(output)
        if let high = highSurrogate { writer.put(high) }
        if oddByte != nil { writer.putByte(0xFF) }
        highSurrogate = nil
        oddByte = nil
        return writer.count
    }

    @inline(__always)
    private mutating func unit(_ first: UInt8, _ second: UInt8, _ writer: inout UTF8Writer) {
        let value = isBigEndian ? UInt32(first) << 8 | UInt32(second) : UInt32(second) << 8 | UInt32(first)
        if let high = highSurrogate {
            highSurrogate = nil
            if value & 0xFC00 == 0xDC00 {
                writer.put(0x10000 + (high & 0x3FF) << 10 + (value & 0x3FF))
                return
            }
            writer.put(high)
        }
        if value & 0xFC00 == 0xD800 {
            highSurrogate = value
        } else {
            writer.put(value)
        }
    }
}

/// Writes code points as UTF-8, surrogates too.
private struct UTF8Writer {
    private let output: UnsafeMutablePointer<UInt8>
    private(set) var count = 0

    init(_ output: UnsafeMutablePointer<UInt8>) { self.output = output }

    @inline(__always)
    mutating func putByte(_ byte: UInt8) {
        output[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func putLow(_ value: UInt32) { putByte(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F)) }

    @inline(__always)
    mutating func put(_ value: UInt32) {
        if value < 0x80 {
            putByte(UInt8(truncatingIfNeeded: value))
        } else if value < 0x800 {
            putByte(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
            putLow(value)
        } else if value < 0x10000 {
            putByte(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
            putLow(value >> 6)
            putLow(value)
        } else {
            putByte(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
            putLow(value >> 12)
            putLow(value >> 6)
            putLow(value)
        }
    }
}
