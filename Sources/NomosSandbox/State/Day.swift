/// A day of the proleptic Gregorian calendar.
struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
    let year: Int
    let month: Int
    let day: Int

    /// The day, or nil if there is none of that name (31 February).
    init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.count(inMonth: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day by its number, 1970-01-01 being 0.
    init(daysSince1970 number: Int) {
        // Years that begin in March put the leap day last, so that a day's place in its year needs no case analysis.
        let sinceMarch0 = number + 719_468
        let era = (sinceMarch0 >= 0 ? sinceMarch0 : sinceMarch0 - 146_096) / 146_097
        let dayOfEra = sinceMarch0 - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSince1970: Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Reads `YYYY-MM-DD`; nil for any other form and for days that do not exist.
    init?(_ text: String) {
        var scanner = DigitScanner(Array(text.utf8))
        guard let year = scanner.digits(4), scanner.skip("-"), let month = scanner.digits(2), scanner.skip("-"),
            let day = scanner.digits(2), scanner.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    static func count(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func < (left: Day, right: Day) -> Bool { left.daysSince1970 < right.daysSince1970 }

    var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    /// One month later; the day is cut to that month's last (31 January → 28 or 29 February).
    var oneMonthLater: Day {
        let nextMonth = month == 12 ? 1 : month + 1
        let nextYear = month == 12 ? year + 1 : year
        let nextDay = min(day, Day.count(inMonth: nextMonth, of: nextYear))
        return Day(year: nextYear, month: nextMonth, day: nextDay) ?? self
    }

    /// The day it is in Germany at that moment. Central European Time is UTC+1, and UTC+2 from 01:00 UTC on the last
    /// Sunday of March until 01:00 UTC on the last Sunday of October (Directive 2000/84/EC).
    static func inBerlin(at moment: Timestamp) -> Day {
        let seconds = moment.seconds
        let year = Day(daysSince1970: Int(seconds / 86_400)).year
        func lastSunday(of month: Int) -> Int64 {
            guard let last = Day(year: year, month: month, day: 31) else { return 0 }
            // Day 0 was a Thursday, so that Sundays are the days with number % 7 == 3.
            let number = last.daysSince1970
            return Int64(number - (number + 4) % 7) * 86_400 + 3600
        }
        let isSummer = seconds >= lastSunday(of: 3) && seconds < lastSunday(of: 10)
        return Day(daysSince1970: Int((seconds + (isSummer ? 7200 : 3600)) / 86_400))
    }
}

/// The number in decimal digits, with zeros in front up to that width.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
