/// A plan, as far as a lead's rules depend on it.
public struct Plan: Sendable, Equatable {
    /// What a plan is for.
    public enum Kind: String, Sendable, CaseIterable {
        /// It supplies energy.
        case consumption
        /// It takes energy in.
        case feedIn = "feed_in"
    }

    /// The ID, `pln_…`.
    public var id: String
    /// The plan's name.
    public var name: String?
    /// What it is for; nil if the API does not say or says something new. The reference calls the field `type`, the
    /// guide for feed-in `direction`.
    public var kind: Kind?

    /// Creates a plan.
    public init(id: String, name: String? = nil, kind: Kind? = nil) {
        self.id = id
        self.name = name
        self.kind = kind
    }

    /// Reads a plan; nil unless it has an ID.
    public init?(json: JSONValue) {
        guard let id = json["id"]?.stringValue, !id.isEmpty else { return nil }
        let kind = (json["type"] ?? json["direction"])?.stringValue
        self.init(id: id, name: json["name"]?.stringValue, kind: kind.flatMap(Kind.init(rawValue:)))
    }
}

/// A company of the energy market, here a supplier.
public struct MarketPartner: Sendable, Equatable {
    /// The ID, `mp_…`.
    public var id: String
    /// The company's name.
    public var name: String
    /// Its market code, such as a BDEW code.
    public var code: String?

    /// Creates a market partner.
    public init(id: String, name: String, code: String? = nil) {
        self.id = id
        self.name = name
        self.code = code
    }

    /// Reads a market partner; nil unless it has an ID and a name.
    public init?(json: JSONValue) {
        guard let id = json["id"]?.stringValue, !id.isEmpty, let name = json["name"]?.stringValue else { return nil }
        self.init(id: id, name: name, code: json["code"]?.stringValue)
    }

    /// Which market partners to list.
    public enum Filter: Sendable, Equatable {
        /// Those whose name contains the text.
        case nameContains(String)
        /// Those with exactly that name.
        case nameEquals(String)
        /// Those with exactly that code.
        case codeEquals(String)
    }
}
