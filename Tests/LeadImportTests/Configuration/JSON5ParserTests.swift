import Testing

@testable import LeadImport

@Suite("JSON5 parser")
struct JSON5ParserTests {
    private func parse(_ text: String) throws -> JSON5Value {
        try JSON5Parser.parse(text).value
    }

    private func problem(_ text: String) -> JSON5Problem? {
        do {
            _ = try JSON5Parser.parse(text)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "Strings in either quotes, with every escape",
        arguments: [
            (#""a""#, "a"),
            (#"'a"b'"#, "a\"b"),
            (#""it's""#, "it's"),
            (#""\b\f\n\r\t\v\0""#, "\u{8}\u{C}\n\r\t\u{B}\0"),
            (#""\x41\u00e4\uD83D\uDE00""#, "Aä😀"),
            (#""\\d\"\'\/""#, "\\d\"'/"),
            ("'one \\\ntwo'", "one two"),
            ("'one \\\r\ntwo'", "one two"),
            ("'a\u{2028}b'", "a\u{2028}b"),
            ("\"\"", ""),
        ]
    )
    func strings(text: String, expected: String) throws {
        #expect(try parse(text).kind == .string(expected))
    }

    @Test(
        "Numbers in every notation",
        arguments: [
            ("0", 0.0), ("10", 10), ("-3", -3), ("+7", 7), ("1.5", 1.5), (".5", 0.5), ("5.", 5), ("-.5", -0.5),
            ("1e3", 1000), ("1E+3", 1000), ("25e-1", 2.5), ("0x1F", 31), ("-0Xff", -255), ("Infinity", .infinity),
            ("+Infinity", .infinity), ("-Infinity", -.infinity), ("0.1", 0.1),
        ]
    )
    func numbers(text: String, expected: Double) throws {
        #expect(try parse(text).kind == .number(expected, literal: text))
    }

    @Test("NaN is a number of JSON5")
    func notANumber() throws {
        guard case .number(let value, _) = try parse("NaN").kind else {
            Issue.record("no number")
            return
        }
        #expect(value.isNaN)
    }

    @Test("Comments, trailing commas and unquoted keys")
    func relaxedSyntax() throws {
        let value = try parse(
            "// one\n{ /* two */ a: 1, $b_2: [true, null,], 'c d': {}, Straße: [], \\u0061b: 2, }\n//"
        )
        guard case .object(let members) = value.kind else {
            Issue.record("no object")
            return
        }
        #expect(members.map(\.key) == ["a", "$b_2", "c d", "Straße", "ab"])
        #expect(members[1].value.kind == .array([node(.boolean(true), 2, 26), node(.null, 2, 32)]))
    }

    private func node(_ kind: JSON5Value.Kind, _ line: Int, _ column: Int) -> JSON5Value {
        JSON5Value(kind: kind, position: TextPosition(line: line, column: column))
    }

    @Test("Lines end with LF, CRLF or CR, and columns count characters, not bytes", arguments: ["\n", "\r\n", "\r"])
    func positions(lineEnd: String) throws {
        let text = ["{", "  // Grüße", "  a: 'ä', b: 'x',", "  c: 3", "}"].joined(separator: lineEnd)
        guard case .object(let members) = try parse(text).kind else {
            Issue.record("no object")
            return
        }
        #expect(members.map(\.keyPosition.line) == [3, 3, 4])
        #expect(members.map(\.keyPosition.column) == [3, 11, 3])
        #expect(members.map(\.value.position.column) == [6, 14, 6])
    }

    @Test("A key that stands twice is reported with the line of the first, and reading goes on")
    func duplicateKeys() throws {
        let result = try JSON5Parser.parse("{\n a: 1,\n 'a': 2,\n b: { c: 1, c: 1 } }")
        #expect(result.duplicateKeys.map(\.position) == [.init(line: 3, column: 2), .init(line: 4, column: 13)])
        #expect(result.duplicateKeys[0].message == "the key \"a\" stands here twice, first in line 2")
    }

    @Test(
        "What is no JSON5 is refused, with its place and what was expected",
        arguments: [
            ("", 1, 1, "there is no value; expected \"{\""),
            ("// nothing\n", 2, 1, "there is no value; expected \"{\""),
            (
                "{ a: 1", 1, 7,
                "expected \",\" or \"}\", found the end of the file; the \"{\" in line 1, column 1 is still open"
            ),
            ("{ a: 1 b: 2 }", 1, 8, "expected \",\" or \"}\", found \"b\""),
            ("{\n a 1 }", 2, 4, "expected \":\" after the key \"a\", found \"1\""),
            ("{ a: }", 1, 6, "expected a value, found \"}\""),
            ("{ ,}", 1, 3, "expected a key or \"}\", found \",\""),
            ("[1,,2]", 1, 4, "expected a value, found \",\""),
            (
                "[1", 1, 3,
                "expected \",\" or \"]\", found the end of the file; the \"[\" in line 1, column 1 is still open"
            ),
            ("{} x", 1, 4, "expected the end of the file, found \"x\""),
            ("{ a-b: 1 }", 1, 4, "a key with \"-\" needs quotes"),
            (
                "{ *: 1 }", 1, 3,
                "expected a key (quote it: only letters, digits, \"_\" and \"$\" go without), found \"*\""
            ),
            ("{ a: treu }", 1, 6, "expected a value, found \"treu\"; did you mean true?"),
            ("{ a: Vorname }", 1, 6, "expected a value, found \"Vorname\"; a text needs quotes"),
            ("'a", 1, 1, "the text that begins here has no closing ' in its line (write \\n for a line break)"),
            ("'a\nb'", 1, 1, "the text that begins here has no closing ' in its line (write \\n for a line break)"),
            ("/* x", 1, 1, "the comment that begins here has no end (\"*/\")"),
            (#""\d""#, 1, 2, #"\d means nothing in a text; write \\d for a backslash and d"#),
            (#""\x4g""#, 1, 5, "expected 2 hexadecimal digits, found \"g\""),
            (#""\uD800x""#, 1, 2, "this is half of a surrogate pair and no character"),
            ("007", 1, 4, "a number doesn't begin with 0; a text needs quotes"),
            ("1.2.3", 1, 4, "expected the end of the number, found \".\""),
            ("12abc", 1, 3, "expected the end of the number, found \"a\""),
            ("0x", 1, 3, "expected a hexadecimal digit, found the end of the file"),
            ("1e", 1, 3, "expected a digit of the exponent, found the end of the file"),
            ("+", 1, 2, "expected a digit, found the end of the file"),
            ("{ a: „x“ }", 1, 6, "expected a value, found a typographic quote („); use \" instead"),
            ("{ a: \u{0} }", 1, 6, "expected a value, found the character U+0000"),
            ("Kundennummer;Vorname", 1, 1, "expected a value, found \"Kundennummer\"; a text needs quotes"),
        ]
    )
    func refused(text: String, line: Int, column: Int, message: String) {
        #expect(problem(text) == JSON5Problem(position: .init(line: line, column: column), message: message))
    }

    @Test("Nesting ends at 64 levels with an error, not with the stack")
    func depth() throws {
        let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(try parse(deepest).position == TextPosition())
        let hostile = String(repeating: "[{a:", count: 100_000)
        #expect(problem(hostile)?.message == "nested more than 64 levels deep")
    }

    @Test("Every cut of a config is refused, and none of them traps")
    func truncated() {
        let text = "{ a: 'x\\u0041', b: [1.5e3, -0x1F, null], /* c */ \"d\": { e: +Infinity } }"
        for length in 0..<text.count {
            #expect(problem(String(text.prefix(length))) != nil, "cut at \(length)")
        }
        #expect(problem(text) == nil)
    }
}
