/// The characters and tokens of a JSON5 text.
struct JSON5Scanner {
    let scalars: [Unicode.Scalar]
    private(set) var offset = 0
    private(set) var position = TextPosition()

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// The scalar at the current place, or nil at the end.
    var current: Unicode.Scalar? { offset < scalars.count ? scalars[offset] : nil }

    func peek(_ distance: Int) -> Unicode.Scalar? {
        offset + distance < scalars.count ? scalars[offset + distance] : nil
    }

    mutating func advance() {
        guard let scalar = current else { return }
        offset += 1
        let endsLine = Self.isLineEnd(scalar) && !(scalar == "\r" && current == "\n")
        if endsLine {
            position.line += 1
            position.column = 1
        } else {
            position.column += 1
        }
    }

    /// Passes the scalar if it comes next.
    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        advance()
        return true
    }

    /// Passes white space and comments.
    mutating func skipBlanks() throws(JSON5Problem) {
        while let scalar = current {
            if Self.isLineEnd(scalar) || Self.isSpace(scalar) {
                advance()
            } else if scalar == "/", peek(1) == "/" {
                while let next = current, !Self.isLineEnd(next) { advance() }
            } else if scalar == "/", peek(1) == "*" {
                let start = position
                advance()
                advance()
                while !(current == "*" && peek(1) == "/") {
                    if current == nil {
                        throw JSON5Problem(position: start, message: "the comment that begins here has no end (\"*/\")")
                    }
                    advance()
                }
                advance()
                advance()
            } else {
                return
            }
        }
    }

    /// An error at the current place. `opened` is a bracket that is still open, named where the file ends too early.
    func unexpected(_ expected: String, opened: String? = nil, at start: TextPosition? = nil) -> JSON5Problem {
        let found: String
        if let scalar = current {
            found = Self.name(of: scalar)
        } else if let opened, let start {
            found = "the end of the file; the \"\(opened)\" in line \(start.line), column \(start.column) is still open"
        } else {
            found = "the end of the file"
        }
        return JSON5Problem(position: position, message: "expected \(expected), found \(found)")
    }

    // MARK: Tokens

    /// An unquoted key or a word.
    mutating func identifier() throws(JSON5Problem) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = current {
            if scalar == "\\" {
                let start = position
                advance()
                guard skip("u") else { throw unexpected("\"u\" after \"\\\" in a key without quotes") }
                let decoded = try hexadecimal(digits: 4)
                guard let escaped = Unicode.Scalar(decoded), Self.continuesIdentifier(escaped) else {
                    throw JSON5Problem(position: start, message: "this character needs a key in quotes")
                }
                text.append(escaped)
            } else if Self.continuesIdentifier(scalar) {
                text.append(scalar)
                advance()
            } else {
                break
            }
        }
        return String(text)
    }

    /// A text in single or double quotes.
    mutating func string() throws(JSON5Problem) -> String {
        let start = position
        let quote = current
        advance()
        var text = String.UnicodeScalarView()
        while let scalar = current, scalar != "\n", scalar != "\r" {
            if scalar == quote {
                advance()
                return String(text)
            }
            if scalar == "\\" {
                try escape(into: &text)
            } else {
                text.append(scalar)
                advance()
            }
        }
        let missing = quote.map(String.init) ?? ""
        throw JSON5Problem(
            position: start,
            message: "the text that begins here has no closing \(missing) in its line (write \\n for a line break)"
        )
    }

    private mutating func escape(into text: inout String.UnicodeScalarView) throws(JSON5Problem) {
        let start = position
        advance()
        guard let scalar = current else { return }
        switch scalar {
        case "b": text.append("\u{8}")
        case "f": text.append("\u{C}")
        case "n": text.append("\n")
        case "r": text.append("\r")
        case "t": text.append("\t")
        case "v": text.append("\u{B}")
        case "\r" where peek(1) == "\n":
            advance()  // A backslash before the end of a line continues the text in the next; CRLF is one end.
        case _ where Self.isLineEnd(scalar):
            break
        case "0" where !(peek(1).map(Self.isDigit) ?? false):
            text.append("\0")
        case "x":
            advance()
            if let decoded = Unicode.Scalar(try hexadecimal(digits: 2)) { text.append(decoded) }
            return
        case "u":
            advance()
            try unicodeEscape(into: &text, start: start)
            return
        case _ where Self.isDigit(scalar) || (scalar.isASCII && scalar.properties.isAlphabetic):
            throw JSON5Problem(
                position: start,
                message: "\\\(scalar) means nothing in a text; write \\\\\(scalar) for a backslash and \(scalar)"
            )
        default:
            text.append(scalar)
        }
        advance()
    }

    /// What follows `\u`: four digits, or two times four for a surrogate pair.
    private mutating func unicodeEscape(
        into text: inout String.UnicodeScalarView,
        start: TextPosition
    ) throws(JSON5Problem) {
        let high = try hexadecimal(digits: 4)
        if let scalar = Unicode.Scalar(high) {
            text.append(scalar)
            return
        }
        if high < 0xDC00, skip("\\"), skip("u") {
            let low = try hexadecimal(digits: 4)
            if (0xDC00...0xDFFF).contains(low),
                let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
            {
                text.append(scalar)
                return
            }
        }
        throw JSON5Problem(position: start, message: "this is half of a surrogate pair and no character")
    }

    mutating func hexadecimal(digits: Int) throws(JSON5Problem) -> UInt32 {
        var number: UInt32 = 0
        for _ in 0..<digits {
            guard let scalar = current, scalar.isASCII, let digit = Character(scalar).hexDigitValue else {
                throw unexpected("\(digits) hexadecimal digits")
            }
            number = number * 16 + UInt32(digit)
            advance()
        }
        return number
    }
}
