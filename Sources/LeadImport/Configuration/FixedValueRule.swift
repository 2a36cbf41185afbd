/// Which texts a config may fix for a field whose values the API names (API reference, `POST /leads`): a mistake there
/// would refuse every row.
enum FixedValueRule {
    /// The values of a field that has a list of them.
    static func values(of field: LeadField) -> [String]? {
        switch field {
        case .customerType: ["person", "company"]
        case .meterType: ["smart", "analog"]
        case .paymentMethodType: ["sepa_debit"]
        case .changeReason: ["supplier_change", "move_in"]
        default: nil
        }
    }

    /// What is wrong with `text` as a value of `field`, or nil.
    static func problem(with text: String, for field: LeadField) -> String? {
        let shown = JSON5Scanner.shown(text)
        if let values = values(of: field), !values.contains(text) {
            let nearest = NearestName.of(text, among: values).map { " (did you mean \"\($0)\"?)" }
            return "expected \(ConfigurationNode.oneOf(values)), found \(shown)" + (nearest ?? "")
        }
        if field == .plan, text == ConfigurationProposal.planPlaceholder {
            return "put your plan's ID here, which begins with \"pln_\"; \(shown) only holds its place"
        }
        if field == .plan, !text.hasPrefix("pln_") {
            return "expected the ID of a plan, which begins with \"pln_\", found \(shown)"
        }
        return nil
    }
}
