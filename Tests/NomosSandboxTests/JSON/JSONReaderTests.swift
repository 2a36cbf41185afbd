import Testing

@testable import NomosSandbox

@Suite("Reading and writing JSON")
struct JSONReaderTests {
    @Test(
        "A valid text is read",
        arguments: [
            ("null", nil), (" true ", true), ("-12", -12), ("1.5e3", 1500), ("\"\"", ""), ("[]", []), ("{}", [:]),
            ("[1, [2], {\"a\": null}]", [1, [2], ["a": nil]]),
            (#""\u00e4\n\"\\\/\ud83d\ude00""#, "ä\n\"\\/😀"),
            ("\"Straße 😀\"", "Straße 😀"),
        ] as [(String, JSONValue)]
    )
    func valid(text: String, value: JSONValue) throws {
        #expect(try JSONReader.value(of: Array(text.utf8)) == value)
        #expect(try JSONReader.value(of: value.bytes) == value)
    }

    @Test(
        "An invalid text is refused",
        arguments: [
            "", " ", "nul", "tru e", "01", "-", "1.", ".5", "1e", "+1", "1e999", "NaN", "[1,]", "[1", "{\"a\":1,}",
            "{a:1}",
            "{\"a\" 1}", "{\"a\":}", "\"a", "\"\n\"", #""\x""#, #""\u12""#, #""\ud800""#, #""\ud800x""#, #""\udc00""#,
            #""\ud800\u0041""#, "1 2", "\u{FEFF}1", "//", "'a'", String(repeating: "[", count: 100),
        ]
    )
    func invalid(text: String) {
        #expect(throws: JSONReader.Failure.self) { try JSONReader.value(of: Array(text.utf8)) }
    }

    @Test("Bytes that are no UTF-8 are refused, with and without an escape before them")
    func invalidUTF8() {
        for prefix in ["", "\\n"] {
            let bytes = Array("\"\(prefix)".utf8) + [0xFC, 0x22]
            #expect(throws: JSONReader.Failure.self) { try JSONReader.value(of: bytes) }
        }
    }

    @Test("A deep nesting ends in an error, not in a crash")
    func deep() {
        let text = String(repeating: "[", count: 100_000)
        let error = #expect(throws: JSONReader.Failure.self) { try JSONReader.value(of: Array(text.utf8)) }
        #expect(error?.reason == "nested too deeply")
    }

    @Test("Of a repeated name the last counts")
    func repeatedName() throws {
        #expect(try JSONReader.value(of: Array(#"{"a":1,"a":2}"#.utf8))["a"] == 2)
    }

    @Test("A written text has its control characters escaped")
    func escapes() {
        #expect(String(decoding: JSONValue.string("a\u{1}\u{1F}\t\"").bytes, as: UTF8.self) == #""a\u0001\u001f\t\"""#)
        #expect(String(decoding: ([1.5, 2] as JSONValue).bytes, as: UTF8.self) == "[1.5,2]")
    }

    @Test("Base64 of every length comes back", arguments: 0..<10)
    func base64(length: Int) {
        let bytes = (0..<length).map { UInt8($0 * 37 & 255) }
        #expect(Base64.decoded(Base64.encoded(bytes)) == bytes)
    }

    @Test("What is no base64 is refused", arguments: ["a", "a b=", "ä", "ab*="])
    func wrongBase64(text: String) {
        #expect(Base64.decoded(text) == nil)
    }
}
