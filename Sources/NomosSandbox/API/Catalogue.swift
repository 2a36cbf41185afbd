/// An item of a list with filters: a plan or a market partner.
struct CatalogueItem: Sendable {
    var id: String
    var json: JSONValue

    /// Whether the item's texts satisfy every filter. A filter on a field that the endpoint cannot filter is ignored, as the API
    /// does; an unknown operator is refused.
    func satisfies(
        _ filters: [(field: String, operation: String, value: String)],
        fields: Set<String>
    ) throws(APIError) -> Bool {
        for filter in filters where fields.contains(filter.field) {
            let text = json[filter.field]?.string ?? ""
            let holds: Bool
            switch filter.operation {
            case "eq": holds = text == filter.value
            case "ne": holds = text != filter.value
            case "in": holds = filter.value.split(separator: ",").contains { $0 == text }
            case "contains": holds = text.lowercased().contains(filter.value.lowercased())
            case "starts_with": holds = text.lowercased().hasPrefix(filter.value.lowercased())
            case "ends_with": holds = text.lowercased().hasSuffix(filter.value.lowercased())
            case "is_null": holds = filter.value == "false"
            default:
                let field = "filter[\(filter.field)][\(filter.operation)]"
                throw APIError.invalid("invalid_key", field, "Unknown filter operator")
            }
            guard holds else { return false }
        }
        return true
    }
}

/// The plans and market partners that the sandbox knows: made-up plans, and suppliers as a German export names them.
struct Catalogue: Sendable {
    let plans: [CatalogueItem]
    let marketPartners: [CatalogueItem]

    private static let createdAt = "2024-01-01T00:00:00.000Z"

    init(feedInPlans: Set<String>, knownPlans: Set<String>?) {
        let consumption = knownPlans ?? ["pln_sandbox00000000000000000", "pln_a5dpsx46oxi68wbph3af25c3"]
        plans = consumption.union(feedInPlans).sorted().map { id in
            Catalogue.plan(id, isFeedIn: feedInPlans.contains(id))
        }
        var generator = SeededGenerator(seed: 4711)
        // Market partners have IDs of their own, the same in every sandbox.
        marketPartners = Catalogue.supplierNames.enumerated().map { index, name in
            let id = Identifier(using: &generator).text(prefix: "mp_")
            return CatalogueItem(
                id: id,
                json: [
                    "object": "market_partner", "id": .string(id), "name": .string(name), "type": "supplier",
                    "code": .string("99" + padded(3_900_000 + index * 137, 9) + "02"), "code_type": "BDEW",
                    "country": "DE", "created_at": .string(Catalogue.createdAt),
                ]
            )
        }
    }

    /// A plan as the API shows it.
    static func plan(_ id: String, isFeedIn: Bool) -> CatalogueItem {
        CatalogueItem(
            id: id,
            json: [
                "object": "plan", "id": .string(id), "name": isFeedIn ? "Sandbox Einspeisung" : "Sandbox Strom",
                "slug": "sandbox", "description": "A plan that only the sandbox knows", "price": .number(9.99),
                "currency": "EUR", "created_at": .string(createdAt), "type": isFeedIn ? "feed_in" : "consumption",
            ]
        )
    }

    private static let supplierNames = [
        "E.ON Energie Deutschland GmbH", "Vattenfall Europe Sales GmbH", "EnBW Energie Baden-Württemberg AG",
        "EnBW AG", "SWM Versorgungs GmbH", "Stadtwerke München; SWM Versorgungs GmbH", "RWE Vertrieb AG", "eprimo GmbH",
        "Stadtwerke \"Am Fluss\" GmbH", "Yello Strom GmbH", "LichtBlick SE", "Süwag Vertrieb AG & Co. KG",
        "Stadtwerke Beispielstadt GmbH", "Stadtwerke Musterhausen GmbH & Co. KG", "Stadtwerke Neustadt am Fluss GmbH",
        "Gemeindewerke Beispieldorf GmbH", "Energieversorgung Mittelland AG", "Energiegenossenschaft Sonnental eG",
        "Bürgerwerke eG", "GREEN PLANET ENERGY eG", "NATURSTROM AG", "Polarstern GmbH", "Tibber Deutschland GmbH",
        "Octopus Energy Germany GmbH", "Rabot Energy GmbH", "Ostrom GmbH", "1KOMMA5° Energie GmbH", "Enpal Energy GmbH",
        "lekker Energie GmbH", "ENTEGA Plus GmbH", "Mainova AG", "MVV Energie AG", "N-ERGIE Aktiengesellschaft",
        "RheinEnergie AG", "EWE VERTRIEB GmbH", "swb Vertrieb Bremen GmbH", "Hamburger Energiewerke GmbH",
        "Stadtwerke Leipzig GmbH", "DREWAG - Stadtwerke Dresden GmbH", "SachsenEnergie AG", "TEAG Thüringer Energie AG",
        "enviaM - envia Mitteldeutsche Energie AG", "GASAG AG", "badenova AG & Co. KG", "Pfalzwerke AG",
        "Westfalen Weser Energie GmbH",
    ]
}
