import Testing

@testable import LeadImport

@Suite("Lead preview")
struct LeadPreviewTests {
    private func preview(_ fields: [String]) throws -> LeadPreview {
        let fixture = try MappingFixture(
            """
            customer: { type: { column: 'Anrede', map: { Firma: 'company', '*': 'person' } },
                        last_name: { template: '{Vorname} {Nachname}', transform: ['collapse_spaces'] } },
            address: { zip: { column: 'PLZ', transform: ['pad_left(5,0)'] } },
            meter: { estimated_usage: 'kWh', number: { columns: ['A', 'B'], join: '-', optional: true } },
            intended_start_date: { column: 'Start', when: { column: 'Anrede', is_not: 'Firma' }, default: '2027-03-01' },
            metadata: { note: { first_of: ['A', { value: 'none' }] } }
            """,
            columns: ["Anrede", "Vorname", "Nachname", "PLZ", "kWh", "A", "B", "Start"]
        )
        var draft = fixture.preparation.makeDraft()
        return fixture.preparation.preview(try CSVFixture.record(fields, columns: fixture.columns), using: &draft)
    }

    @Test("A valid row shows the JSON that would be sent and where each value came from")
    func valid() throws {
        let preview = try preview(["Frau", "Jö", "Müller", "1067", "1.234,5 kWh", "", "", "01.02.2027"])
        #expect(preview.violations == [])
        #expect(
            preview.json == """
                {
                  "plan": "pln_test",
                  "customer": {
                    "type": "person",
                    "last_name": "Jö Müller"
                  },
                  "address": {
                    "zip": "01067"
                  },
                  "meter": {
                    "estimated_usage": 1234.5
                  },
                  "intended_start_date": "2027-02-01",
                  "metadata": {
                    "note": "none"
                  }
                }
                """
        )
        #expect(
            preview.explanation == """
                plan                   "pln_test"  <- fixed in the config
                customer.type          "person"  <- column "Anrede", map ["Anrede" = "Frau"]
                customer.last_name     "Jö Müller"  <- template "{Vorname} {Nachname}", collapse_spaces ["Vorname" = "Jö", "Nachname" = "Müller"]
                address.zip            "01067"  <- column "PLZ", pad_left(5,0) ["PLZ" = "1067"]
                meter.estimated_usage  "1234.5"  <- column "kWh" ["kWh" = "1.234,5 kWh"]
                meter.number           left out  <- columns "A", "B" joined by "-" ["A" = "", "B" = ""]
                intended_start_date    "2027-02-01"  <- column "Start", default "2027-03-01", if column "Anrede" is not "Firma" ["Start" = "01.02.2027"]
                metadata.note          "none"  <- first of (column "A"; fixed in the config) ["A" = ""]

                """
        )
    }

    @Test("An invalid row shows no JSON, but its violations and what could be read")
    func invalid() throws {
        let preview = try preview(["Firma", "a", "b", "123456", "2.5", "x\ny", "z", ""])
        #expect(preview.json == nil)
        #expect(
            preview.violations.map(\.code).sorted() == [
                "number_wrong_decimal_sign", "text_control_character", "zip_not_five_digits",
            ]
        )
        #expect(preview.fields.first { $0.path == "address.zip" }?.value == nil)
        #expect(preview.fields.first { $0.path == "intended_start_date" }?.value == "2027-03-01")
        #expect(preview.explanation.contains("[\"A\" = \"x y\"]"))
    }
}
