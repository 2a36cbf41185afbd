import Testing

@testable import LeadImport

@Suite("Lead decoder")
struct LeadDecoderTests {
    @Test("Every field of a lead can be mapped, and the config's order is kept")
    func everyField() throws {
        let text = """
            { lead: {
              metadata: { a: "A" }, created_by: "B", change_reason: "C", intended_start_date: "D", next_possible_start: "E",
              previous_supplier: "F", payment_method: { sepa_debit: { account_holder: "G", iban: "H" }, type: "I" },
              meter: { number: "J", type: "K", estimated_usage: "L" },
              address: { city: "M", house_number: "N", street: "O", zip: "P" },
              customer: { email: "Q", company_name: "R", last_name: "S", first_name: "T", type: "U" }, plan: "V" } }
            """
        let paths = try ConfigurationFixture.read(text).fields.map(\.target.path)
        #expect(
            paths == [
                "metadata.a", "created_by", "change_reason", "intended_start_date", "next_possible_start",
                "previous_supplier", "payment_method.sepa_debit.account_holder", "payment_method.sepa_debit.iban",
                "payment_method.type", "meter.number", "meter.type", "meter.estimated_usage", "address.city",
                "address.house_number", "address.street", "address.zip", "customer.email", "customer.company_name",
                "customer.last_name", "customer.first_name", "customer.type", "plan",
            ]
        )
        #expect(Set(paths).count == LeadField.paths.count + 1)
    }

    @Test("The required fields must be mapped, and cannot be optional")
    func required() {
        #expect(
            ConfigurationFixture.problems("{ lead: { address: { zip: { column: \"PLZ\", optional: true } } } }") == [
                "lead: \"plan\" is missing: the API requires it of every lead",
                "lead: \"meter.estimated_usage\" is missing: the API requires it of every lead",
                "lead.address.zip: \"optional\" is not possible here: the API requires \"address.zip\" of every lead",
            ]
        )
    }

    @Test("A required field whose leaf is wrong is not reported as missing too")
    func requiredButWrong() {
        let text = "{ lead: { plan: 5, address: 'PLZ', meter: { estimated_usage: {} } } }"
        #expect(
            ConfigurationFixture.problems(text) == [
                "lead.plan: expected a column name or an object such as { column: \"PLZ\" } or { value: \"…\" }, found 5",
                "lead.address: expected an object with the fields of address, found \"PLZ\"",
                "lead.meter.estimated_usage: expected one source: \"column\", \"columns\", \"template\", \"first_of\" "
                    + "or \"value\"",
            ]
        )
    }

    @Test(
        "A field in the wrong place is told its right one",
        arguments: [
            ("PLZ: 'PLZ'", "lead.PLZ: unknown key; did you mean \"lead.address.zip\"?"),
            (
                "jahresverbrauch: 'kWh'",
                "lead.jahresverbrauch: unknown key; did you mean \"lead.meter.estimated_usage\"?"
            ),
            (
                "banane: 'x'",
                "lead.banane: unknown key; known here: plan, customer, address, meter, payment_method, "
                    + "previous_supplier, next_possible_start, intended_start_date, change_reason, created_by, metadata"
            ),
            ("zip: 'PLZ'", "lead.zip: unknown key; did you mean \"lead.address.zip\"?"),
            (
                "payment_method: { iban: 'IBAN' }",
                "lead.payment_method.iban: unknown key; did you mean \"lead.payment_method.sepa_debit.iban\"?"
            ),
            ("custommer: {}", "lead.custommer: unknown key; did you mean \"customer\"?"),
        ]
    )
    func misplaced(lead: String, expected: String) {
        #expect(ConfigurationFixture.problems(ConfigurationFixture.config(lead: lead)) == [expected])
    }

    @Test("Columns taken over as they are get keys made from their names")
    func metadataColumns() throws {
        let read = try ConfigurationFixture.read(
            ConfigurationFixture.config(
                lead: "metadata: { '*': ['Kundennummer', 'Straße / Nr.'], partner: { value: 7 } }"
            )
        )
        #expect(read.metadataColumns.map(\.key) == ["kundennummer", "strasse_nr"])
        #expect(read.metadataColumns.map(\.column) == ["Kundennummer", "Straße / Nr."])
        #expect(read.metadataColumns.first?.position.keyPath == "lead.metadata.*[0]")
        #expect(read.fields.last?.target == .metadata("partner"))
    }

    @Test(
        "Two values for one metadata key are an error",
        arguments: [
            (
                "'*': ['Straße', 'STRASSE']",
                "lead.metadata.*[1]: the metadata key made from \"STRASSE\" is \"strasse\", as that of \"Straße\"; "
                    + "give one of them a key of its own: { my_key: \"STRASSE\" }"
            ),
            (
                "notiz: 'A', '*': ['Notiz']",
                "lead.metadata.*[0]: the metadata key made from \"Notiz\" is \"notiz\", which stands here already"
            ),
            (
                "'*': ['日本']",
                "lead.metadata.*[0]: no metadata key can be made from the name \"日本\"; give it one: { my_key: \"日本\" }"
            ),
            (
                "import_key: 'A'",
                "lead.metadata.import_key: the metadata key \"import_key\" is the tracking_key, which the import sets "
                    + "itself; use another key here or another tracking_key"
            ),
            (
                "'*': ['Import-Key']",
                "lead.metadata.*[0]: the metadata key \"import_key\" is the tracking_key, which the import sets "
                    + "itself; use another key here or another tracking_key"
            ),
        ]
    )
    func metadataConflicts(metadata: String, expected: String) {
        let text = ConfigurationFixture.config(lead: "metadata: { \(metadata) }")
        #expect(ConfigurationFixture.problems(text) == [expected])
    }

    @Test("Another tracking key frees the name")
    func otherTrackingKey() throws {
        let text = ConfigurationFixture.config(lead: "metadata: { import_key: 'A' }", top: "tracking_key: 'row'")
        #expect(try ConfigurationFixture.read(text).trackingKey == "row")
    }

    @Test(
        "Metadata keys are lower-case ASCII in snake case",
        arguments: [
            ("Kundennummer", "kundennummer"), ("E-Mail", "e_mail"), ("Jahresverbrauch (kWh)", "jahresverbrauch_kwh"),
            ("  Straße / Nr. ", "strasse_nr"), ("ÄÖÜ äöü ß", "aeoeue_aeoeue_ss"), ("U\u{308}bergabe", "uebergabe"),
            ("Café", "cafe"), ("Altversorger?", "altversorger"), ("9 %", "9"),
        ]
    )
    func metadataKeys(column: String, expected: String) {
        #expect(MetadataKey.made(from: column) == expected)
    }
}
