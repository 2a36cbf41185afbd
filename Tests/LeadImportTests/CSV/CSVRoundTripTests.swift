import Testing

@testable import LeadImport

/// Random tables, written and read again, in every dialect and encoding. A failure prints the seed that repeats it.
struct CSVRoundTripTests {
    @Test("What was written is read again", arguments: CSVEncoding.allCases)
    func roundTrip(encoding: CSVEncoding) throws {
        for seed in 1...150 {
            var random = SeededGenerator(seed: UInt64(seed))
            let dialect = Self.randomDialect(encoding, &random)
            let table = Self.randomTable(encoding, dialect, &random)
            let formatter = CSVFormatter(dialect: dialect)
            var bytes: [UInt8] = []
            formatter.appendPreamble(to: &bytes)
            for record in table { formatter.append(record, to: &bytes) }
            let chunkSize = [1, 2, 3, 7, 64, 64 << 10].randomElement(using: &random) ?? 1
            let source = ImportConfiguration.Source.automatic(
                delimiter: dialect.delimiter,
                encoding: dialect.hasByteOrderMark ? nil : encoding,
                quote: dialect.quote,
                escape: dialect.escape,
                hasHeader: false
            )
            let read = try records(in: bytes, source: source, chunkSize: chunkSize)
            #expect(
                read.map { $0.map { Array($0.unicodeScalars) } } == table.map { $0.map { Array($0.unicodeScalars) } },
                "seed \(seed), \(dialect), chunks of \(chunkSize)"
            )
        }
    }

    private static func randomDialect(_ encoding: CSVEncoding, _ random: inout SeededGenerator) -> CSVDialect {
        var dialect = CSVDialect()
        dialect.encoding = encoding
        dialect.delimiter =
            [",", ";", "\t", "|", ":", "§", " ", "x"].filter { encoding != .cp850 || $0 != "x" }
            .randomElement(using: &random) ?? ","
        dialect.quote = ["\"", "'"].randomElement(using: &random) ?? "\""
        dialect.escape = [nil, nil, "\\"].randomElement(using: &random) ?? nil
        dialect.lineBreak = CSVDialect.LineBreak.allCases.randomElement(using: &random) ?? .lf
        dialect.quoting = [.minimal, .all].randomElement(using: &random) ?? .minimal
        dialect.hasByteOrderMark = !encoding.byteOrderMark.isEmpty && Bool.random(using: &random)
        return dialect
    }

    private static func randomTable(
        _ encoding: CSVEncoding,
        _ dialect: CSVDialect,
        _ random: inout SeededGenerator
    ) -> [[String]] {
        var alphabet = Array("ab xZ09,;|\t:\"'\\\n\r=\u{0}-".unicodeScalars)
        if let table = SingleByteCharacters.table(of: encoding) {
            let defined = (0x80...0xFF).filter {
                encoding != .windows1252 || !EncodingValidity.isUndefined1252(UInt8($0))
            }
            alphabet += table.text(of: defined.map { UInt8($0) }).unicodeScalars
        } else {
            alphabet += Array("äöüß€–😀\u{FEFF}\u{1F1E9}\u{FFFD}\u{10FFFF}\u{7FF}\u{800}\u{E000}".unicodeScalars)
        }
        let width = Int.random(in: 1...5, using: &random)
        return (0..<Int.random(in: 1...12, using: &random)).map { _ in
            (0..<width).map { _ in
                var text = String.UnicodeScalarView()
                for _ in 0..<([0, 1, 2, 5, 40].randomElement(using: &random) ?? 0) {
                    if let scalar = alphabet.randomElement(using: &random) { text.append(scalar) }
                }
                return String(text)
            }
        }
    }
}
