#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A moment, in nanoseconds since 1970-01-01T00:00:00Z (no leap seconds). Good until the year 2262.
struct Timestamp: Sendable, Hashable, Comparable {
    var nanoseconds: Int64

    init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
    init(seconds: Int64) { nanoseconds = seconds * 1_000_000_000 }

    var milliseconds: Int64 { nanoseconds / 1_000_000 }
    var seconds: Int64 { nanoseconds / 1_000_000_000 }

    static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The moment that many seconds later (or earlier, if negative); fractions count. Never overflows.
    func advanced(bySeconds seconds: Double) -> Timestamp {
        let limited = min(max(seconds, -1e9), 1e9)
        return Timestamp(nanoseconds: nanoseconds + Int64(limited * 1e9))
    }

    func advanced(byMilliseconds milliseconds: Int) -> Timestamp {
        Timestamp(nanoseconds: nanoseconds + Int64(milliseconds) * 1_000_000)
    }
}

/// The sandbox's clock: the wall clock at its creation plus what a monotonic clock has counted since, so that
/// `created_at` never goes backwards, whatever is done to the machine's clock meanwhile.
struct SandboxClock: Sendable {
    private let wallAtStart: Int64
    private let monotonicAtStart: Int64

    init() {
        wallAtStart = SandboxClock.read(CLOCK_REALTIME)
        monotonicAtStart = SandboxClock.read(CLOCK_MONOTONIC)
    }

    func now() -> Timestamp {
        Timestamp(nanoseconds: wallAtStart + SandboxClock.read(CLOCK_MONOTONIC) - monotonicAtStart)
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension Timestamp {
    /// `2026-05-27T09:08:07.123Z`, as the API writes `created_at`.
    var iso8601: String {
        let (date, rest) = dayAndRest
        let milliseconds = rest / 1_000_000
        let seconds = milliseconds / 1000
        return "\(date)T\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
            + ".\(padded(milliseconds % 1000, 3))Z"
    }

    /// `Wed, 27 May 2026 09:08:07 GMT`, the HTTP date of RFC 9110, section 5.6.7.
    var httpDate: String {
        let (date, rest) = dayAndRest
        let seconds = rest / 1_000_000_000
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekday = names[((date.daysSince1970 % 7) + 7) % 7]
        return "\(weekday), \(padded(date.day, 2)) \(months[date.month - 1]) \(padded(date.year, 4)) "
            + "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2)) GMT"
    }

    private var dayAndRest: (Day, Int) {
        let perDay: Int64 = 86_400_000_000_000
        var days = nanoseconds / perDay
        var rest = nanoseconds % perDay
        if rest < 0 {
            rest += perDay
            days -= 1
        }
        return (Day(daysSince1970: Int(days)), Int(rest))
    }

    /// Reads an ISO 8601 moment: `2026-05-27`, `2026-05-27T09:08`, with seconds, with a fraction after `.` or `,`, with
    /// `Z` or an offset (`+02:00`, `+0200`, `+02`); without one it is taken as UTC. Nil for anything else.
    init?(iso8601 text: String) {
        var scanner = DigitScanner(Array(text.utf8))
        guard let year = scanner.digits(4), scanner.skip("-"), let month = scanner.digits(2), scanner.skip("-"),
            let dayOfMonth = scanner.digits(2), let date = Day(year: year, month: month, day: dayOfMonth),
            (1700...2200).contains(year)
        else { return nil }
        var total = Int64(date.daysSince1970) * 86_400
        var fraction: Int64 = 0
        if !scanner.isAtEnd {
            guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "), let hour = scanner.digits(2), hour < 24,
                scanner.skip(":"), let minute = scanner.digits(2), minute < 60
            else { return nil }
            total += Int64(hour * 3600 + minute * 60)
            if scanner.skip(":") {
                guard let second = scanner.digits(2), second < 61 else { return nil }
                total += Int64(second)
                if scanner.skip(".") || scanner.skip(",") {
                    guard let read = scanner.fraction() else { return nil }
                    fraction = read
                }
            }
            if !scanner.skip("Z"), !scanner.skip("z"), !scanner.isAtEnd {
                guard let sign: Int64 = scanner.skip("+") ? 1 : scanner.skip("-") ? -1 : nil,
                    let hours = scanner.digits(2), hours < 24
                else { return nil }
                _ = scanner.skip(":")
                let minutes = scanner.isAtEnd ? 0 : scanner.digits(2)
                guard let minutes, minutes < 60 else { return nil }
                total -= sign * Int64(hours * 3600 + minutes * 60)
            }
        }
        guard scanner.isAtEnd else { return nil }
        nanoseconds = total * 1_000_000_000 + fraction
    }
}

/// Reads fixed numbers of ASCII digits and single characters.
struct DigitScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func digits(_ count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + count] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        position += count
        return value
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }

    /// One digit or more, as nanoseconds; digits after the ninth are dropped.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var unit: Int64 = 100_000_000
        let start = position
        while position < bytes.count, (48...57).contains(bytes[position]) {
            value += unit * Int64(bytes[position] - 48)
            unit /= 10
            position += 1
        }
        return position > start ? value : nil
    }
}
