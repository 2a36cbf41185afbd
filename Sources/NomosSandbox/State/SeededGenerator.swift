/// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same faults, latencies and IDs on every machine.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, 1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A random UUID (version 4, RFC 9562) in lower-case hexadecimal.
    mutating func uuid() -> String {
        let high = (next() & ~0xF000) | 0x4000
        let low = (next() & ~(0b11 << 62)) | (0b10 << 62)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { text.append(45) }
            let half = index < 16 ? high : low
            let digit = UInt8((half >> UInt64(60 - index % 16 * 4)) & 15)
            text.append(digit < 10 ? 48 + digit : 87 + digit)
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// The 24 lower-case letters and digits after `lead_` in an ID, kept in 16 bytes.
struct Identifier: Sendable, Hashable {
    /// The first twelve characters as a number to the base 36.
    let high: UInt64
    /// The last twelve.
    let low: UInt64

    private static let length = 12
    private static let count: UInt64 = 4_738_381_338_321_616_896  // 36 to the power of 12

    init(using generator: inout SeededGenerator) {
        high = UInt64.random(in: 0..<Identifier.count, using: &generator)
        low = UInt64.random(in: 0..<Identifier.count, using: &generator)
    }

    /// Reads 24 characters of a–z and 0–9; nil for anything else.
    init?(_ text: some Sequence<UInt8>) {
        var halves: (UInt64, UInt64) = (0, 0)
        var position = 0
        for byte in text {
            let digit: UInt8
            switch byte {
            case 48...57: digit = byte - 48
            case 97...122: digit = byte - 87
            default: return nil
            }
            guard position < 2 * Identifier.length else { return nil }
            if position < Identifier.length {
                halves.0 = halves.0 * 36 + UInt64(digit)
            } else {
                halves.1 = halves.1 * 36 + UInt64(digit)
            }
            position += 1
        }
        guard position == 2 * Identifier.length else { return nil }
        (high, low) = halves
    }

    /// Appends the 24 characters.
    func append(to bytes: inout [UInt8]) {
        for half in [high, low] {
            let start = bytes.count
            bytes.append(contentsOf: repeatElement(48, count: Identifier.length))
            var rest = half
            var position = start + Identifier.length - 1
            while rest > 0 {
                let digit = UInt8(rest % 36)
                bytes[position] = digit < 10 ? 48 + digit : 87 + digit
                rest /= 36
                position -= 1
            }
        }
    }

    /// The prefix and the 24 characters.
    func text(prefix: String) -> String {
        var bytes = Array(prefix.utf8)
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
