/// A 128-bit hash of bytes that is the same in every process and on every machine: tells files and leads apart.
///
/// Two lanes of folded 64 × 64 → 128-bit multiplications, a word of 8 bytes a step. Not cryptographic: it guards against
/// accident (for ten million leads the chance of one collision is below 10⁻²⁴), not against an attacker.
public struct Fingerprint: Sendable, Hashable, CustomStringConvertible {
    /// The first 64 bits.
    public var high: UInt64
    /// The last 64 bits.
    public var low: UInt64

    /// Creates a fingerprint from its two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the 32 hexadecimal digits of `description`; nil if the text is anything else.
    public init?(_ text: some StringProtocol) {
        let digits = text.utf8
        guard digits.count == 32, digits.allSatisfy({ UInt8(ascii: "+") != $0 && UInt8(ascii: "-") != $0 }),
            let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String {
        func hex(_ number: UInt64) -> String {
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        return hex(high) + hex(low)
    }
}

/// Computes a `Fingerprint` of bytes that come in pieces; how they are cut makes no difference. Linear in their number.
public struct FingerprintHasher: Sendable {
    private var first: UInt64 = 0x243F_6A88_85A3_08D3
    private var second: UInt64 = 0x1319_8A2E_0370_7344
    private var word: UInt64 = 0
    private var length: UInt64 = 0

    /// A hasher that has seen nothing yet.
    public init() {}

    /// Adds one byte.
    public mutating func update(_ byte: UInt8) {
        word |= UInt64(byte) << ((length & 7) * 8)
        length &+= 1
        if length & 7 == 0 { absorb() }
    }

    /// Adds bytes.
    public mutating func update(_ bytes: Span<UInt8>) {
        var index = 0
        while length & 7 != 0, index < bytes.count {
            update(bytes[index])
            index += 1
        }
        let raw = bytes.bytes
        while index + 8 <= bytes.count {
            word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
            length &+= 8
            index += 8
            absorb()
        }
        while index < bytes.count {
            update(bytes[index])
            index += 1
        }
    }

    /// The fingerprint of all that was added so far.
    public func finish() -> Fingerprint {
        var last = self
        last.absorb()
        last.word = length
        last.absorb()
        last.word = 0x9E37_79B9_7F4A_7C15
        last.absorb()
        return Fingerprint(high: last.first, low: last.second)
    }

    private mutating func absorb() {
        first = Self.fold(first ^ word, 0xA409_3822_299F_31D1)
        second = Self.fold(second ^ (word << 32 | word >> 32), 0x9216_D5D9_8979_FB1B)
        word = 0
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low ^ left
    }
}
