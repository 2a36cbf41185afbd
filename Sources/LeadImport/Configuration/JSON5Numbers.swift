/// The numbers of a JSON5 text.
extension JSON5Scanner {
    /// A number, with its sign.
    mutating func number() throws(JSON5Problem) -> JSON5Value.Kind {
        let start = position
        let first = offset
        let isNegative = current == "-"
        if current == "+" || current == "-" { advance() }
        let value: Double?
        if let scalar = current, Self.startsIdentifier(scalar) {
            let wordPosition = position
            let word = try identifier()
            switch word {
            case "Infinity": value = .infinity
            case "NaN": value = .nan
            default: throw JSON5Problem(position: wordPosition, message: "expected a number, found \(Self.shown(word))")
            }
        } else if current == "0", peek(1) == "x" || peek(1) == "X" {
            advance()
            advance()
            value = try hexadecimalNumber()
        } else {
            value = Double(try decimalDigits())
        }
        if let next = current, Self.continuesIdentifier(next) || next == "." {
            throw unexpected("the end of the number")
        }
        let literal = String(String.UnicodeScalarView(scalars[first..<offset]))
        guard let value else {
            throw JSON5Problem(position: start, message: "\(Self.shown(literal)) is no number")
        }
        return .number(isNegative ? -value : value, literal: literal)
    }

    private mutating func hexadecimalNumber() throws(JSON5Problem) -> Double {
        var value = 0.0
        var count = 0
        while let scalar = current, scalar.isASCII, let digit = Character(scalar).hexDigitValue {
            value = value * 16 + Double(digit)
            count += 1
            advance()
        }
        if count == 0 { throw unexpected("a hexadecimal digit") }
        return value
    }

    /// The digits, point and exponent as `Double.init` takes them.
    private mutating func decimalDigits() throws(JSON5Problem) -> String {
        var text = digits()
        if text.count > 1, text.hasPrefix("0") {
            throw JSON5Problem(position: position, message: "a number doesn't begin with 0; a text needs quotes")
        }
        let hasWhole = !text.isEmpty
        if !hasWhole { text = "0" }
        if skip(".") {
            let fraction = digits()
            if !hasWhole, fraction.isEmpty { throw unexpected("a digit") }
            text += "." + (fraction.isEmpty ? "0" : fraction)
        } else if !hasWhole {
            throw unexpected("a digit")
        }
        if current == "e" || current == "E" {
            advance()
            text += "e"
            if let sign = current, sign == "+" || sign == "-" {
                text += String(sign)
                advance()
            }
            let exponent = digits()
            if exponent.isEmpty { throw unexpected("a digit of the exponent") }
            text += exponent
        }
        return text
    }

    private mutating func digits() -> String {
        var text = String.UnicodeScalarView()
        while let scalar = current, Self.isDigit(scalar) {
            text.append(scalar)
            advance()
        }
        return String(text)
    }
}
