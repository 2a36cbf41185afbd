import Testing

@testable import NomosAPI

@Suite("JSON is written and read as RFC 8259 has it")
struct JSONTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    static let hostileStrings: [(text: String, json: String)] = [
        ("", #""""#), ("plain", #""plain""#), ("\"", #""\"""#), ("\\", #""\\""#), ("a\"b\\c", #""a\"b\\c""#),
        ("\n\r\t\u{8}\u{C}", #""\n\r\t\b\f""#), ("\u{0}\u{1}\u{1F}", #""\u0000\u0001\u001f""#),
        ("\u{7F}", "\"\u{7F}\""), ("/", #""/""#), ("ä€😀", "\"ä€😀\""), ("\u{2028}\u{2029}", "\"\u{2028}\u{2029}\""),
        ("e\u{301}\u{200D}", "\"e\u{301}\u{200D}\""), ("\r\n", #""\r\n""#), ("\u{FEFF}x", "\"\u{FEFF}x\""),
        ("</script>", #""</script>""#), ("\",\"plan\":\"evil", #""\",\"plan\":\"evil""#),
    ]

    @Test("Hostile strings are escaped, and read back the same", arguments: hostileStrings)
    func strings(text: String, json: String) {
        #expect(self.text { $0.string(text) } == json)
        #expect(JSONValue(parsing: json.utf8)?.stringValue?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
    }

    @Test("Every scalar of the first planes survives")
    func scalars() {
        let all = String(String.UnicodeScalarView((0...0x1FFFF).compactMap { Unicode.Scalar($0) }))
        let read = JSONValue(parsing: text { $0.string(all) }.utf8)?.stringValue
        #expect(read?.utf8.elementsEqual(all.utf8) == true)
    }

    @Test(
        "Numbers are written in their shortest form",
        arguments: [
            (9735, "9735"), (9735.5, "9735.5"), (0, "0"), (-0.0, "0"), (-1, "-1"), (0.1, "0.1"), (100, "100"),
            (1e6, "1000000"), (123_456_789, "123456789"), (0.001, "0.001"), (1e14, "100000000000000"),
            (1.0 / 3, "0.3333333333333333"), (.nan, "null"), (.infinity, "null"),
        ]
    )
    func numbers(number: Double, json: String) {
        #expect(text { $0.number(number) } == json)
    }

    @Test(
        "Numbers far off are still JSON that reads back the same",
        arguments: [1e15, 1e22, 1e300, .leastNonzeroMagnitude, 1e-5, -1.7976931348623157e308]
    )
    func extremeNumbers(number: Double) {
        #expect(JSONValue(parsing: text { $0.number(number) }.utf8) == .number(number))
    }

    static let validTexts: [(json: String, value: JSONValue)] = [
        ("null", .null), (" true\n", .bool(true)), ("false", .bool(false)), ("0", .number(0)),
        ("-0.5e+2", .number(-50)),
        ("1E3", .number(1000)), ("[]", .array([])), ("{}", .object([])),
        ("[ 1 , [ ] ]", .array([.number(1), .array([])])),
        (
            "{\"a\":{\"b\":[null]}}",
            .object([.init(key: "a", value: .object([.init(key: "b", value: .array([.null]))]))])
        ),
        (#""\u00e4\ud83d\ude00\/""#, .string("ä😀/")), (#""\ud83d""#, .string("\u{FFFD}")),
        (#""\ud83dx""#, .string("\u{FFFD}x")), (#""\ude00""#, .string("\u{FFFD}")),
        (#""\ud83d\n""#, .string("\u{FFFD}\n")), (#""\ud83d\u0041""#, .string("\u{FFFD}A")),
    ]

    @Test("What is JSON is read", arguments: validTexts)
    func reading(json: String, value: JSONValue) {
        #expect(JSONValue(parsing: json.utf8) == value)
    }

    @Test("Every part of it cut off is refused, save a number's", arguments: validTexts)
    func truncated(json: String, value: JSONValue) {
        if case .number = value { return }
        let bytes = Array(json.utf8)
        let end = bytes.lastIndex { $0 != 0x0A } ?? 0
        for length in 0..<end { #expect(JSONValue(parsing: bytes[..<length]) == nil) }
    }

    @Test(
        "What is not JSON is refused",
        arguments: [
            "", " ", "nul", "True", "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "NaN", "[1,]", "[,1]", "[1 2]",
            "{a:1}",
            "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1 \"b\":2}", "{,}", "'a'", "\"a", "\"\\x\"", "\"\\u12\"",
            "\"\\u12g4\"", "\"\\u+123\"", "\"\n\"", "\"\u{0}\"", "1 2", "{} x", "]", "}", "\u{FEFF}{}", "// c\n1",
            "[1}",
        ]
    )
    func nonsense(json: String) {
        #expect(JSONValue(parsing: json.utf8) == nil)
    }

    @Test("A text that is not UTF-8 is refused")
    func notUTF8() {
        #expect(JSONValue(parsing: [0x22, 0xFF, 0x22]) == nil)
        #expect(JSONValue(parsing: [0x22, 0x5C, 0x6E, 0xC3, 0x22]) == nil)
    }

    @Test("Nesting is bounded", arguments: [(64, true), (65, false), (1_000_000, false)])
    func nesting(depth: Int, isRead: Bool) {
        let json = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect((JSONValue(parsing: json.utf8) != nil) == isRead)
    }

    @Test("Of a repeated key the last value counts")
    func repeatedKey() {
        #expect(JSONValue(parsing: "{\"a\":1,\"a\":2}".utf8)?["a"] == .number(2))
    }
}
