/// Says what a column is probably for, going by its name alone.
enum HeaderMatcher {
    /// A role that a name may mean, and how much the name speaks for it, up to 1.
    struct Match: Equatable {
        var role: ColumnRole
        var strength: Double
    }

    /// The roles a column's name may mean; none if it is unknown.
    ///
    /// Tried in this order, the first that knows the name counts: the whole name; the name without what only says whose
    /// it is ("PLZ Lieferstelle", "Kundenvorname") or what is measured ("in kWh"); a part of the name; a name with a slip.
    static func matches(_ name: String) -> [Match] {
        guard let key = MetadataKey.made(from: name) else { return [] }
        let tokens = key.split(separator: "_").map(String.init)
        if let found = roles(tokens.joined(), 1) { return found }
        let isForeign = tokens.contains { token in foreign.contains { token.hasPrefix($0) } }
        let penalty = isForeign ? 0.4 : 1
        let plain = tokens.filter { !fillers.contains($0) && Int($0) == nil }
        if let found = roles(plain.joined(), 0.95 * penalty) { return found }
        let own = plain.filter { token in !(qualifiers + foreign).contains { token.hasPrefix($0) } }
        if let found = roles(own.joined(), 0.9 * penalty) { return found }
        for token in plain {
            for qualifier in qualifiers + foreign where token.hasPrefix(qualifier) {
                let rest = token.dropFirst(qualifier.count)
                for start in [rest[...], rest.drop { $0 == "n" || $0 == "s" }] {
                    if let found = roles(String(start), 0.85 * penalty) { return found }
                }
            }
        }
        return partial(plain, penalty) ?? slip(tokens.joined(), penalty) ?? []
    }

    private static func roles(_ name: String, _ strength: Double) -> [Match]? {
        HeaderSynonyms.roles[name]?.map { Match(role: $0, strength: strength) }
    }

    /// The longest run of the name's words that is a known name.
    private static func partial(_ words: [String], _ penalty: Double) -> [Match]? {
        guard words.count > 1, words.count <= 12 else { return nil }
        for length in stride(from: words.count - 1, through: 1, by: -1) {
            for start in 0...(words.count - length) {
                let name = words[start..<start + length].joined()
                // Short words ("no", "ab") and general ones say nothing inside a longer name.
                guard name.count >= 3, !general.contains(name) else { continue }
                if let found = roles(name, 0.6 * penalty) { return found }
                // "Name des Kontoinhabers"
                if name.hasSuffix("s"), let found = roles(String(name.dropLast()), 0.6 * penalty) { return found }
            }
        }
        return nil
    }

    private static func slip(_ name: String, _ penalty: Double) -> [Match]? {
        guard name.count >= 6 else { return nil }
        let candidates = HeaderSynonyms.roles.keys.filter { abs($0.count - name.count) <= 1 }.sorted()
        guard let near = NearestName.of(name, among: candidates) else { return nil }
        // One slip in six letters; more is another word.
        let same = zip(near, name).count { $0 == $1 }
        let tail = zip(near.reversed(), name.reversed()).count { $0 == $1 }
        guard max(same, tail) + 2 >= name.count || Set(near) == Set(name) else { return nil }
        return roles(near, 0.55 * penalty)
    }

    /// Words that name something alone, but not beside another word.
    private static let general: Set<String> = [
        "name", "nummer", "number", "typ", "type", "art", "segment", "datum", "date", "start", "beginn", "grund",
        "reason",
        "status", "info", "text", "title", "konto", "contact", "kontakt", "ref", "referenz", "reference", "place",
        "arbeit",
    ]

    /// Words that change nothing about what a column is.
    private static let fillers: Set<String> = [
        "in", "kwh", "der", "die", "das", "des", "den", "dem", "und", "oder", "of", "the", "and", "or", "p", "a", "pa",
        "pro", "jahr", "per", "year", "optional", "pflicht", "pflichtfeld", "required", "falls", "vorhanden", "bzw",
        "laut", "gemaess", "ca", "vom", "zum", "am", "fuer", "for",
    ]

    /// Beginnings of words that say whose or where, and mean the customer's own supply.
    private static let qualifiers = [
        "lieferstelle", "lieferadress", "lieferung", "liefer", "verbrauchsstelle", "entnahmestelle", "belieferung",
        "kunde", "objekt", "anlage", "standort", "customer", "client", "delivery", "supply", "site", "endkunde",
        "strom",
        "kontakt", "contact", "mieter", "zaehler", "meter", "haupt", "privat", "lead", "service", "installation",
    ]

    /// Beginnings of words that say whose or where, and mean somebody or somewhere else.
    private static let foreign = [
        "rechnung", "billing", "invoice", "post", "korrespondenz", "abweich", "alternativ", "vermieter", "landlord",
        "vertrieb", "berater", "sales", "partner", "firmen", "zweit", "alt", "vorherig", "ehepartner", "vollmacht",
        "mitarbeiter", "agent", "installateur", "hausverwaltung", "verwalter", "eigentuemer", "owner",
    ]
}
