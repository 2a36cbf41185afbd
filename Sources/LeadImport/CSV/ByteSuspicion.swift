internal import CBlockMasks

/// Marks the bytes of a block that may be invalid in the encoding or a garbled letter: all that are, and few others.
struct ByteSuspicion {
    private enum Kind {
        case utf8
        case windows1252
        case none
    }

    private let kind: Kind
    /// The continuation bytes that the characters begun in the last block still need, from its end on.
    private var expected: UInt64 = 0
    /// The first bytes of characters among the last two of the last block.
    private var lastLeads: UInt64 = 0

    init(_ encoding: CSVEncoding) {
        switch encoding {
        case .utf8, .utf16LE, .utf16BE: kind = .utf8
        case .windows1252: kind = .windows1252
        case .iso8859_1, .iso8859_15, .macRoman, .cp850: kind = .none
        }
    }

    /// Whether the next block must be looked at even if it is all ASCII.
    var isPending: Bool { expected | lastLeads != 0 }

    /// One bit for each suspect byte of the block at `offset`; `beyondASCII` marks its bytes from 0x80 on. A character that is cut short
    /// is marked where the missing byte should be.
    @inline(__always)
    mutating func suspects(_ bytes: UnsafeMutablePointer<UInt8>, _ offset: Int, _ beyondASCII: UInt64) -> UInt64 {
        switch kind {
        case .utf8: utf8(bytes, offset, beyondASCII)
        case .windows1252: windows1252(bytes, offset, beyondASCII)
        case .none: 0
        }
    }

    @inline(__always)
    private mutating func utf8(_ bytes: UnsafeMutablePointer<UInt8>, _ offset: Int, _ beyondASCII: UInt64) -> UInt64 {
        let block = bytes + offset
        let bit6 = block_bit_set(block, 1)
        let bit5 = block_bit_set(block, 2)
        let leads = beyondASCII & bit6
        let longer = leads & bit5
        var wanted = leads << 1 | longer << 2 | expected
        var next = leads >> 63 | longer >> 62
        var result: UInt64 = 0
        if longer != 0 {
            // Four bytes, or E0 and ED, after which not every continuation byte is valid: let the exact check decide.
            let four = longer & block_bit_set(block, 3)
            wanted |= four << 3
            next |= four >> 61
            result |= four | block_bytes_equal(block, 0xE0) | block_bytes_equal(block, 0xED)
        }
        expected = next
        result |= (beyondASCII & ~bit6) ^ wanted
        result |= block_bytes_equal(block, 0xC0) | block_bytes_equal(block, 0xC1)
        // A garbled letter is two characters of two bytes each, the first being Ã or Â.
        var pairs = leads & (leads << 2 | lastLeads)
        lastLeads = leads >> 62
        while pairs != 0 {
            let second = offset + pairs.trailingZeroBitCount
            if second >= 2, bytes[second - 2] == 0xC3, bytes[second - 1] & 0xFE == 0x82 {
                result |= pairs & (0 &- pairs)
            }
            pairs &= pairs &- 1
        }
        return result
    }

    @inline(__always)
    private mutating func windows1252(_ bytes: UnsafeMutablePointer<UInt8>, _ offset: Int, _ beyondASCII: UInt64)
        -> UInt64
    {
        // Letters have bit 6 set; what is left are signs, few enough to look at each.
        var signs = beyondASCII & ~block_bit_set(bytes + offset, 1)
        var result: UInt64 = 0
        while signs != 0 {
            let position = offset + signs.trailingZeroBitCount
            let isGarbled = position > 0 && bytes[position - 1] & 0xFE == 0xC2
            if isGarbled || EncodingValidity.isUndefined1252(bytes[position]) { result |= signs & (0 &- signs) }
            signs &= signs &- 1
        }
        return result
    }
}
