import Testing

@testable import NomosSandbox

@Suite("Moments and days")
struct TimestampTests {
    @Test(
        "ISO 8601 is read with and without time, fraction and offset",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01", 0), ("1970-01-01T01:30:00+01:30", 0), ("1970-01-01T00:00", 0),
            ("1970-01-01T00:00:00-0100", 3600_000_000_000), ("1970-01-01T00:00:01.5Z", 1_500_000_000),
            ("1970-01-01t00:00:00,000000001z", 1), ("1969-12-31T23:59:59.999Z", -1_000_000),
            ("2026-05-22T12:00:00.123456789+02", 1_779_444_000_123_456_789),
        ] as [(String, Int64)]
    )
    func reads(text: String, nanoseconds: Int64) {
        #expect(Timestamp(iso8601: text)?.nanoseconds == nanoseconds)
    }

    @Test(
        "Anything else is refused",
        arguments: [
            "", "now", "2026-02-30", "2026-5-22", "22.05.2026", "2026-05-22T", "2026-05-22T25:00:00Z",
            "2026-05-22T12:60Z",
            "2026-05-22T12:00:00 02:00", "2026-05-22T12:00:00+", "2026-05-22T12:00:00.Z", "2026-05-22T12:00:00Zx",
            "1779444000",
        ]
    )
    func refuses(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test("A moment is written as ISO 8601 and as an HTTP date")
    func writes() {
        let moment = Timestamp(nanoseconds: 1_779_444_000_123_456_789)
        #expect(moment.iso8601 == "2026-05-22T10:00:00.123Z")
        #expect(moment.httpDate == "Fri, 22 May 2026 10:00:00 GMT")
        #expect(Timestamp(seconds: 784_111_777).httpDate == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test("Days and their numbers agree over 400 years")
    func days() {
        var expected = Day(daysSince1970: -70_000)
        for number in -70_000..<80_000 {
            let day = Day(daysSince1970: number)
            #expect(day.daysSince1970 == number)
            #expect(Day(year: day.year, month: day.month, day: day.day) == day)
            #expect(day.daysSince1970 >= expected.daysSince1970)
            expected = day
        }
        #expect(Day(daysSince1970: 0).description == "1970-01-01")
        #expect(Day(daysSince1970: 11_016).description == "2000-02-29")
    }

    @Test(
        "The day in Germany changes at midnight there, in winter and in summer",
        arguments: [
            ("2026-01-31T22:59:59Z", "2026-01-31"), ("2026-01-31T23:00:00Z", "2026-02-01"),
            ("2026-05-31T21:59:59Z", "2026-05-31"), ("2026-05-31T22:00:00Z", "2026-06-01"),
            ("2026-03-28T22:59:59Z", "2026-03-28"), ("2026-03-28T23:00:00Z", "2026-03-29"),
            ("2026-03-29T21:59:59Z", "2026-03-29"), ("2026-03-29T22:00:00Z", "2026-03-30"),
            ("2026-10-24T22:00:00Z", "2026-10-25"), ("2026-10-25T22:59:59Z", "2026-10-25"),
            ("2026-10-25T23:00:00Z", "2026-10-26"), ("2026-12-31T23:00:00Z", "2027-01-01"),
        ]
    )
    func berlin(moment: String, day: String) throws {
        let time = try #require(Timestamp(iso8601: moment))
        #expect(Day.inBerlin(at: time).description == day)
    }

    @Test(
        "A month later is cut to the month's end",
        arguments: [("2026-01-31", "2026-02-28"), ("2028-01-31", "2028-02-29"), ("2026-12-05", "2027-01-05")]
    )
    func monthLater(day: String, later: String) {
        #expect(Day(day)?.oneMonthLater.description == later)
    }
}
