import Testing

@testable import LeadImport

@Suite("Numbers, times and paths as people read them")
struct ReadableTextTests {
    @Test(
        "Thousands are grouped",
        arguments: [
            (0, "0"), (999, "999"), (1000, "1,000"), (12_345, "12,345"), (10_000_000, "10,000,000"), (-1000, "-1,000"),
            (-100, "-100"), (Int.min, "-9,223,372,036,854,775,808"),
        ]
    )
    func grouped(number: Int, text: String) {
        #expect(ReadableText.grouped(number) == text)
    }

    @Test(
        "A number has a decimal only where that tells something",
        arguments: [(0, "0"), (9.8, "9.8"), (9.96, "10"), (1250.04, "1,250"), (0.04, "0"), (1e20, "1e+20")]
    )
    func number(value: Double, text: String) {
        #expect(ReadableText.number(value) == text)
    }

    @Test(
        "A duration has the two units that matter",
        arguments: [
            (0.05, "0.1 s"), (59.94, "59.9 s"), (59.99, "1 min 0 s"), (125, "2 min 5 s"), (3599.6, "1 h 0 min"),
            (12_000, "3 h 20 min"), (998_000, "11 d 13 h"), (-3, "0 s"), (.infinity, "inf s"),
        ]
    )
    func duration(seconds: Double, text: String) {
        #expect(ReadableText.duration(seconds) == text)
    }

    @Test(
        "A share is 0 % for nothing and 100 % for all, and never for anything else",
        arguments: [
            (0, 10, "0 %"), (10, 10, "100 %"), (1, 10_000_000, "<0.1 %"), (9_999_999, 10_000_000, ">99.9 %"),
            (12, 240, "5 %"), (1, 3, "33.3 %"), (0, 0, "0 %"),
        ]
    )
    func share(part: Int, whole: Int, text: String) {
        #expect(ReadableText.share(part, of: whole) == text)
    }

    @Test("One is not plural")
    func counts() {
        #expect(ReadableText.count(1, "row") == "1 row")
        #expect(ReadableText.count(0, "row") == "0 rows")
        #expect(ReadableText.count(2340, "row") == "2,340 rows")
    }

    @Test(
        "A path is quoted where a shell would take it apart",
        arguments: [
            ("out/failures.csv", "out/failures.csv"), ("my file.csv", "'my file.csv'"), ("", "''"),
            ("it's.csv", "'it'\\''s.csv'"), ("$(rm -r x).csv", "'$(rm -r x).csv'"), ("~/x.csv", "'~/x.csv'"),
            ("Kunden-Köln.csv", "Kunden-Köln.csv"), ("-x", "-x"),
        ]
    )
    func shellWord(path: String, text: String) {
        #expect(ReadableText.shellWord(path) == text)
    }
}
