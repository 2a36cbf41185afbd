import Testing

@testable import LeadImport

@Suite("Header matcher")
struct HeaderMatcherTests {
    @Test(
        "Names in many spellings",
        arguments: [
            ("PLZ", ColumnRole.zip), ("Postleitzahl", .zip), ("Liefer-PLZ", .zip), ("PLZ (Lieferstelle)", .zip),
            ("Kunde PLZ", .zip), ("zip_code", .zip), ("Kundenvorname", .firstName), ("Vorname*", .firstName),
            ("givenName", .firstName), ("E-Mail (Pflichtfeld)", .email), ("eMail", .email), ("MAIL-ADRESSE", .email),
            ("Jahresverbrauch in kWh", .usage), ("Verbrauch [kWh/a]", .usage), ("kWh", .usage),
            ("Verbrauch 2025", .usage), ("Jahresverbauch", .usage), ("Zählernummer Strom", .meterNumber),
            ("Zaehlernr", .meterNumber), ("Wunschtermin Lieferbeginn", .startDate), ("Contract start", .startDate),
            ("IBAN des Kunden", .iban), ("Name des Kontoinhabers", .accountHolder), ("Kundennr.", .customerNumber),
            ("Bisheriger Stromanbieter", .previousSupplier), ("Telefon (mobil)", .other), ("Straße", .street),
            ("STRASSE", .street), ("Hausnr", .houseNumber), ("Ort der Lieferstelle", .city),
        ]
    )
    func known(name: String, role: ColumnRole) {
        let matches = HeaderMatcher.matches(name)
        #expect(matches.contains { $0.role == role && $0.strength >= 0.5 }, "\(matches)")
    }

    @Test(
        "Names that say somebody else's are weak",
        arguments: [("Rechnungs-PLZ", ColumnRole.zip), ("billing email", .email), ("Vertrieb E-Mail", .email)]
    )
    func foreign(name: String, role: ColumnRole) {
        #expect(!HeaderMatcher.matches(name).contains { $0.role == role && $0.strength >= 0.5 })
    }

    @Test(
        "Names that mean nothing here match nothing",
        arguments: ["", "foo", "日本", "x1", "Banane", "Wagen-Name 2", "Type of roof"]
    )
    func unknown(name: String) {
        #expect(HeaderMatcher.matches(name) == [])
    }

    @Test("Every synonym stands in the form in which names are compared, and there are several hundred")
    func table() {
        #expect(HeaderSynonyms.roles.count > 500)
        for (name, roles) in HeaderSynonyms.roles {
            #expect(MetadataKey.made(from: name) == name)
            #expect(Set(roles).count == roles.count, "\(name) stands twice")
        }
        #expect(Set(HeaderSynonyms.roles.values.flatMap { $0 }) == Set(ColumnRole.allCases))
    }
}
