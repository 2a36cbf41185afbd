/// GET /leads: newest first, page by page, between two moments of creation.
///
/// A walk is stable while leads arrive: a page goes on below the lead that the cursor names, and new leads come above it.
struct LeadList {
    private var paging: Paging
    /// The bounds of `created_at`, both included.
    private var earliest: Timestamp?
    private var latest: Timestamp?
    private var isEmpty = false

    /// Reads the parameters; throws 400 for a wrong limit, cursor, moment or operator.
    init(_ query: QueryParameters) throws(APIError) {
        paging = try Paging(query)
        for filter in query.filters where filter.field == "created_at" {
            let name = "filter[created_at][\(filter.operation)]"
            if filter.operation == "is_null" {
                // Every lead has a moment of creation.
                if filter.value != "false" { isEmpty = true }
                continue
            }
            guard let moment = Timestamp(iso8601: filter.value) else {
                throw APIError.invalid("invalid_format", name, "Invalid ISO datetime")
            }
            switch filter.operation {
            case "gte": earliest = max(earliest ?? moment, moment)
            case "lte": latest = min(latest ?? moment, moment)
            default: throw APIError.invalid("invalid_key", name, "Unknown filter operator")
            }
        }
    }

    /// The page as JSON. Leads created after `visibleUntil` are not shown yet.
    func page(of store: LeadStore, visibleUntil: Timestamp) throws(APIError) -> [UInt8] {
        var end = store.count(createdUntil: min(latest ?? visibleUntil, visibleUntil).flooredMilliseconds)
        if let lastID = paging.lastID {
            guard let id = Identifier(lastID.utf8.dropFirst("lead_".utf8.count)), let position = store.position(of: id)
            else { throw APIError.invalid("invalid_value", "cursor", "Invalid cursor") }
            end = min(end, position)
        }
        // `created_at` has milliseconds, so that a bound between two of them excludes the lower.
        let first =
            earliest.map { store.count(createdUntil: Timestamp(nanoseconds: $0.nanoseconds - 1).flooredMilliseconds) }
            ?? 0
        if isEmpty { end = first }
        let start = max(first, end - paging.limit)
        var body: [UInt8] = []
        body.append("{\"object\":\"list\",\"items\":[")
        for position in (start..<max(start, end)).reversed() {
            store[position].append(to: &body)
            if position > start { body.append(",") }
        }
        let hasMore = start > first
        body.append("],\"has_more\":\(hasMore),\"next_page\":")
        if hasMore {
            let last = store[start]
            let createdAt = Timestamp(nanoseconds: last.createdAt * 1_000_000).iso8601
            body.appendJSON(paging.cursor(after: last.id.text(prefix: "lead_"), createdAt: createdAt))
        } else {
            body.append("null")
        }
        body.append("}")
        return body
    }
}

extension Timestamp {
    /// Whole milliseconds, rounded down also before 1970.
    var flooredMilliseconds: Int64 {
        nanoseconds >= 0 ? nanoseconds / 1_000_000 : -((-nanoseconds + 999_999) / 1_000_000)
    }
}
