/// The characters of a single-byte encoding, both ways. Bytes below 0x80 are ASCII in all of them.
final class SingleByteCharacters: Sendable {
    /// For each byte from 0x80 on its UTF-8 form: the length in the lowest byte, then the bytes in order.
    let utf8: [UInt32]
    /// For each byte from 0x80 on its character.
    private let scalars: [Unicode.Scalar]
    /// The bytes by character.
    private let bytes: [Unicode.Scalar: UInt8]

    /// The byte for a character beyond ASCII, or nil if the encoding lacks it.
    func byte(for scalar: Unicode.Scalar) -> UInt8? { bytes[scalar] }

    /// The text that `bytes` stand for.
    func text(of bytes: some Sequence<UInt8>) -> String {
        var scalars = String.UnicodeScalarView()
        for byte in bytes { scalars.append(byte < 0x80 ? Unicode.Scalar(byte) : self.scalars[Int(byte) - 0x80]) }
        return String(scalars)
    }

    /// The table of `encoding`, or nil if it is not a single-byte one.
    static func table(of encoding: CSVEncoding) -> SingleByteCharacters? {
        switch encoding {
        case .utf8, .utf16LE, .utf16BE: nil
        case .windows1252: windows1252
        case .iso8859_1: iso8859_1
        case .iso8859_15: iso8859_15
        case .macRoman: macRoman
        case .cp850: cp850
        }
    }

    private init(_ scalars: [Unicode.Scalar]) {
        var utf8: [UInt32] = []
        var bytes: [Unicode.Scalar: UInt8] = [:]
        for (index, scalar) in scalars.enumerated() {
            var packed: UInt32 = 0
            let encoded = UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            for (position, byte) in encoded.enumerated() { packed |= UInt32(byte) << UInt32(8 * (position + 1)) }
            utf8.append(packed | UInt32(encoded.count))
            bytes[scalar] = UInt8(truncatingIfNeeded: 0x80 + index)
        }
        self.utf8 = utf8
        self.bytes = bytes
        self.scalars = scalars
    }

    private static func latin1() -> [Unicode.Scalar] { (UInt8(0x80)...0xFF).map { Unicode.Scalar($0) } }

    private static let iso8859_1 = SingleByteCharacters(latin1())

    /// ISO-8859-15 replaces eight characters of ISO-8859-1.
    private static let iso8859_15: SingleByteCharacters = {
        var scalars = latin1()
        let changes: [(UInt8, Unicode.Scalar)] = [
            (0xA4, "€"), (0xA6, "Š"), (0xA8, "š"), (0xB4, "Ž"), (0xB8, "ž"), (0xBC, "Œ"), (0xBD, "œ"), (0xBE, "Ÿ"),
        ]
        for (byte, scalar) in changes { scalars[Int(byte) - 0x80] = scalar }
        return SingleByteCharacters(scalars)
    }()

    /// Windows-1252 as the WHATWG Encoding Standard has it: the five bytes without a character stand for C1 controls,
    /// so that they survive a round trip. The reader reports them as invalid.
    private static let windows1252: SingleByteCharacters = {
        let upper = Array(
            "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars
        )
        return SingleByteCharacters(upper + latin1().dropFirst(upper.count))
    }()

    private static let macRoman = SingleByteCharacters(
        Array(
            """
            ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰\
            ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ
            """.unicodeScalars
        )
    )

    private static let cp850 = SingleByteCharacters(
        Array(
            """
            ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
            ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}
            """.unicodeScalars
        )
    )
}
