import Testing

@testable import NomosAPI

@Suite("Timestamps and HTTP dates")
struct TimestampTests {
    @Test(
        "RFC 3339 is read with fractions and offsets",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2024-03-14T12:00:00Z", 1_710_417_600_000_000),
            ("2024-03-14T12:00:00.000Z", 1_710_417_600_000_000), ("2024-03-14T12:00:00.5Z", 1_710_417_600_500_000),
            ("2024-03-14T12:00:00.1234567899Z", 1_710_417_600_123_456), ("2024-03-14t12:00:00z", 1_710_417_600_000_000),
            ("2024-03-14 12:00:00+00:00", 1_710_417_600_000_000), ("2024-03-14T13:00:00+01:00", 1_710_417_600_000_000),
            ("2024-03-14T06:30:00-0530", 1_710_417_600_000_000), ("2024-03-14T14:00:00+02", 1_710_417_600_000_000),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000_000), ("1969-12-31T23:59:59.999999Z", -1),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
        ]
    )
    func reading(text: String, micros: Int64) {
        #expect(Timestamp(iso8601: text)?.microsecondsSince1970 == micros)
    }

    @Test(
        "What is no timestamp is not taken for one",
        arguments: [
            "", "2024", "2024-03-14", "2024-03-14T12:00:00", "2024-03-14T12:00Z", "2024-13-01T00:00:00Z",
            "2023-02-29T00:00:00Z", "2024-03-14T24:00:00Z", "2024-03-14T12:60:00Z", "2024-03-14T12:00:61Z",
            "2024-03-14T12:00:00.Z", "2024-03-14T12:00:00Zx", "2024-03-14T12:00:00+1", "2024-03-14T12:00:00+01:",
            "2024-03-14T12:00:00+25:00", "٢٠٢٤-03-14T12:00:00Z", " 2024-03-14T12:00:00Z", "0000-01-01T00:00:00Z",
        ]
    )
    func nonsense(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test(
        "A timestamp is written in UTC with milliseconds, or microseconds where there are any",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999999Z"), (1_000, "1970-01-01T00:00:00.001Z"),
            (1_709_164_800_250_000, "2024-02-29T00:00:00.250Z"), (-62_135_596_800_000_000, "0001-01-01T00:00:00.000Z"),
        ]
    )
    func writing(micros: Int64, text: String) {
        #expect(Timestamp(microsecondsSince1970: micros).description == text)
    }

    @Test("Writing and reading give the same moment, on each day of 400 years")
    func roundTrip() {
        var moment = Timestamp(secondsSince1970: -6_000_000_000)
        for _ in 0..<146_097 {
            moment = moment + .seconds(86_399)
            guard Timestamp(iso8601: moment.description) == moment, Timestamp(httpDate: moment.httpDate) == moment
            else {
                Issue.record("\(moment)")
                return
            }
        }
    }

    @Test(
        "HTTP's three date forms are read",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sun Nov  6 08:49:37 1994", 784_111_777),
            ("Sunday, 22-Nov-26 12:00:00 GMT", 1_795_348_800), ("Sun, 22 Nov 2026 12:00:00 GMT", 1_795_348_800),
        ]
    )
    func httpDates(text: String, seconds: Int) {
        #expect(Timestamp(httpDate: text) == Timestamp(secondsSince1970: seconds))
    }

    @Test(
        "What is no HTTP date is not taken for one",
        arguments: [
            "", "7", "GMT", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 31 Feb 2026 08:00:00 GMT",
            "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT",
            "Sun, 99999999999999999999 Nov 1994 08:49:37 GMT",
        ]
    )
    func badHTTPDates(text: String) {
        #expect(Timestamp(httpDate: text) == nil)
    }

    @Test("A timestamp is written as an HTTP date with its weekday")
    func httpDateWriting() {
        #expect(Timestamp(secondsSince1970: 784_111_777).httpDate == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(Timestamp(secondsSince1970: -1).httpDate == "Wed, 31 Dec 1969 23:59:59 GMT")
    }

    @Test("Moments and durations add up")
    func arithmetic() {
        let start = Timestamp(secondsSince1970: 100)
        #expect(start + .milliseconds(1500) == Timestamp(microsecondsSince1970: 101_500_000))
        #expect((start - .seconds(200)) == Timestamp(secondsSince1970: -100))
        #expect(start - Timestamp(secondsSince1970: 40) == .seconds(60))
        #expect(start < start + .microseconds(1))
    }
}
