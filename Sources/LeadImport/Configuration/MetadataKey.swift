/// The rule by which a column's name becomes a metadata key.
public enum MetadataKey {
    /// The key for a column: lower-case ASCII in snake case, or nil if the name has no letter or digit that can be kept.
    ///
    /// Umlauts are written out (`ä` → `ae`, `ß` → `ss`), other Latin letters lose their marks (`é` → `e`), and every run
    /// of other characters becomes one `_`, none at the ends.
    ///
    ///     Kundennummer            kundennummer
    ///     E-Mail                  e_mail
    ///     Jahresverbrauch (kWh)   jahresverbrauch_kwh
    ///     Straße / Nr.            strasse_nr
    public static func made(from column: String) -> String? {
        var key = ""
        var isGap = false
        for character in column.lowercased() {
            guard let kept = ascii(character) else {
                isGap = true
                continue
            }
            if isGap, !key.isEmpty { key += "_" }
            isGap = false
            key += kept
        }
        return key.isEmpty ? nil : key
    }

    /// The ASCII letters or digits for a lower-case character, or nil for what only separates.
    static func ascii(_ character: Character) -> String? {
        if let byte = character.asciiValue {
            return (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) ? String(character) : nil
        }
        return letters[character]
    }

    // `Character` compares by canonical equivalence: `ü` in two scalars finds its entry too.
    private static let letters: [Character: String] = {
        var letters: [Character: String] = [
            "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe",
        ]
        for (base, marked) in [
            ("a", "àáâãåāăą"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"),
            ("i", "ìíîïĩīĭįı"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľł"), ("n", "ñńņň"), ("o", "òóôõōŏő"),
            ("r", "ŕŗř"), ("s", "śŝşšș"), ("t", "ţťŧț"), ("u", "ùúûũūŭůűų"), ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"),
        ] {
            for character in marked { letters[character] = base }
        }
        return letters
    }()
}
