/// Splits a German address line into street and house number, or says that it can't be done surely.
///
/// The house number is the longest end of the line that reads as one: up to four digits with an addition
/// (`119`, `119 a`, `3-5 b`, `12/1`, `12 1/2`). Numbers that belong to the street stay there
/// (`Straße des 17. Juni 135`, `Q7 24` in Mannheim). What could be either (`Straße 12`, `Hauptstraße 5 7`), or
/// goes on after the number (`Hauptstraße 5 Hinterhaus`), is not guessed.
struct StreetSplit: Equatable {
    /// Where the street ends.
    var streetEnd: Int
    /// Where the house number begins; nil where the line has none.
    var numberStart: Int?

    /// Splits a trimmed, non-empty line; nil where it can't be done surely.
    init?(_ text: Span<UInt8>) {
        guard !Self.isPostOfficeBox(text) else { return nil }
        var start = 0
        while start < text.count {
            if Self.beginsNumber(text, at: start), Self.isHouseNumber(text.extracting(start..<text.count)) {
                self.init(text, numberAt: start)
                return
            }
            start += 1
        }
        // No number at the end. A street alone is fine, one with a number somewhere inside is not understood.
        guard !Self.hasLooseNumber(text) else { return nil }
        self.init(streetEnd: text.count, numberStart: nil)
    }

    private init(streetEnd: Int, numberStart: Int?) {
        self.streetEnd = streetEnd
        self.numberStart = numberStart
    }

    private init?(_ text: Span<UInt8>, numberAt start: Int) {
        let attached = start > 0 && (TextScan.isLetter(text[start - 1]) || text[start - 1] >= 0x80)
        if attached {
            let letters = Self.wordStart(text, before: start)
            if start - letters < 4 {
                // `Q7` alone is a square in Mannheim: a street without a house number.
                guard letters == 0, start == 1, text.count == 2 else { return nil }
                streetEnd = text.count
                numberStart = nil
                return
            }
        }
        var end = Self.withoutTrailingSeparators(text, before: start)
        var number = start
        var announced = false
        var word = Self.wordStart(text, before: end)
        let last = text.extracting(word..<end)
        for mark: StaticString in ["nr.", "nr", "no.", "no", "nummer", "hausnummer", "hausnr.", "hnr.", "hnr"]
        where TextScan.equalIgnoringCase(last, mark) {
            end = Self.withoutTrailingSeparators(text, before: word)
            word = Self.wordStart(text, before: end)
            announced = true
            break
        }
        if !announced, word > 0, TextScan.equalIgnoringCase(last, "haus") {
            number = word
            end = Self.withoutTrailingSeparators(text, before: word)
            word = Self.wordStart(text, before: end)
        }
        guard end > 0 else { return nil }
        let street = text.extracting(0..<end)
        if !announced, !Self.mayPrecedeNumber(street, lastWordAt: word, number: text.extracting(number..<text.count)) {
            return nil
        }
        streetEnd = end
        numberStart = number
    }

    /// Whether a street that ends like this can be followed by a house number without "Nr." between them.
    private static func mayPrecedeNumber(_ street: Span<UInt8>, lastWordAt word: Int, number: Span<UInt8>) -> Bool {
        // `Straße 12` is the name of a street in Berlin; nowhere is a street just called "Straße".
        for name: StaticString in ["straße", "strasse", "str.", "str"]
        where TextScan.equalIgnoringCase(street, name) { return false }
        // `Q 7`: a square in Mannheim without a number, or street Q, number 7?
        if street.count == 1, number.count == 1 { return false }
        // `12 Hauptstraße 5`: two numbers to choose from. `17. Juni 5` is an ordinal.
        var digits = 0
        while digits < street.count, TextScan.isDigit(street[digits]) { digits += 1 }
        if digits > 0, digits == street.count || street[digits] == 0x20 { return false }
        let last = street.extracting(word..<street.count)
        var allDigits = true
        for index in last.indices where !TextScan.isDigit(last[index]) { allDigits = false }
        guard allDigits else { return true }
        // `Q 7 24` and `Straße 6 12` are streets with numbers in their names; other such lines could be two numbers.
        let name = street.extracting(0..<withoutTrailingSeparators(street, before: word))
        if name.count == 1 { return true }
        for plain: StaticString in ["straße", "strasse", "str."] where TextScan.equalIgnoringCase(name, plain) {
            return true
        }
        return false
    }

    /// `number [letter] { (-|–|/|+|&) (number [letter] | letter) } [fraction]`, with spaces between.
    static func isHouseNumber(_ text: Span<UInt8>) -> Bool {
        var index = 0
        guard digits(text, &index, upTo: 4) else { return false }
        letter(text, &index)
        while index < text.count {
            let before = index
            spaces(text, &index)
            guard index < text.count else { return false }
            let byte = text[index]
            if byte == 0x2D || byte == 0x2F || byte == 0x2B || byte == 0x26 {
                index += 1
            } else if byte == 0xE2, index + 2 < text.count, text[index + 1] == 0x80, text[index + 2] == 0x93 {
                index += 3
            } else {
                // A fraction ends the number: `12 1/2` or `12 ½`.
                let rest = text.extracting(index..<text.count)
                for fraction: StaticString in ["1/2", "1/3", "1/4", "3/4", "½", "¼", "¾"]
                where TextScan.equalIgnoringCase(rest, fraction) { return index > before || byte >= 0x80 }
                return false
            }
            spaces(text, &index)
            if digits(text, &index, upTo: 4) {
                letter(text, &index)
            } else if index >= text.count || !letterAlone(text, &index) {
                return false
            }
        }
        return true
    }

    private static func digits(_ text: Span<UInt8>, _ index: inout Int, upTo limit: Int) -> Bool {
        let start = index
        while index < text.count, TextScan.isDigit(text[index]) { index += 1 }
        return index > start && index - start <= limit
    }

    /// Takes one letter that stands alone, with or without a space before it.
    private static func letter(_ text: Span<UInt8>, _ index: inout Int) {
        var ahead = index
        spaces(text, &ahead)
        if letterAlone(text, &ahead) { index = ahead }
    }

    private static func letterAlone(_ text: Span<UInt8>, _ index: inout Int) -> Bool {
        guard index < text.count, TextScan.isLetter(text[index]) else { return false }
        if index + 1 < text.count {
            let next = text[index + 1]
            guard !TextScan.isLetter(next), !TextScan.isDigit(next), next < 0x80 || next == 0xE2 else { return false }
        }
        index += 1
        return true
    }

    private static func spaces(_ text: Span<UInt8>, _ index: inout Int) {
        while index < text.count, text[index] == 0x20 { index += 1 }
    }

    /// Whether a run of digits begins here.
    private static func beginsNumber(_ text: Span<UInt8>, at index: Int) -> Bool {
        TextScan.isDigit(text[index]) && (index == 0 || !TextScan.isDigit(text[index - 1]))
    }

    private static func wordStart(_ text: Span<UInt8>, before end: Int) -> Int {
        var start = end
        while start > 0, text[start - 1] != 0x20, text[start - 1] != 0x2C { start -= 1 }
        return start
    }

    private static func withoutTrailingSeparators(_ text: Span<UInt8>, before end: Int) -> Int {
        var end = end
        while end > 0, text[end - 1] == 0x20 || text[end - 1] == 0x2C { end -= 1 }
        return end
    }

    /// Whether there is a number that is neither an ordinal (`17. Juni`) nor part of a name (`Q7`).
    private static func hasLooseNumber(_ text: Span<UInt8>) -> Bool {
        var index = 0
        while index < text.count {
            guard beginsNumber(text, at: index) else {
                index += 1
                continue
            }
            var end = index
            while end < text.count, TextScan.isDigit(text[end]) { end += 1 }
            let isOrdinal = end + 1 < text.count && text[end] == 0x2E
            let isInName = index == 1 && TextScan.isLetter(text[0]) && end == text.count
            if !isOrdinal && !isInName { return true }
            index = end
        }
        return false
    }

    private static func isPostOfficeBox(_ text: Span<UInt8>) -> Bool {
        text.count >= 8 && TextScan.equalIgnoringCase(text.extracting(0..<8), "postfach")
    }
}
