extension Timestamp {
    /// Reads an RFC 3339 timestamp: `2024-03-14T12:00:00Z`, with a fraction of any length (cut to microseconds) and any
    /// offset (`+01:00`, `+0100`, `+01`). Nil if it is anything else, also if the offset is missing: the moment would be
    /// a guess.
    public init?(iso8601 text: String) {
        var scanner = Scanner(text)
        guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2), scanner.take("-"),
            let day = scanner.number(2), scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let seconds = scanner.clock(), let date = CivilDay(year: year, month: month, day: day)
        else { return nil }
        var micros = 0
        if scanner.take(".") || scanner.take(",") {
            guard let fraction = scanner.fraction() else { return nil }
            micros = fraction
        }
        guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
        self.init(secondsSince1970: date.daysSince1970 * 86_400 + seconds - offset)
        microsecondsSince1970 += Int64(micros)
    }

    /// Reads a date of an HTTP header field, in any of the three forms that RFC 9110 section 5.6.7 wants understood.
    /// The weekday is not checked; a two-digit year is taken as 20xx. Nil if it is anything else.
    public init?(httpDate text: String) {
        let words = text.split(separator: " ")
        let day: Int?
        let month: Int?
        let year: Int?
        let time: Substring
        if words.count == 6, words[5] == "GMT", words[3].count == 4 {
            // Sun, 06 Nov 1994 08:49:37 GMT
            (day, month, year, time) = (Int(words[1]), Timestamp.month(words[2]), Int(words[3]), words[4])
        } else if words.count == 4, words[3] == "GMT" {
            // Sunday, 06-Nov-94 08:49:37 GMT
            let parts = words[1].split(separator: "-")
            guard parts.count == 3, parts[2].count == 2 else { return nil }
            (day, month, year, time) = (
                Int(parts[0]), Timestamp.month(parts[1]), Int(parts[2]).map { $0 + 2000 }, words[2]
            )
        } else if words.count == 5, words[4].count == 4 {
            // Sun Nov  6 08:49:37 1994
            (day, month, year, time) = (Int(words[2]), Timestamp.month(words[1]), Int(words[4]), words[3])
        } else {
            return nil
        }
        var scanner = Scanner(String(time))
        guard let day, let month, let year, let seconds = scanner.clock(), scanner.isAtEnd,
            let date = CivilDay(year: year, month: month, day: day)
        else { return nil }
        self.init(secondsSince1970: date.daysSince1970 * 86_400 + seconds)
    }

    private static func month(_ name: Substring) -> Int? {
        months.firstIndex(of: String(name)).map { $0 + 1 }
    }
}

/// Takes digits and signs off the front of a text.
private struct Scanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func digit() -> Int? {
        guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        rest.removeFirst()
        return Int(byte - UInt8(ascii: "0"))
    }

    /// A number of exactly so many digits.
    mutating func number(_ digits: Int) -> Int? {
        var number = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    /// `12:00:00` as seconds of the day; second 60, a leap second, counts as the next one.
    mutating func clock() -> Int? {
        guard let hour = number(2), take(":"), let minute = number(2), take(":"), let second = number(2),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// The digits after the decimal point as microseconds.
    mutating func fraction() -> Int? {
        guard let first = digit() else { return nil }
        var micros = first * 100_000
        var unit = 10_000
        while let digit = digit() {
            micros += digit * unit
            unit /= 10
        }
        return micros
    }

    /// `Z` or an offset, in seconds east of UTC.
    mutating func offset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") {
            sign = 1
        } else if take("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hours = number(2), hours < 24 else { return nil }
        if isAtEnd { return sign * hours * 3600 }
        _ = take(":")
        guard let minutes = number(2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
