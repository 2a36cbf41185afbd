extension ConfigurationReader {
    /// Decodes `rules` and checks what they say of the lead.
    static func decodeRules(_ node: ConfigurationNode?, lead: LeadDecoder) -> ImportConfiguration.Rules {
        var rules = ImportConfiguration.Rules()
        guard let object = node?.object() else { return rules }
        if let duplicates = object["duplicates"]?.choice(of: ImportConfiguration.Rules.Duplicates.self) {
            rules.duplicates = duplicates
        }
        let expected = "a list of the lead's fields such as [\"metadata.customer_number\"]"
        let mapped = lead.fields.map(\.target.path) + lead.metadataColumns.map { "metadata." + $0.key }
        var seen = Set<String>()
        for node in object["identity"]?.list(expected) ?? [] {
            guard let path = node.string("a field such as \"metadata.customer_number\"") else { continue }
            if !seen.insert(path).inserted {
                node.fail("\(JSON5Scanner.shown(path)) stands here twice")
            } else if let problem = identityProblem(path, mapped: mapped, trackingKey: lead.trackingKey) {
                node.fail(problem)
            }
            rules.identity.append(path)
        }
        if let dates = object["ambiguous_dates"]?.choice(of: ImportConfiguration.Rules.AmbiguousDates.self) {
            rules.ambiguousDates = dates
        }
        if let type = object["plan_type"]?.choice(of: ImportConfiguration.Rules.PlanType.self) { rules.planType = type }
        object.finish()
        if rules.planType == .feedIn { checkFeedIn(lead, object.node.problems) }
        return rules
    }

    private static func identityProblem(_ path: String, mapped: [String], trackingKey: String?) -> String? {
        if mapped.contains(path) { return nil }
        let shown = JSON5Scanner.shown(path)
        if let trackingKey, path == "metadata." + trackingKey {
            return "\(shown) differs in every row: it can make no two leads the same"
        }
        let nearest = NearestName.of(path, among: mapped).map { "; did you mean \"\($0)\"?" } ?? ""
        if LeadField(path: path) != nil { return "\(shown) has no value: \"lead\" does not map it" + nearest }
        return "\(shown) is no field of a lead" + nearest
    }

    /// What the API refuses for every lead of a plan that takes energy in.
    private static func checkFeedIn(_ lead: LeadDecoder, _ problems: ConfigurationProblems) {
        func fail(_ field: LeadField, _ message: String) {
            guard let position = lead.fields.first(where: { $0.target == field })?.leaf.position else { return }
            let place = TextPosition(line: position.line, column: position.column)
            problems.add(message, at: place, path: position.keyPath)
        }
        fail(.previousSupplier, "a feed-in plan takes no previous supplier (rules.plan_type is \"feed_in\")")
        if lead.constant(.meterType) == "analog" {
            fail(.meterType, "a feed-in plan needs a smart meter (rules.plan_type is \"feed_in\")")
        }
    }
}
