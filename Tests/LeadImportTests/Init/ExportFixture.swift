import Testing

@testable import LeadImport

/// A made-up export: a header and its rows, fields divided by `|`.
struct ExportFixture: CustomTestStringConvertible, Sendable {
    var name: String
    var header: String
    var rows: [String]
    /// The columns that must be found, by the field's path.
    var expected: [String: String]
    /// What must stand in the config.
    var lines: [String] = []

    var testDescription: String { name }

    static func fields(_ line: String) -> [String] {
        line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }

    func proposal() -> ConfigurationProposal {
        let rows = rows.map(Self.fields)
        return ConfigurationProposal(
            .init(fileName: "\(name).csv", header: Self.fields(header), rows: rows, delimiter: "|")
        )
    }

    static let all = [germanCRM, englishCRM, erp, housing, solar, webForm]

    static let germanCRM = ExportFixture(
        name: "a CRM in German with short names",
        header: "Kd.-Nr.|Anrede|Vorname|Name|Str.|Hausnr.|PLZ|Ort|E-Mail-Adresse|Zähler-Nr.|Verbrauch p.a. (kWh)|"
            + "gewünschter Lieferbeginn|Grund|Tel.",
        rows: [
            "K-1|Frau|Anna|Muster|Hauptstr.|12 a|10115|Berlin|anna@example.de|1ESY0000000001|2.500|01.03.2031|Umzug|030",
            "K-2|Herr|Jörg|Beispiel|Am Markt|3|01067|Dresden|joerg@example.com|1ESY0000000002|3.871,5|15.04.2031|"
                + "Lieferantenwechsel|",
            "K-3|Herr|Paul|Probe|Waldweg|7|80331|München|paul@example.com|1ESY0000000003|1200|k.A.|Einzug|",
        ],
        expected: [
            "customer.first_name": "Vorname", "customer.last_name": "Name", "customer.email": "E-Mail-Adresse",
            "address.zip": "PLZ", "address.street": "Str.", "address.house_number": "Hausnr.", "address.city": "Ort",
            "meter.estimated_usage": "Verbrauch p.a. (kWh)", "meter.number": "Zähler-Nr.",
            "intended_start_date": "gewünschter Lieferbeginn", "change_reason": "Grund",
            "metadata.customer_number": "Kd.-Nr.",
        ],
        lines: [
            "dates: [\"dd.MM.yyyy\"],", "nulls: [\"k.A.\"],", "decimal: \",\",", "\"Umzug\": \"move_in\",",
            "// \"*\": [\"Tel.\"],", "identity: [\"metadata.customer_number\"],",
        ]
    )

    static let englishCRM = ExportFixture(
        name: "a CRM in English",
        header: "Account ID|First Name|Last Name|Company Name|Email Address|Street Address|Postal Code|City|"
            + "Annual Consumption (kWh)|Move-in date|IBAN|Account holder|Current supplier|Date of birth",
        rows: [
            "1001|Anna|Sample||anna@example.com|Mill Lane 12|10115|Berlin|2500.5|03/25/2031|DE89370400440532013000|"
                + "Anna Sample|Old Power|01/02/1990",
            "1002|Paul|Test|Test GmbH|paul@example.com|Hauptstraße 3 b|01067|Dresden|13200|04/01/2031|||Old Power|",
            "1003|||Muster AG|info@example.com|Am Markt 8|80331|München|9000|12/01/2031||||",
        ],
        expected: [
            "customer.first_name": "First Name", "customer.last_name": "Last Name",
            "customer.company_name": "Company Name", "customer.email": "Email Address", "address.zip": "Postal Code",
            "address.city": "City", "address.street": "Street Address", "address.house_number": "Street Address",
            "meter.estimated_usage": "Annual Consumption (kWh)", "intended_start_date": "Move-in date",
            "payment_method.sepa_debit.iban": "IBAN", "payment_method.sepa_debit.account_holder": "Account holder",
            "metadata.customer_number": "Account ID", "metadata.previous_supplier_name": "Current supplier",
        ],
        lines: [
            "dates: [\"MM/dd/yyyy\"],", "decimal: \".\",", "transform: [\"house_number\"]",
            "lookup: \"market_partner\"",
            "type: { column: \"Company Name\", map: { \"*\": \"company\" }, default: \"person\" },",
        ]
    )

    static let erp = ExportFixture(
        name: "an ERP in capitals",
        header: "GPNR|KUNDENART|NAME1|STRASSE|HAUSNR|POSTLEITZAHL|ORT|ZAEHLERNR|JVP|VERTRAGSBEGINN|EMAIL|RECHNUNGS_PLZ",
        rows: [
            "70001|PK|Muster Anna|HAUPTSTRASSE|12|10115|BERLIN|44120001|2500|20310301|anna@example.de|20095",
            "70002|GK|Beispiel GmbH|MARKT|3|01067|DRESDEN|44120002|38000|20310401|info@example.de|20095",
            "70003|PK|Probe Paul|WALDWEG|7|80331|MÜNCHEN|44120003|1200|20310501|paul@example.de|20095",
        ],
        expected: [
            "customer.type": "KUNDENART", "address.zip": "POSTLEITZAHL", "address.street": "STRASSE",
            "meter.estimated_usage": "JVP", "meter.number": "ZAEHLERNR", "intended_start_date": "VERTRAGSBEGINN",
            "customer.email": "EMAIL", "metadata.customer_number": "GPNR",
        ],
        lines: ["dates: [\"yyyyMMdd\"],", "\"GK\": \"company\",", "\"PK\": \"person\","]
    )

    static let housing = ExportFixture(
        name: "a housing company with everything in few columns",
        header: "Objekt|Mieter|Adresse|PLZ / Ort|Stromzähler|Jahresverbrauch|Einzugsdatum|Mail",
        rows: [
            "WE1|Muster, Anna|Torstraße 119 a|10115 Berlin|1EBZ0000000001|2.500 kWh|01.03.2031|anna@example.de",
            "WE2|von der Heide, Jörg|Straße des 17. Juni 135|01067 Dresden|1EBZ0000000002|900 kWh|01.04.2031|-",
            "WE3|Probe, Paul|Am Markt 3-5 b|80331 München|1EBZ0000000003|1.200 kWh|01.05.2031|paul@example.de",
        ],
        expected: [
            "customer.first_name": "Mieter", "customer.last_name": "Mieter", "address.street": "Adresse",
            "address.house_number": "Adresse", "address.zip": "PLZ / Ort", "address.city": "PLZ / Ort",
            "meter.number": "Stromzähler", "meter.estimated_usage": "Jahresverbrauch",
            "intended_start_date": "Einzugsdatum", "customer.email": "Mail",
        ],
        lines: ["nulls: [\"-\"],"]
    )

    static let solar = ExportFixture(
        name: "a solar company that feeds in, with a slip in a name",
        header: "Kundenname|Emial|Strasse und Hausnummer|PLZ Anlage|Ort Anlage|Jahreseinspeisung in kWh|Zählerart|"
            + "Einspeisebeginn|Kontoinhaber|Kontoverbindung (IBAN)|Angelegt von|Nennleistung",
        rows: [
            "Anna Maria Muster|anna@example.de|Torstraße 119|10115|Berlin|6500,25|iMSys|01.03.2031|Anna Muster|"
                + "DE89 3704 0044 0532 0130 00|sales@example.com|7,5",
            "Jörg von der Heide|joerg@example.de|Waldweg 2|01067|Dresden|9800,5|iMSys|01.04.2031||"
                + "DE89370400440532013000|sales@example.com|9,9",
            "Paul Probe|paul@example.de|Am Anger 64|80331|München|12000,0|iMSys||||sales@example.com|12,0",
        ],
        expected: [
            "customer.first_name": "Kundenname", "customer.last_name": "Kundenname", "customer.email": "Emial",
            "address.street": "Strasse und Hausnummer", "address.house_number": "Strasse und Hausnummer",
            "address.zip": "PLZ Anlage", "address.city": "Ort Anlage",
            "meter.estimated_usage": "Jahreseinspeisung in kWh", "meter.type": "Zählerart",
            "intended_start_date": "Einspeisebeginn", "payment_method.sepa_debit.account_holder": "Kontoinhaber",
            "payment_method.sepa_debit.iban": "Kontoverbindung (IBAN)", "created_by": "Angelegt von",
        ],
        lines: ["plan_type: \"feed_in\",", "\"iMSys\": \"smart\","]
    )

    static let webForm = ExportFixture(
        name: "a web form with a billing address and a postcode of four digits",
        header: "billing_zip|billing_email|delivery_zip|delivery_city|delivery_street|delivery_house_number|email|"
            + "estimated_usage|salutation|firstname|lastname|meter_type|newsletter|next possible start",
        rows: [
            "20095|office@example.com|10115|Berlin|Torstraße|1|anna@example.com|2500|mrs|Anna|Muster|analog|yes|yes",
            "20095|office@example.com|1067|Dresden|Waldweg|2 b|paul@example.com|3100|mr|Paul|Probe|smart|no|no",
            "20095|office@example.com|80331|München|Markt|3|mia@example.com|1800|mrs|Mia|Test|Smart Meter|no|no",
        ],
        expected: [
            "address.zip": "delivery_zip", "address.city": "delivery_city", "address.street": "delivery_street",
            "address.house_number": "delivery_house_number", "customer.email": "email",
            "meter.estimated_usage": "estimated_usage", "customer.first_name": "firstname",
            "customer.last_name": "lastname", "meter.type": "meter_type",
            "next_possible_start": "next possible start",
        ],
        lines: [
            "// 1 of 3 values have four digits: a spreadsheet has probably dropped the zero. To put it back:",
            "// zip: { column: \"delivery_zip\", transform: [\"pad_left(5,0)\"] },", "\"Smart Meter\": \"smart\",",
        ]
    )
}
