import Foundation
import Testing

@testable import LeadImport

/// Texts that break careless writers and readers.
let hostileTexts = [
    "", " ", "\"", "\\", "\\\"", "\\u0041", "a\nb", "a\r\nb\r", "\u{0}", "\u{1}\u{1F}\u{7F}", "\t", "{}", "\"}",
    "\",\"crc\":\"00000000\"}",
    "Zählerstraße", "e\u{301}", "\u{2028}\u{2029}\u{FEFF}", "👨‍👩‍👧‍👦", "=1+1", "a|b;c,d",
    String(repeating: "ß\"", count: 5000),
]

@Suite("Flat JSON")
struct FlatJSONTests {
    @Test("What is written is read back, and other readers read the same", arguments: hostileTexts)
    func roundTrip(text: String) throws {
        var json = FlatJSON()
        json.add("text", text)
        json.add("number", -42)
        json.add("list", [text, "", text])
        json.add("empty", [])
        json.add(text, "hostile key")
        let bytes = json.text
        #expect(!bytes.contains(UInt8(ascii: "\n")) && !bytes.contains(UInt8(ascii: "\r")))
        #expect(FlatJSON(bytes[...]) == json)
        let other = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(other["number"] as? Int == -42)
        #expect((other["text"] as? String)?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
        #expect((other["list"] as? [String])?.count == 3)
    }

    @Test("Numbers up to the largest are read back", arguments: [0, 1, -1, Int.max, -Int.max])
    func numbers(number: Int) {
        var json = FlatJSON()
        json.add("n", number)
        #expect(FlatJSON(json.text[...])?.number("n") == number)
    }

    @Test("Each value is found under its key and its kind only")
    func kinds() {
        var json = FlatJSON()
        json.add("text", "1")
        json.add("number", 1)
        json.add("list", ["1"])
        #expect(json.string("text") == "1" && json.number("text") == nil && json.strings("text") == nil)
        #expect(json.number("number") == 1 && json.string("number") == nil)
        #expect(json.strings("list") == ["1"] && json.string("list") == nil)
        #expect(json.string("absent") == nil)
    }

    @Test("The empty object is an object")
    func empty() {
        #expect(FlatJSON(Array("{}".utf8)[...]) == FlatJSON())
    }

    @Test(
        "Anything but one whole flat object is refused",
        arguments: [
            "", " ", "{", "}", "[]", "\"a\"", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":1}}", "{\"a\":1} ",
            " {\"a\":1}", "{\"a\":1,}",
            "{\"a\":-}", "{\"a\":1.5}", "{\"a\":99999999999999999999}", "{\"a\":true}", "{\"a\":null}", "{\"a\":{}}",
            "{\"a\":[1]}",
            "{\"a\":[\"b\"}", "{\"a\":[\"b\",]}", "{\"a\":\"b}", "{\"a\":\"b\\", "{\"a\":\"\\u00",
            "{\"a\":\"\\uZZZZ\"}", "{a:1}",
        ]
    )
    func refused(text: String) {
        #expect(FlatJSON(Array(text.utf8)[...]) == nil)
    }

    @Test("No beginning of an object is taken for an object")
    func prefixes() {
        var json = FlatJSON()
        json.add("t", "intent")
        json.add("row", 12)
        json.add("list", ["a", "\\\""])
        let bytes = json.text
        for count in 0..<bytes.count { #expect(FlatJSON(bytes[..<count]) == nil) }
    }
}

@Suite("Journal entry")
struct JournalEntryTests {
    static let fingerprint = Fingerprint(high: 0x0123_4567_89AB_CDEF, low: 7)

    static let run = RunIdentity(
        id: "abcdefgh2345",
        version: "1.0.0",
        input: "Kunden \"neu\".csv",
        size: 12_345,
        fingerprint: fingerprint,
        endpoint: "sandbox",
        identity: "the whole lead"
    )

    static let entries: [JournalEntry] = [
        .run(run),
        .start(RunStart(at: 1_700_000_000_000, config: fingerprint)),
        .start(RunStart(at: 1, config: fingerprint, layer: "failures-1.csv", layerFingerprint: fingerprint)),
        .clock(offset: -3_600_000),
        .plan(id: "pln_1", type: "feed_in"),
        .intent(row: 1, attempt: 1, at: 1_700_000_000_000, identity: nil),
        .intent(row: 10_000_000, attempt: 100, at: 0, identity: fingerprint),
        .notSent(row: 3, attempt: 2),
        .doubt(row: 3, attempt: 2, until: 99, reason: "Die Verbindung \"brach\" ab\n"),
        .absent(row: 3, attempt: 2),
        .outcome(
            row: 4,
            RowOutcome(
                .created,
                lead: .init(id: "lead_1", link: "https://example.com/?a=1&b=\"2\"", createdAt: "2026-01-01T00:00:00Z"),
                attempts: 1,
                requestID: "r-1"
            )
        ),
        .outcome(row: 5, RowOutcome(.failed, attempts: 6)),
        .outcome(row: 6, RowOutcome(.unknown, attempts: 1)),
        .end(exitCode: 1),
    ]

    private func roundTrip(_ entry: JournalEntry) -> JournalEntry? {
        var bytes: [UInt8] = []
        Journal.append(entry, to: &bytes)
        guard bytes.last == UInt8(ascii: "\n"), bytes.dropLast().allSatisfy({ $0 != UInt8(ascii: "\n") }) else {
            return nil
        }
        return Journal.parse(bytes.dropLast())
    }

    @Test("Every kind of entry is one line and is read back as it was", arguments: entries)
    func kinds(entry: JournalEntry) {
        #expect(roundTrip(entry) == entry)
    }

    @Test("Violations are read back with fields, columns and messages, however hostile", arguments: hostileTexts)
    func violations(text: String) {
        let entry = JournalEntry.outcome(
            row: 1,
            RowOutcome(
                .rejected,
                attempts: 2,
                violations: [
                    Violation(code: "a", field: "customer.email", columns: ["E-Mail", "Straße; Nr."], message: text),
                    Violation(code: "b", message: "second"),
                ],
                requestID: text
            )
        )
        #expect(roundTrip(entry) == entry)
    }

    @Test("A line with any one bit turned is damaged, never something else")
    func checksum() {
        var bytes: [UInt8] = []
        Journal.append(.intent(row: 12, attempt: 1, at: 1_700_000_000_000, identity: Self.fingerprint), to: &bytes)
        bytes.removeLast()
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << bit
                // The checksum's own digits may be written in either case: the entry is the same.
                if let entry = Journal.parse(damaged[...]) {
                    #expect(entry == Journal.parse(bytes[...]))
                }
            }
        }
    }

    @Test(
        "An entry that lacks what it needs is no entry",
        arguments: [
            "run", "start", "clock", "intent", "not_sent", "doubt", "absent", "plan", "created", "end", "", "nonsense",
            "invalid",
        ]
    )
    func incomplete(type: String) {
        var json = FlatJSON()
        json.add("t", type)
        #expect(JournalEntry(json) == nil)
    }

    @Test("Rows count from 1", arguments: [0, -1])
    func rowNumbers(row: Int) {
        #expect(roundTrip(.notSent(row: row, attempt: 1)) == nil)
    }
}
