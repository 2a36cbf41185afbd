import NomosAPI

extension CalendarDate {
    /// The day it is in Germany at a moment, in seconds since 1970-01-01 00:00 UTC.
    ///
    /// Central European Time is UTC+1, and UTC+2 from the last Sunday of March to the last Sunday of October, each at
    /// 01:00 UTC (Directive 2000/84/EC). Computed rather than looked up, so that it is the same on a machine without time
    /// zone data.
    public init(inGermanyAt seconds: Int) {
        let utc = CalendarDate(daysSince1970: seconds.floored(by: 86_400))
        let begin = CalendarDate.lastSunday(ofMonth: 3, in: utc.year) * 86_400 + 3600
        let end = CalendarDate.lastSunday(ofMonth: 10, in: utc.year) * 86_400 + 3600
        let offset = seconds >= begin && seconds < end ? 7200 : 3600
        self.init(daysSince1970: (seconds + offset).floored(by: 86_400))
    }

    /// How many days after 1970-01-01 this is.
    public var daysSince1970: Int { CivilDay.daysSince1970(year: year, month: month, day: day) }

    /// The same day of the next month, or that month's last day if it is shorter.
    var oneMonthLater: CalendarDate {
        var later = self
        later.month = month == 12 ? 1 : month + 1
        later.year = month == 12 ? year + 1 : year
        later.day = min(day, CalendarDate.days(inMonth: later.month, of: later.year))
        return later
    }

    private static func lastSunday(ofMonth month: Int, in year: Int) -> Int {
        // Both months have 31 days. Day 3 since 1970 was a Sunday.
        let last = CalendarDate(year: year, month: month, day: 31)?.daysSince1970 ?? 0
        return last - (last - 3).modulo(7)
    }
}

extension Int {
    fileprivate func floored(by divisor: Int) -> Int { (self - modulo(divisor)) / divisor }

    fileprivate func modulo(_ divisor: Int) -> Int {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
