import Testing

@testable import LeadImport

@Suite("Street and house number")
struct StreetSplitTests {
    /// The two parts, or nil where the line is not to be split.
    private func split(_ line: String) -> [String]? {
        let bytes = Array(line.utf8)
        guard let split = StreetSplit(bytes.span) else { return nil }
        let street = String(decoding: bytes[..<split.streetEnd], as: UTF8.self)
        return [street] + (split.numberStart.map { [String(decoding: bytes[$0...], as: UTF8.self)] } ?? [])
    }

    @Test(
        "German address lines",
        arguments: [
            ("Torstraße 119 a", ["Torstraße", "119 a"]), ("Torstraße 119a", ["Torstraße", "119a"]),
            ("Straße des 17. Juni 135", ["Straße des 17. Juni", "135"]), ("Am Markt 3-5 b", ["Am Markt", "3-5 b"]),
            ("Q7 24", ["Q7", "24"]), ("Q7, 24", ["Q7", "24"]), ("Q 7, 24", ["Q 7", "24"]), ("C4 12a", ["C4", "12a"]),
            ("Haus 3", ["Haus", "3"]), ("Musterweg 12/1", ["Musterweg", "12/1"]),
            ("Musterweg 12 - 14", ["Musterweg", "12 - 14"]),
            ("Musterweg 12–14", ["Musterweg", "12–14"]), ("Musterweg 12a-c", ["Musterweg", "12a-c"]),
            ("Musterweg 12 1/2", ["Musterweg", "12 1/2"]), ("Musterweg 12 ½", ["Musterweg", "12 ½"]),
            ("Musterweg 12+14", ["Musterweg", "12+14"]), ("Hauptstr.5", ["Hauptstr.", "5"]),
            ("Hauptstraße5", ["Hauptstraße", "5"]), ("Hauptstraße, 5", ["Hauptstraße", "5"]),
            ("Hauptstraße Nr. 5", ["Hauptstraße", "5"]), ("Dorfstraße Haus 3", ["Dorfstraße", "Haus 3"]),
            ("Straße 6 12", ["Straße 6", "12"]), ("Straße 12 Nr. 5", ["Straße 12", "5"]),
            ("Platz der Republik 1", ["Platz der Republik", "1"]), ("Unter den Linden 77", ["Unter den Linden", "77"]),
            ("Straße des 17. Juni", ["Straße des 17. Juni"]), ("Am Markt", ["Am Markt"]), ("Q7", ["Q7"]),
            ("An der B 5 12", nil), ("Platz des 4. Juli 7 B", ["Platz des 4. Juli", "7 B"]), ("Aue 1", ["Aue", "1"]),
        ] as [(String, [String]?)]
    )
    func lines(line: String, parts: [String]?) {
        #expect(split(line) == parts)
    }

    @Test(
        "What cannot be told apart surely is not guessed",
        arguments: [
            "Straße 12", "Hauptstraße 5 7", "Hauptstraße 5 Hinterhaus", "Torstraße 119 a, 2. OG", "12 Hauptstraße",
            "12", "Nr. 5", "Postfach 12 34", "Musterstraße 10115", "Musterweg 12 aa", "Q 7", "Musterweg 12 -",
            "12 Hauptstraße 5", "Allee 45 3", "Weg 12 c/o Meier",
        ]
    )
    func unsure(line: String) {
        #expect(split(line) == nil)
    }
}
