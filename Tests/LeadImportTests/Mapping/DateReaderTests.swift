import Testing

@testable import LeadImport

@Suite("Dates")
struct DateReaderTests {
    private func read(_ text: String, _ formats: [String], first: Bool = false) throws -> DateReader.Outcome {
        let reader = DateReader(patterns: try formats.map { try DatePattern($0) }, refusesAmbiguous: !first)
        return reader.read(Array(text.utf8).span)
    }

    private static let usual = ["dd.MM.yyyy", "yyyy-MM-dd"]

    @Test(
        "Each format reads its dates",
        arguments: [
            ("01.02.2027", "dd.MM.yyyy"), ("2027-02-01", "yyyy-MM-dd"), ("1.2.2027", "d.M.yyyy"),
            ("1.2.2027", "dd.MM.yyyy"), ("01/02/2027", "dd/MM/yyyy"), ("02/01/2027", "MM/dd/yyyy"),
            ("20270201", "yyyyMMdd"), ("2027-02-01T08:30:00", "yyyy-MM-dd'T'HH:mm:ss"),
            ("01.02.2027 00:00", "dd.MM.yyyy HH:mm"), ("1. 2. 2027", "d. M. yyyy"), ("01 02 2027", "dd MM yyyy"),
            ("am 01.02.2027", "'am' dd.MM.yyyy"),
        ]
    )
    func formats(text: String, format: String) throws {
        #expect(try read(text, [format]) == .date(try #require(CalendarDate(year: 2027, month: 2, day: 1))))
    }

    @Test(
        "What is no date is refused with the reason",
        arguments: [
            ("31.02.2027", .dateDoesNotExist), ("29.02.2027", .dateDoesNotExist), ("01.13.2027", .dateDoesNotExist),
            ("00.01.2027", .dateDoesNotExist), ("2027-06-31", .dateDoesNotExist), ("01.02.27", .dateTwoDigitYear),
            ("1.2.27", .dateTwoDigitYear), ("46388", .dateSerialNumber), ("46388,5", .dateSerialNumber),
            ("46388.0", .dateSerialNumber), ("4638", .dateNotReadable), ("463880", .dateNotReadable),
            ("01/02/2027", .dateNotReadable), ("sofort", .dateNotReadable), ("01.02.2027 ", .dateNotReadable),
            ("01.02.20270", .dateNotReadable), ("1.2", .dateNotReadable), ("01.02.2027 00:00", .dateNotReadable),
            ("0١.02.2027", .dateNotReadable),
        ] as [(String, Rule)]
    )
    func refused(text: String, rule: Rule) throws {
        #expect(try read(text, Self.usual) == .refused(rule))
    }

    @Test("A leap day exists in leap years only")
    func leapDay() throws {
        #expect(try read("29.02.2028", Self.usual) == .date(try #require(CalendarDate(year: 2028, month: 2, day: 29))))
    }

    @Test("A date that two formats read differently is refused, or the first format counts")
    func ambiguous() throws {
        let formats = ["dd/MM/yyyy", "MM/dd/yyyy"]
        #expect(try read("03/04/2027", formats) == .refused(.dateAmbiguous))
        #expect(
            try read("03/04/2027", formats, first: true)
                == .date(try #require(CalendarDate(year: 2027, month: 4, day: 3)))
        )
        #expect(try read("05/05/2027", formats) == .date(try #require(CalendarDate(year: 2027, month: 5, day: 5))))
        #expect(try read("25/12/2027", formats) == .date(try #require(CalendarDate(year: 2027, month: 12, day: 25))))
    }

    @Test(
        "A format that is none says why",
        arguments: [
            (
                "dd.MM.yy",
                "\"dd.MM.yy\" is no date format: write the year as yyyy; with two digits its century is a guess."
            ),
            ("dd.MMM.yyyy", "\"dd.MMM.yyyy\" is no date format: it knows d, dd, M, MM and yyyy, not MMM."),
            ("dd.mm.yyyy", "\"dd.mm.yyyy\" is no date format: it needs day (d), month (M) and year (yyyy), once each."),
            ("", "\"\" is no date format: it needs day (d), month (M) and year (yyyy), once each."),
            ("dd.MM.yyyy'", "\"dd.MM.yyyy'\" is no date format: a quote (') is not closed."),
        ]
    )
    func badFormats(format: String, message: String) {
        #expect(throws: DatePattern.Problem(description: message)) { try DatePattern(format) }
    }

    @Test("Yes and no in German, English and signs")
    func booleans() {
        for yes in ["ja", "JA", "Ja", "x", "X", "1", "true", "wahr", "WAHR", "yes", "j"] {
            #expect(BooleanReader.read(Array(yes.utf8).span) == true)
        }
        for no in ["nein", "Nein", "0", "false", "falsch", "no", "n"] {
            #expect(BooleanReader.read(Array(no.utf8).span) == false)
        }
        for neither in ["2", "vielleicht", "", "jaja", "✓", "on"] {
            #expect(BooleanReader.read(Array(neither.utf8).span) == nil)
        }
    }
}
