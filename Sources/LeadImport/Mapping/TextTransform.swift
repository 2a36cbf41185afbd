import Foundation

/// A change to a text, resolved: everything but a pattern is plain numbers.
enum TextTransform: Sendable {
    case collapseSpaces
    case uppercase
    case lowercase
    case digits
    case iban
    case streetName
    case houseNumber
    case padLeft(width: Int, with: UInt8)
    case padLeftUnicode(width: Int, with: Character)
    case replace(NSRegularExpression, with: String)

    /// What a transform comes to.
    enum Outcome: Equatable {
        case done
        case refused(Rule)
    }

    /// Resolves a transform; nil for `trim`, which is always on. Throws the pattern's fault.
    init?(_ transform: Transform) throws {
        switch transform {
        case .trim: return nil
        case .collapseSpaces: self = .collapseSpaces
        case .uppercase: self = .uppercase
        case .lowercase: self = .lowercase
        case .digits: self = .digits
        case .iban: self = .iban
        case .streetName: self = .streetName
        case .houseNumber: self = .houseNumber
        case .padLeft(let width, let filler):
            self =
                filler.asciiValue.map { .padLeft(width: width, with: $0) }
                ?? .padLeftUnicode(width: width, with: filler)
        case .replace(let pattern, let replacement):
            self = .replace(try NSRegularExpression(pattern: pattern), with: replacement)
        }
    }

    /// Changes the text in place. Linear, save for `replace`.
    func apply(to text: inout [UInt8]) -> Outcome {
        switch self {
        case .collapseSpaces: Self.collapseSpaces(&text)
        case .uppercase: Self.changeCase(&text, from: 0x61, onOther: { $0.uppercased() })
        case .lowercase: Self.changeCase(&text, from: 0x41, onOther: { $0.lowercased() })
        case .digits: text.removeAll { !TextScan.isDigit($0) }
        case .iban: Self.iban(&text)
        case .streetName, .houseNumber: return split(&text)
        case .padLeft(let width, let filler):
            let length = text.count(where: { $0 & 0xC0 != 0x80 })
            if length < width { text.insert(contentsOf: repeatElement(filler, count: width - length), at: 0) }
        case .padLeftUnicode(let width, let filler):
            let length = text.count(where: { $0 & 0xC0 != 0x80 })
            if length < width {
                text.insert(contentsOf: String(repeating: filler, count: width - length).utf8, at: 0)
            }
        case .replace(let expression, let replacement):
            let string = String(decoding: text, as: UTF8.self)
            let range = NSRange(string.startIndex..., in: string)
            let changed = expression.stringByReplacingMatches(in: string, range: range, withTemplate: replacement)
            text = Array(changed.utf8)
        }
        return .done
    }

    /// Every run of white space, line breaks and no-break spaces included, becomes one space.
    private static func collapseSpaces(_ text: inout [UInt8]) {
        var write = 0
        var read = 0
        var pending = false
        while read < text.count {
            let width = TextScan.spaceWidth(text.span, at: read, upTo: text.count)
            if width > 0 {
                pending = write > 0
                read += width
                continue
            }
            if pending {
                text[write] = 0x20
                write += 1
                pending = false
            }
            text[write] = text[read]
            write += 1
            read += 1
        }
        text.removeSubrange(write...)
    }

    private static func changeCase(_ text: inout [UInt8], from first: UInt8, onOther: (String) -> String) {
        var hasOther = false
        for index in text.indices {
            if text[index] &- first < 26 { text[index] ^= 0x20 }
            hasOther = hasOther || text[index] >= 0x80
        }
        if hasOther { text = Array(onOther(String(decoding: text, as: UTF8.self)).utf8) }
    }

    /// Without spaces and in upper case, as an IBAN is stored (ISO 13616).
    private static func iban(_ text: inout [UInt8]) {
        var write = 0
        var read = 0
        while read < text.count {
            let width = TextScan.spaceWidth(text.span, at: read, upTo: text.count)
            if width > 0 {
                read += width
                continue
            }
            let byte = text[read]
            text[write] = byte &- 0x61 < 26 ? byte ^ 0x20 : byte
            write += 1
            read += 1
        }
        text.removeSubrange(write...)
    }

    private func split(_ text: inout [UInt8]) -> Outcome {
        Self.collapseSpaces(&text)
        guard !text.isEmpty else { return .done }
        guard let split = StreetSplit(text.span) else { return .refused(.addressNotSplittable) }
        if case .streetName = self {
            text.removeSubrange(split.streetEnd...)
        } else {
            text.removeSubrange(..<(split.numberStart ?? text.count))
        }
        return .done
    }
}
