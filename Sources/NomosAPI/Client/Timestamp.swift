#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A moment, in UTC, to the microsecond.
public struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public var microsecondsSince1970: Int64

    /// Creates a moment from its distance to 1970.
    public init(microsecondsSince1970: Int64) {
        self.microsecondsSince1970 = microsecondsSince1970
    }

    /// Creates a moment from whole seconds since 1970.
    public init(secondsSince1970 seconds: Int) {
        microsecondsSince1970 = Int64(seconds) * 1_000_000
    }

    /// What the system's clock says.
    public static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microsecondsSince1970: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// Earlier moments come first.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microsecondsSince1970 < right.microsecondsSince1970
    }

    /// The moment that much later; below a microsecond is cut off.
    public static func + (left: Timestamp, right: Duration) -> Timestamp {
        let (seconds, attoseconds) = right.components
        return Timestamp(
            microsecondsSince1970: left.microsecondsSince1970 + seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        )
    }

    /// The moment that much earlier; below a microsecond is cut off.
    public static func - (left: Timestamp, right: Duration) -> Timestamp {
        left + (.zero - right)
    }

    /// How long after `right` the moment is.
    public static func - (left: Timestamp, right: Timestamp) -> Duration {
        .microseconds(left.microsecondsSince1970 - right.microsecondsSince1970)
    }

    /// The nearest whole millisecond in a direction, `.up` or `.down`.
    func wholeMilliseconds(_ direction: FloatingPointRoundingRule) -> Timestamp {
        let rest = ((microsecondsSince1970 % 1000) + 1000) % 1000
        guard rest != 0 else { return self }
        return Timestamp(microsecondsSince1970: microsecondsSince1970 - rest + (direction == .up ? 1000 : 0))
    }

    /// RFC 3339 in UTC with milliseconds, or microseconds where there are any: `2026-11-22T16:30:00.250Z`.
    public var description: String {
        let (day, time) = split()
        let date = CivilDay(daysSince1970: day)
        let micros = time % 1_000_000
        let fraction = micros % 1000 == 0 ? padded(micros / 1000, 3) : padded(micros, 6)
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(clock(time)).\(fraction)Z"
    }

    /// The form of HTTP's header fields (RFC 9110 section 5.6.7), to the second: `Sun, 06 Nov 1994 08:49:37 GMT`.
    public var httpDate: String {
        let (day, time) = split()
        let date = CivilDay(daysSince1970: day)
        let weekday = Timestamp.weekdays[((day + 4) % 7 + 7) % 7]
        return "\(weekday), \(padded(date.day, 2)) \(Timestamp.months[date.month - 1]) \(padded(date.year, 4)) "
            + "\(clock(time)) GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let microsecondsPerDay: Int64 = 86_400_000_000

    /// Whole days since 1970 and the microseconds of the day.
    private func split() -> (day: Int, time: Int) {
        var (days, time) = microsecondsSince1970.quotientAndRemainder(dividingBy: Timestamp.microsecondsPerDay)
        if time < 0 { (days, time) = (days - 1, time + Timestamp.microsecondsPerDay) }
        return (Int(days), Int(time))
    }

    private func clock(_ time: Int) -> String {
        let seconds = time / 1_000_000
        return "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
