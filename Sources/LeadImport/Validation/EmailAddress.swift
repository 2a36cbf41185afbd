/// The practical rule for e-mail addresses.
///
/// What can be delivered passes, as RFC 5321 and RFC 6531 write it: a local part of 1–64 bytes that is either a dot-atom
/// (`anna.mueller+strom`) or quoted (`"anna mueller"`), an `@`, and a domain of at least two labels of 1–63 letters,
/// digits and hyphens that neither begin nor end with a hyphen. Letters beyond ASCII are letters (`müller.de`, RFC 5890);
/// in a local part they are rare enough for `check` to point them out. The last label has two characters or more and is
/// not all digits. At most 254 bytes in all. Refused though some standard allows them: addresses without a dot in the
/// domain (`a@b`), address literals (`a@[192.0.2.1]`) and comments.
enum EmailAddress {
    /// Whether a text is an address by that rule. Linear.
    static func isValid(_ text: Span<UInt8>) -> Bool {
        guard text.count <= 254, text.count >= 6 else { return false }
        var index = 0
        if text[0] == 0x22 {
            guard quotedLocalPart(text, &index) else { return false }
        } else {
            guard dotAtom(text, &index) else { return false }
        }
        guard index <= 64, index < text.count, text[index] == 0x40 else { return false }
        return isDomain(text, from: index + 1)
    }

    private static func dotAtom(_ text: Span<UInt8>, _ index: inout Int) -> Bool {
        var previousIsDot = true
        while index < text.count {
            let byte = text[index]
            if byte == 0x2E {
                if previousIsDot { return false }
                previousIsDot = true
            } else if isAtomText(byte) {
                previousIsDot = false
            } else {
                break
            }
            index += 1
        }
        return !previousIsDot
    }

    private static func quotedLocalPart(_ text: Span<UInt8>, _ index: inout Int) -> Bool {
        index = 1
        while index < text.count {
            let byte = text[index]
            guard byte >= 0x20, byte != 0x7F else { return false }
            index += 1
            if byte == 0x22 { return index > 2 }
            if byte == 0x5C {
                guard index < text.count, text[index] >= 0x20, text[index] != 0x7F else { return false }
                index += 1
            }
        }
        return false
    }

    private static func isDomain(_ text: Span<UInt8>, from start: Int) -> Bool {
        var labels = 0
        var length = 0
        var characters = 0
        var allDigits = true
        var previous: UInt8 = 0x2E
        var index = start
        while index < text.count {
            let byte = text[index]
            if byte == 0x2E {
                guard length > 0, length <= 63, previous != 0x2D else { return false }
                labels += 1
                length = 0
                characters = 0
                allDigits = true
            } else if TextScan.isLetter(byte) || byte >= 0x80 {
                allDigits = false
                length += 1
            } else if TextScan.isDigit(byte) {
                length += 1
            } else if byte == 0x2D, length > 0 {
                allDigits = false
                length += 1
            } else {
                return false
            }
            if byte & 0xC0 != 0x80, byte != 0x2E { characters += 1 }
            previous = byte
            index += 1
        }
        return labels >= 1 && characters >= 2 && length <= 63 && previous != 0x2D && !allDigits
    }

    /// `atext` of RFC 5322: letters, digits and ``!#$%&'*+-/=?^_`{|}~``; with RFC 6531, characters beyond ASCII.
    private static func isAtomText(_ byte: UInt8) -> Bool {
        if TextScan.isLetter(byte) || TextScan.isDigit(byte) || byte >= 0x80 { return true }
        switch byte {
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2F, 0x3D, 0x3F, 0x5E...0x60, 0x7B...0x7E: return true
        default: return false
        }
    }
}
