import Foundation
import Testing

@testable import LeadImport

@Suite("Import check")
struct ImportCheckTests {
    private static let columns = "Nr;Name;Mail;PLZ;kWh;Start;Rest"
    private static let lead = """
        plan: { value: 'pln_x' }, customer: { last_name: 'Name', email: { column: 'Mail', optional: true } },
        address: { zip: 'PLZ' }, meter: { estimated_usage: 'kWh' }, intended_start_date: 'Start', metadata: { nr: 'Nr' }
        """

    private func configuration(_ top: String = "", lead: String = lead) throws -> ImportConfiguration {
        let text = "{ lead: { \(lead) }, source: { delimiter: ';', encoding: 'utf-8' }, \(top) }"
        return try ConfigurationReader.read(bytes: Array(text.utf8), file: "partner.json5")
    }

    /// Checks rows under `columns`; gives the report and the invalid rows as they were handed on.
    private func check(
        _ rows: [String],
        _ top: String = "",
        lead: String = lead,
        chunk: Int = 1 << 20,
        workers: Int = 2
    ) async throws -> (report: CheckReport, invalid: [(row: Int, codes: [String])]) {
        let configuration = try configuration(top, lead: lead)
        let bytes = Array(([Self.columns] + rows).joined(separator: "\n").utf8)
        let input = CSVInput(name: "test.csv", next: chunks(of: bytes, size: chunk))
        let reader = try CSVReader(input, source: configuration.source, chunkSize: chunk)
        let today = try #require(CalendarDate(year: 2026, month: 11, day: 22))
        var invalid: [(row: Int, codes: [String])] = []
        let check = ImportCheck(configuration, today: today, workers: workers)
        let report = try await check.run(reader) { record, violations in
            invalid.append((record.row, violations.map(\.code)))
        }
        return (report, invalid)
    }

    private func row(
        _ number: Int,
        name: String = "Meyer",
        mail: String = "",
        zip: String = "10115",
        usage: String = "2500"
    )
        -> String
    {
        "\(number);\(name);\(mail.isEmpty ? "kunde\(number)@mailbox.org" : mail);\(zip);\(usage);01.02.2027;"
    }

    @Test("A file without records is a report of nothing")
    func empty() async throws {
        let report = try await check([]).report
        #expect(report.rows == 0)
        #expect(report.findings == [])
        #expect(report.suspicions == [])
        #expect(report.estimatedSeconds == 0)
    }

    @Test("Every rule is counted once a row, with its columns and the first three rows")
    func findings() async throws {
        let rows = [
            row(1), row(2, zip: "1067"), row(3, usage: "50"), row(4, zip: "1067", usage: "2.5"), row(5, zip: "1"),
            row(6, zip: "1068"), row(7, zip: "1069"), "8;zu;kurz",
        ]
        let result = try await check(rows)
        #expect(result.report.rows == 8)
        #expect(result.report.validRows == 1)
        #expect(
            result.report.findings.map { "\($0.rows) \($0.code) \($0.field ?? "-") \($0.columns)" } == [
                "4 zip_leading_zero_lost address.zip [\"PLZ\"]",
                "1 number_wrong_decimal_sign meter.estimated_usage [\"kWh\"]",
                "1 too_few_fields - []", "1 usage_below_minimum meter.estimated_usage [\"kWh\"]",
                "1 zip_not_five_digits address.zip [\"PLZ\"]",
            ]
        )
        #expect(result.report.findings[0].first.map(\.row) == [2, 4, 6])
        #expect(result.report.findings[0].first.map(\.line) == [3, 5, 7])
        #expect(result.invalid.map(\.row) == [2, 3, 4, 5, 6, 7, 8])
        #expect(result.invalid[2].codes == ["number_wrong_decimal_sign", "zip_leading_zero_lost"])
    }

    @Test("However the file is cut into batches, the report is the same", arguments: [64, 200, 1000, 1 << 20])
    func batches(chunk: Int) async throws {
        let rows = (1...300).map { number in
            row(number % 250, zip: number % 7 == 0 ? "123" : "10115", usage: number % 11 == 0 ? "1,23E+05" : "2.500")
        }
        let whole = try await check(rows, "rules: { identity: ['metadata.nr'], duplicates: 'fail' }", workers: 1)
        let cut = try await check(
            rows,
            "rules: { identity: ['metadata.nr'], duplicates: 'fail' }",
            chunk: chunk,
            workers: 3
        )
        #expect(cut.report == whole.report)
        #expect(cut.invalid.map(\.row) == whole.invalid.map(\.row))
        #expect(whole.invalid.map(\.row) == whole.invalid.map(\.row).sorted())
        #expect(whole.report.duplicates.rows > 0)
    }

    @Test("Duplicates are skipped, sent or invalid, as the config says")
    func duplicates() async throws {
        let rows = [row(1), row(2), row(1, name: "Weber"), row(1, zip: "1"), row(2)]
        for (treatment, valid, leads) in [("skip", 4, 2), ("send", 4, 4), ("fail", 2, 2)] {
            let result = try await check(rows, "rules: { identity: ['metadata.nr'], duplicates: '\(treatment)' }")
            #expect(result.report.duplicates.rows == 2)
            #expect(result.report.duplicates.first.map(\.row) == [3, 5])
            #expect(result.report.validRows == valid)
            #expect(result.report.leads == leads)
            #expect(result.invalid.map(\.row) == (treatment == "fail" ? [3, 4, 5] : [4]))
        }
        // By default the whole lead counts.
        #expect(try await check(rows).report.duplicates.first.map(\.row) == [5])
    }

    @Test(
        "What looks wrong is pointed out",
        arguments: [
            ("1;MÃ¼ller;a@mailbox.org;10115;2500;01.02.2027;", "mojibake"),
            ("1;Meyer;a@mailbox.org;1067;2500;01.02.2027;", "dropped_zeros"),
            ("1,23E+11;Meyer;a@mailbox.org;10115;2500;01.02.2027;", "scientific_notation"),
            ("1;Mustermann;a@mailbox.org;10115;2500;01.02.2027;", "test_data"),
            ("1;Meyer;a@example.com;10115;2500;01.02.2027;", "test_data"),
            ("1;Meyer;test@mailbox.org;10115;2500;01.02.2027;", "test_data"),
            ("1;Meyer;a@mailbox.org;10115;2500;01.02.2019;", "dates_long_past"),
            ("1;Meyer;jörg@mailbox.org;10115;2500;01.02.2027;", "email_letters"),
        ]
    )
    func suspicions(row: String, code: String) async throws {
        let report = try await check([row]).report
        #expect(report.suspicions.map(\.code) == [code])
        #expect(report.suspicions.first?.first == [CheckReport.Place(row: 1, line: 2)])
    }

    @Test("What is left out of a valid lead is counted")
    func leftOut() async throws {
        let company = "customer: { last_name: 'Name', company_name: { column: 'Rest', optional: true } }"
        let lead = Self.lead.replacing(/customer: \{[^}]*\}[^}]*\}/, with: company)
        let report = try await check([row(1) + "Beispiel GmbH", row(2), row(3) + "Muster AG"], lead: lead).report
        #expect(report.validRows == 3)
        let leftOut = try #require(report.suspicions.first { $0.code == "company_name_left_out" })
        #expect(leftOut.rows == 2)
        #expect(leftOut.columns == ["Rest"])
    }

    @Test("Nothing is suspected of sound rows", arguments: ["Müller", "Ürün", "Ã", "Testa", "É"])
    func unsuspicious(name: String) async throws {
        #expect(try await check([row(1, name: name)]).report.suspicions == [])
    }

    @Test("Repeated e-mail addresses, constant and empty columns are pointed out")
    func wholeFile() async throws {
        let rows = (1...12).map { row($0, name: "", mail: $0 > 10 ? "b@mailbox.org" : "") }
        let report = try await check(
            rows,
            lead: Self.lead.replacing("'Name'", with: "{ column: 'Name', optional: true }")
        )
        .report
        let found = report.suspicions.map { "\($0.code) \($0.columns.joined()) \($0.rows)" }
        #expect(
            Set(found) == [
                "duplicate_customers Mail 1", "empty_column Name 0", "constant_column PLZ 0", "constant_column kWh 0",
                "constant_column Start 0",
            ]
        )
    }

    @Test("Names to look up are counted once each")
    func lookups() async throws {
        let lead = Self.lead + ", previous_supplier: { column: 'Rest', lookup: 'market_partner', optional: true }"
        let rows = ["eprimo", "EnBW", "eprimo", "", "mp_abc"].enumerated().map { row($0.offset) + $0.element }
        #expect(try await check(rows, lead: lead).report.suppliersToLookUp == 2)
    }

    @Test("Columns are used or not, and the duration follows from the rate")
    func columnsAndRate() async throws {
        let rows = (1...100).map { row($0) }
        let report = try await check(rows, "api: { rate: { requests: 10, per_seconds: 2 } }").report
        #expect(report.usedColumns == ["Nr", "Name", "Mail", "PLZ", "kWh", "Start"])
        #expect(report.unusedColumns == ["Rest"])
        #expect(report.estimatedSeconds == 20)
        #expect(CheckReport.duration(20) == "20 s")
        #expect(CheckReport.duration(98_016.3) == "1 d 3 h")
        #expect(CheckReport.duration(3600) == "1 h")
        #expect(CheckReport.duration(0) == "0 s")
    }

    @Test("The text says all of it, and no value of any row")
    func text() async throws {
        let rows = (1...4).map { row($0) } + [row(5, name: "Geheim", zip: "1067"), row(5, zip: "9")]
        let text = try await check(rows).report.text(input: "export\u{1B}.csv")
        #expect(
            text == """
                File        export�.csv: utf-8, delimiter ";", line ends LF
                \(reasons(in: text))Config      partner.json5
                Columns     7 in the file, 6 used
                            not used: "Rest"
                Rows        6: 4 valid, 2 invalid

                Problems
                          1 zip_leading_zero_lost "PLZ"
                            The postcode has four digits: a spreadsheet has probably dropped the leading zero.
                            row 5 (line 6)
                          1 zip_not_five_digits "PLZ"
                            The postcode does not have five digits.
                            row 6 (line 7)

                Worth a look
                          1 dropped_zeros "PLZ"
                            Postcodes have four digits: a spreadsheet has dropped leading zeros. Export again with the column as text, or add transform: ["pad_left(5,0)"] to address.zip.
                            row 5 (line 6)

                Duplicates  none (by the whole lead)
                A run       makes 4 leads in at least 1 s, at 10 requests a second

                """
        )
    }

    /// The lines on how the file was recognised, which are the reader's affair.
    private func reasons(in text: String) -> String {
        text.split(separator: "\n").dropFirst().prefix { $0.hasPrefix(" ") }.map { $0 + "\n" }.joined()
    }

    @Test("The JSON has the same in fields")
    func json() async throws {
        let json = try await check([row(1), row(2, zip: "1")]).report.json(input: "a.csv")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["rows"] as? Int == 2)
        #expect(object["invalid"] as? Int == 1)
        let findings = try #require(object["findings"] as? [[String: Any]])
        #expect(findings.first?["code"] as? String == "zip_not_five_digits")
        #expect((findings.first?["first"] as? [[String: Int]])?.first == ["row": 2, "line": 3])
    }

    @Test("A failing sink stops the check")
    func sink() async throws {
        struct Full: Error {}
        let configuration = try configuration()
        let reader = try CSVReader(
            name: "test.csv",
            source: configuration.source,
            next: chunks(of: Array("\(Self.columns)\n1".utf8), size: 9)
        )
        let today = try #require(CalendarDate(year: 2026, month: 11, day: 22))
        await #expect(throws: Full.self) {
            _ = try await ImportCheck(configuration, today: today).run(reader) { _, _ in throw Full() }
        }
    }

    @Test("Columns that the file lacks end the check before the first row")
    func missing() async throws {
        await #expect(throws: ConfigurationError.self) {
            _ = try await check([], lead: Self.lead.replacing("'PLZ'", with: "'Postleitzahl der Adresse'"))
        }
    }
}
