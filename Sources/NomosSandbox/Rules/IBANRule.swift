/// Whether a text is an IBAN: the reference's pattern, the check digits (ISO 13616, modulo 97 of ISO 7064), and for Germany the
/// length of 22.
enum IBANRule {
    enum Verdict: Equatable { case valid, wrongForm, wrongChecksum }

    static let pattern = "^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$"

    static func verdict(on text: String) -> Verdict {
        let bytes = Array(text.utf8)
        func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
        func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
        guard (5...34).contains(bytes.count), bytes[..<2].allSatisfy(isLetter), bytes[2..<4].allSatisfy(isDigit),
            bytes[4...].allSatisfy({ isDigit($0) || isLetter($0) })
        else { return .wrongForm }
        if text.hasPrefix("DE"), bytes.count != 22 { return .wrongChecksum }
        // Country and check digits move to the end; a letter counts as two digits, A being 10.
        var remainder = 0
        for byte in bytes[4...] + bytes[..<4] {
            remainder = isDigit(byte) ? remainder * 10 + Int(byte - 48) : remainder * 100 + Int(byte - 55)
            remainder %= 97
        }
        return remainder == 1 ? .valid : .wrongChecksum
    }
}
