/// The API's IDs: a prefix that says of what, then lower-case letters and digits (`pln_a5dpsx46oxi68wbph3af25c3`), as in
/// every example of the reference.
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
        for index in length..<text.count where !(text[index] &- 0x61 < 26 || TextScan.isDigit(text[index])) {
            return false
        }
        return true
    }
}
