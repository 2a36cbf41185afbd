/// The rules of ISO 13616 for IBANs, and the API's pattern `^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$`.
enum IBAN {
    /// The first rule a text breaks, or nil for a sound IBAN. Linear.
    static func breach(of text: Span<UInt8>) -> (rule: Rule, detail: Int)? {
        guard text.count >= 5, text.count <= 34 else { return (.ibanFormat, 0) }
        for index in text.indices {
            let byte = text[index]
            let isCapital = byte &- 0x41 < 26
            let fits = index < 2 ? isCapital : index < 4 ? TextScan.isDigit(byte) : isCapital || TextScan.isDigit(byte)
            guard fits else { return (.ibanFormat, 0) }
        }
        let length = length(country: text[0], text[1])
        if length != 0, length != text.count { return (.ibanLength, length) }
        return remainder(text) == 1 ? nil : (.ibanChecksum, 0)
    }

    /// The number that the IBAN spells with its first four characters at the end (A is 10 … Z is 35), modulo 97.
    private static func remainder(_ text: Span<UInt8>) -> UInt64 {
        var remainder: UInt64 = 0
        func add(_ byte: UInt8, to remainder: inout UInt64) {
            if byte < 0x41 {
                remainder = remainder &* 10 &+ UInt64(byte &- 0x30)
            } else {
                remainder = remainder &* 100 &+ UInt64(byte &- 0x37)
            }
            // Reduced only when the next step could overflow: a division costs more than the rest of the loop.
            if remainder > 100_000_000_000_000_000 { remainder %= 97 }
        }
        for index in 4..<text.count { add(text[index], to: &remainder) }
        for index in 0..<4 { add(text[index], to: &remainder) }
        return remainder % 97
    }

    /// The length of a country's IBANs by the SWIFT IBAN registry, for the countries of the SEPA area; 0 for others.
    private static func length(country first: UInt8, _ second: UInt8) -> Int {
        switch (first, second) {
        case (0x44, 0x45): 22  // DE
        case (0x41, 0x54): 20  // AT
        case (0x43, 0x48), (0x4C, 0x49): 21  // CH, LI
        case (0x4E, 0x4C): 18  // NL
        case (0x46, 0x52), (0x4D, 0x43), (0x49, 0x54), (0x53, 0x4D), (0x47, 0x52): 27  // FR, MC, IT, SM, GR
        // ES, SE, CZ, SK, RO, AD
        case (0x45, 0x53), (0x53, 0x45), (0x43, 0x5A), (0x53, 0x4B), (0x52, 0x4F), (0x41, 0x44): 24
        case (0x50, 0x4C), (0x48, 0x55), (0x43, 0x59): 28  // PL, HU, CY
        case (0x42, 0x45): 16  // BE
        case (0x4C, 0x55), (0x4C, 0x54), (0x45, 0x45): 20  // LU, LT, EE
        case (0x44, 0x4B), (0x46, 0x49): 18  // DK, FI
        case (0x49, 0x45), (0x47, 0x42), (0x42, 0x47), (0x56, 0x41): 22  // IE, GB, BG, VA
        case (0x50, 0x54): 25  // PT
        case (0x4E, 0x4F): 15  // NO
        case (0x53, 0x49): 19  // SI
        case (0x48, 0x52), (0x4C, 0x56): 21  // HR, LV
        case (0x49, 0x53): 26  // IS
        case (0x4D, 0x54): 31  // MT
        default: 0
        }
    }
}
