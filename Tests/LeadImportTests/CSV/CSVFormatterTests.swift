import Testing

@testable import LeadImport

struct CSVFormatterTests {
    /// Writes every record of `text` again with two more fields.
    private func rewritten(_ bytes: [UInt8], _ source: ImportConfiguration.Source = .automatic()) throws -> [UInt8] {
        let reader = try CSVReader(name: "test", source: source, next: chunks(of: bytes, size: 64 << 10))
        let formatter = CSVFormatter(dialect: reader.dialect)
        var output: [UInt8] = []
        formatter.appendPreamble(to: &output)
        formatter.appendHeader(adding: ["row", "error"], to: &output)
        while let batch = try reader.nextBatch() {
            for record in batch {
                let fields = ["\(record.row)", record.problem?.code ?? "a;b"]
                formatter.append(record, adding: fields, width: reader.header.count, to: &output)
            }
        }
        return output
    }

    @Test("The partner's bytes are copied, the added fields stand in their columns")
    func appending() throws {
        let text = "sep=;\r\na;b\r\n \"1\" ;\"2\"\"\"\r\n3\r\n4;5;6\r\n7;\"x\r\n8;9\r\n"
        let expected = """
            sep=;\r\na;b;row;error\r\n \"1\" ;\"2\"\"\";1;\"a;b\"\r\n3;;2;too_few_fields\r\n4;5;3;too_many_fields;6\r\n\
            7;\"\" \"x;4;unclosed_quote\r\n8;9;5;\"a;b\"\r\n
            """
        #expect(String(decoding: try rewritten(Array(text.utf8)), as: UTF8.self) == expected)
    }

    @Test(
        "A record that was out of order is so again when read back",
        arguments: ["7;\"x\n", "5\";2\n", "1;2;3\n"]
    )
    func staysOutOfOrder(record: String) throws {
        let source = ImportConfiguration.Source.automatic(delimiter: ";")
        let again = try rewritten(Array("a;b\n\(record)8;9\n".utf8), source)
        let reader = try CSVReader(name: "again", source: source, next: chunks(of: again, size: 64 << 10))
        let batch = try #require(try reader.nextBatch())
        #expect(batch.count == 2 && batch[0].hasProblem && !batch[1].hasProblem)
        #expect(batch.map { $0.string(2) } == ["1", "2"])
    }

    @Test("UTF-16 with a lone surrogate is written byte for byte")
    func utf16() throws {
        var bytes: [UInt8] = [0xFF, 0xFE]
        CSVTextEncoder(.utf16LE).append("ä;b\n😀;", to: &bytes)
        bytes += [0x3D, 0xD8, 0x0A, 0]
        // The header and the record as they are, each with what was added.
        var expected: [UInt8] = [0xFF, 0xFE]
        CSVTextEncoder(.utf16LE).append("ä;b;row;error\n😀;", to: &expected)
        expected += [0x3D, 0xD8]
        CSVTextEncoder(.utf16LE).append(";1;invalid_bytes\n", to: &expected)
        #expect(try rewritten(bytes) == expected)
    }

    @Test("What the encoding lacks is escaped, never lost")
    func escaping() {
        var dialect = CSVDialect()
        dialect.encoding = .windows1252
        var output: [UInt8] = []
        CSVFormatter(dialect: dialect).append(["€ü", "日😀"], to: &output)
        #expect(output == [0x80, 0xFC, 0x2C] + Array("\\u{65E5}\\u{1F600}\n".utf8))
    }

    @Test(
        "Texts that a spreadsheet would run get an apostrophe",
        arguments: [
            ("=1+1", "'=1+1"), ("+4", "'+4"), ("-", "'-"), ("@x", "'@x"), ("\tx", "'\tx"), ("\r", "'\r"), ("", ""),
            ("a=b", "a=b"),
        ]
    )
    func spreadsheetSafe(text: String, expected: String) {
        #expect(CSVWriter.spreadsheetSafe(text) == expected)
    }

    @Test("A gzip file is read like any other, two members too; a damaged one is an error")
    func gzip() throws {
        // "a;b\n" and "1;2\n", each compressed with gzip -n.
        let first: [UInt8] = [31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 180, 78, 226, 2, 0, 48, 165, 254, 61, 4, 0, 0, 0]
        let second: [UInt8] = [31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 51, 180, 54, 226, 2, 0, 198, 247, 72, 76, 4, 0, 0, 0]
        let source = ImportConfiguration.Source.automatic(hasHeader: false)
        for size in [1, 7, 64 << 10] {
            #expect(
                try records(in: first + second + [0, 0], source: source, chunkSize: size) == [["a", "b"], ["1", "2"]]
            )
        }
        var damaged = first
        damaged[damaged.count - 6] ^= 0xFF
        #expect(throws: CSVError.self) { try records(in: damaged) }
        #expect(throws: CSVError.self) { try records(in: Array(first.dropLast(5))) }
    }
}
