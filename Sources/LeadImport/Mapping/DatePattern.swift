/// A date format in the notation of Unicode TR 35 (`dd.MM.yyyy`), compiled once.
///
/// `d`, `dd`, `M`, `MM` and `yyyy` read the day, month and year; where a separator follows, one digit is enough for `dd`
/// and `MM`. `H`, `HH`, `h`, `m`, `mm`, `s`, `ss`, `S`… read a time and drop it. Other letters stand in single quotes
/// (`yyyy-MM-dd'T'HH:mm:ss`); everything else stands for itself. Years have four digits: with two, the century is a guess.
public struct DatePattern: Sendable {
    /// Why a text is no date format.
    public struct Problem: Error, Equatable, CustomStringConvertible {
        /// A sentence that names the format and what is wrong with it.
        public var description: String
    }

    enum Element: Sendable, Equatable {
        case day(compact: Bool)
        case month(compact: Bool)
        case year
        case time
        case literal(UInt8)
    }

    /// What reading a text by a format comes to.
    enum Outcome: Equatable {
        case date(CalendarDate)
        /// The text has the format's shape, but there is no such day.
        case noSuchDay
        /// The text has the format's shape with a year of two digits.
        case shortYear
        case mismatch
    }

    let elements: [Element]
    /// The format as the config has it.
    public let text: String

    /// Compiles a format. Throws where a letter means nothing here, or day, month or year is missing or comes twice.
    public init(_ text: String) throws(Problem) {
        var elements: [Element] = []
        var rest = Array(text.utf8)[...]
        func problem(_ what: String) -> Problem { Problem(description: "\"\(text)\" is no date format: \(what)") }
        while let byte = rest.first {
            if byte == 0x27 {
                rest = rest.dropFirst()
                guard let end = rest.firstIndex(of: 0x27) else { throw problem("a quote (') is not closed.") }
                elements += (end == rest.startIndex ? [0x27] : rest[..<end]).map { .literal($0) }
                rest = rest[(end + 1)...]
                continue
            }
            let length = rest.prefix { $0 == byte }.count
            rest = rest.dropFirst(length)
            let letter = Character(UnicodeScalar(byte))
            let compact = rest.first.map { TextScan.isLetter($0) } ?? false
            switch (letter, length) {
            case ("d", 1...2): elements.append(.day(compact: compact && length == 2))
            case ("M", 1...2): elements.append(.month(compact: compact && length == 2))
            case ("y", 4), ("u", 4): elements.append(.year)
            case ("y", _), ("u", _): throw problem("write the year as yyyy; with two digits its century is a guess.")
            case ("H", 1...2), ("h", 1...2), ("m", 1...2), ("s", 1...2), ("S", _): elements.append(.time)
            case _ where TextScan.isLetter(byte):
                throw problem("it knows d, dd, M, MM and yyyy, not \(String(repeating: letter, count: length)).")
            default: elements += Array(repeating: .literal(byte), count: length)
            }
        }
        func count(_ test: (Element) -> Bool) -> Int { elements.count(where: test) }
        let days = count { if case .day = $0 { true } else { false } }
        let months = count { if case .month = $0 { true } else { false } }
        guard days == 1, months == 1, count({ $0 == .year }) == 1 else {
            throw problem("it needs day (d), month (M) and year (yyyy), once each.")
        }
        self.elements = elements
        self.text = text
    }

    /// Reads a trimmed text.
    func read(_ text: Span<UInt8>) -> Outcome {
        let outcome = read(text, yearDigits: 4)
        if outcome != .mismatch { return outcome }
        return read(text, yearDigits: 2) == .mismatch ? .mismatch : .shortYear
    }

    private func read(_ text: Span<UInt8>, yearDigits: Int) -> Outcome {
        var year = 0
        var month = 0
        var day = 0
        var index = 0
        for number in elements.indices {
            switch elements[number] {
            case .literal(let byte):
                guard index < text.count, text[index] == byte else { return .mismatch }
                index += 1
            case .year:
                guard let number = Self.number(text, &index, yearDigits...yearDigits) else { return .mismatch }
                year = number
            case .month(let compact):
                guard let number = Self.number(text, &index, compact ? 2...2 : 1...2) else { return .mismatch }
                month = number
            case .day(let compact):
                guard let number = Self.number(text, &index, compact ? 2...2 : 1...2) else { return .mismatch }
                day = number
            case .time:
                guard Self.number(text, &index, 1...9) != nil else { return .mismatch }
            }
        }
        guard index == text.count else { return .mismatch }
        guard yearDigits == 4, let date = CalendarDate(year: year, month: month, day: day) else { return .noSuchDay }
        return .date(date)
    }

    @inline(__always)
    private static func number(_ text: Span<UInt8>, _ index: inout Int, _ digits: ClosedRange<Int>) -> Int? {
        var value = 0
        let start = index
        while index < text.count, index - start < digits.upperBound, TextScan.isDigit(text[index]) {
            value = value * 10 + Int(text[index] &- 0x30)
            index += 1
        }
        return index - start >= digits.lowerBound ? value : nil
    }
}
