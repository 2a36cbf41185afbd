/// A lead as the API gives it back.
public struct CreatedLead: Sendable, Equatable {
    /// The lead's ID, `lead_…`.
    public var id: String
    /// The checkout link to send to the customer.
    public var link: String
    /// When it was created, as the API wrote it; ``Timestamp/init(iso8601:)`` reads it.
    public var createdAt: String
    /// The e-mail address of the user credited with it.
    public var createdBy: String?
    /// Its metadata. A value that is no text comes as its JSON, and `null` as nil.
    public var metadata: [String: String?]

    /// Creates a lead as the API would give it back.
    public init(
        id: String,
        link: String,
        createdAt: String,
        createdBy: String? = nil,
        metadata: [String: String?] = [:]
    ) {
        self.id = id
        self.link = link
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.metadata = metadata
    }

    /// Reads a lead; fields it does not know are passed over. Nil unless `object` is `lead` and ID, link and creation
    /// time are there: without them nothing says that a lead was created.
    public init?(json: JSONValue) {
        guard json["object"]?.stringValue == "lead",
            let id = json["id"]?.stringValue, !id.isEmpty,
            let link = json["link"]?.stringValue, !link.isEmpty,
            let createdAt = json["created_at"]?.stringValue, !createdAt.isEmpty
        else { return nil }
        var metadata: [String: String?] = [:]
        for member in json["metadata"]?.objectValue ?? [] {
            metadata.updateValue(CreatedLead.text(of: member.value), forKey: member.key)
        }
        self.init(
            id: id,
            link: link,
            createdAt: createdAt,
            createdBy: json["created_by"]?.stringValue,
            metadata: metadata
        )
    }

    private static func text(of value: JSONValue) -> String? {
        switch value {
        case .null: return nil
        case .string(let text): return text
        default:
            var writer = JSONWriter()
            value.write(to: &writer)
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }
}
