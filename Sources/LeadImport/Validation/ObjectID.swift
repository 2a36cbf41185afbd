/// The API's IDs: a prefix that says of what, then letters, digits, `_` or `-` (`pln_a5dpsx46oxi68wbph3af25c3`). The
/// reference gives no rule but the prefix; its examples have lower-case letters and digits only.
enum ObjectID {
    /// Whether the text is a plan's ID, `pln_…`.
    static func isPlan(_ text: Span<UInt8>) -> Bool { isOne(text, prefix: "pln_") }

    /// Whether the text is a market partner's ID, `mp_…`.
    static func isMarketPartner(_ text: Span<UInt8>) -> Bool { isOne(text, prefix: "mp_") }

    private static func isOne(_ text: Span<UInt8>, prefix: StaticString) -> Bool {
        let length = prefix.utf8CodeUnitCount
        guard text.count > length, text.count <= length + 64 else { return false }
        let begins = prefix.withUTF8Buffer { letters in
            for index in 0..<length where text[index] != letters[index] { return false }
            return true
        }
        guard begins else { return false }
        for index in length..<text.count {
            let byte = text[index]
            guard TextScan.isLetter(byte) || TextScan.isDigit(byte) || byte == 0x5F || byte == 0x2D else {
                return false
            }
        }
        return true
    }
}
