/// Words in partners' files that stand for one of the API's values, or for no value at all.
///
/// They stand here as `MetadataKey` folds them: lower-case ASCII, words joined by `_`.
enum ValueVocabulary {
    /// The longest text that may be one of the words; longer ones are not looked at.
    private static let maximumLength = 40

    /// The API's word for a value of that field, or nil if the value is none of the known.
    static func meaning(_ value: String, of field: LeadField) -> String? {
        guard let key = key(of: value) else { return nil }
        return meaning(key: key, of: field)
    }

    /// The form in which words are compared, or nil where the value is none of them.
    static func key(of value: String) -> String? {
        value.utf8.count <= maximumLength ? MetadataKey.made(from: value) : nil
    }

    /// The API's word for the word of that key.
    static func meaning(key: String, of field: LeadField) -> String? {
        switch field {
        case .customerType: customerTypes[key]
        case .meterType: meterTypes[key]
        case .changeReason: changeReasons[key]
        default: nil
        }
    }

    /// Whether the word of that key says yes or no.
    static func isBoolean(key: String) -> Bool { booleans.contains(key) }

    /// Whether a text stands for "no value".
    static func isNull(_ text: String) -> Bool {
        nulls.contains(text) || key(of: text).map { nullWords.contains($0) } ?? false
    }

    private static let customerTypes = table([
        "person": """
        herr frau hr fr herrn mr mrs ms miss divers familie fam eheleute dr prof herr_dr frau_dr herr_prof frau_prof
        herr_prof_dr frau_prof_dr herr_und_frau frau_und_herr person privat privatperson private privatkunde
        natuerliche_person individual consumer residential household haushalt b2c pk privatkunden m w d male female
        maennlich weiblich private_person private_customer
        """,
        "company": """
        firma company business unternehmen gewerbe gewerblich gewerbekunde geschaeftskunde geschaeftlich
        juristische_person gmbh organisation organization commercial corporate verein b2b gk behoerde kommune weg
        wohnungseigentuemergemeinschaft firmenkunde gewerbekunden geschaeftskunden legal_entity ag kg ohg gbr
        gmbh_co_kg ug e_k e_v
        """,
    ])

    private static let meterTypes = table([
        "smart": """
        smart smart_meter smartmeter imsys ims intelligentes_messsystem intelligent smgw smart_meter_gateway
        intelligenter_zaehler
        """,
        "analog": """
        analog analogue analogzaehler analoger_zaehler ferraris ferrariszaehler ferraris_zaehler mme
        moderne_messeinrichtung konventionell konventioneller_zaehler drehstromzaehler wechselstromzaehler eintarif
        eintarifzaehler zweitarif zweitarifzaehler doppeltarif doppeltarifzaehler digital digitaler_zaehler ehz
        mechanisch conventional
        """,
    ])

    private static let changeReasons = table([
        "supplier_change": """
        lieferantenwechsel anbieterwechsel versorgerwechsel stromanbieterwechsel wechsel tarifwechsel
        sonderkuendigung kuendigung supplier_change supplier_switch switch switching change_of_supplier
        tariff_change e03 lw wechselkunde special_termination
        """,
        "move_in": """
        umzug einzug neueinzug neubau zuzug neuanlage erstbezug wohnungswechsel ein_und_auszug ein_auszug move_in
        movein moving moving_in move relocation new_building neuanschluss e01 e02 einzuege mieterwechsel
        """,
    ])

    private static let booleans: Set<String> = [
        "ja", "nein", "j", "n", "yes", "no", "y", "true", "false", "wahr", "falsch", "x", "0", "1",
    ]

    private static let nulls: Set<String> = [
        "-", "--", "---", "–", "—", ".", "?", "/", "NA", "#N/A", "#NV", "#WERT!", "#BEZUG!", "N/A", "n/a",
    ]

    private static let nullWords: Set<String> = [
        "k_a", "keine_angabe", "keine_angaben", "ohne_angabe", "n_a", "n_v", "null", "none", "nan", "unbekannt",
        "unknown", "leer", "blank", "nicht_vorhanden", "entfaellt", "keine", "keiner", "tbd", "offen", "nicht_bekannt",
        "not_available", "undefined",
    ]

    private static func table(_ words: [String: String]) -> [String: String] {
        var table: [String: String] = [:]
        for (meaning, list) in words {
            for word in list.split(whereSeparator: \.isWhitespace) { table[String(word)] = meaning }
        }
        return table
    }
}
