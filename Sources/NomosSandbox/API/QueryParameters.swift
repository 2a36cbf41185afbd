/// The parameters of a URL's query, decoded as browsers and servers do: percent-encoding, and `+` for a space.
struct QueryParameters: Sendable {
    private(set) var items: [(name: String, value: String)] = []

    init(_ query: String) {
        for part in query.utf8.split(separator: UInt8(ascii: "&")) {
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let value = halves.count > 1 ? QueryParameters.decoded(halves[1]) : ""
            items.append((QueryParameters.decoded(halves[0]), value))
        }
    }

    /// The first value of that name.
    subscript(_ name: String) -> String? { items.first { $0.name == name }?.value }

    /// The filters of the form `filter[field][operator]=value`.
    var filters: [(field: String, operation: String, value: String)] {
        items.compactMap { name, value in
            guard name.hasPrefix("filter["), name.hasSuffix("]") else { return nil }
            let inner = name.dropFirst("filter[".count).dropLast()
            guard let middle = inner.firstRange(of: "][") else { return (String(inner), "eq", value) }
            return (String(inner[..<middle.lowerBound]), String(inner[middle.upperBound...]), value)
        }
    }

    /// Undoes percent-encoding; a broken escape stays as it is.
    static func decoded(_ bytes: some Sequence<UInt8>) -> String {
        var result: [UInt8] = []
        var rest = Array(bytes)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                result.append(0x20)
            } else if byte == UInt8(ascii: "%"), rest.count >= 2,
                let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                result.append(code)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// What pages a list: `limit` and the decoded `cursor`.
struct Paging {
    var limit: Int
    /// The ID of the last item of the page before.
    var lastID: String?

    /// Reads `limit` (1 to 100, 10 if absent) and `cursor`; throws 400 if one is wrong.
    init(_ query: QueryParameters) throws(APIError) {
        limit = 10
        if let text = query["limit"] {
            guard let number = Int(text), (1...100).contains(number) else {
                throw APIError.invalid("invalid_value", "limit", "Invalid input: expected number between 1 and 100")
            }
            limit = number
        }
        if let cursor = query["cursor"], !cursor.isEmpty {
            guard let bytes = Base64.decoded(cursor), let json = try? JSONReader.value(of: bytes),
                let id = json["last_id"]?.string
            else { throw APIError.invalid("invalid_value", "cursor", "Invalid cursor") }
            lastID = id
        }
    }

    /// The opaque cursor that goes on after an item, in the form the reference's example has.
    func cursor(after id: String, createdAt: String) -> String {
        let json: JSONValue = [
            "last_created_at": .string(createdAt), "last_id": .string(id), "limit": JSONValue(limit),
        ]
        return Base64.encoded(json.bytes)
    }
}

extension APIError {
    /// 400 with one detail.
    static func invalid(_ code: String, _ field: String, _ message: String) -> APIError {
        let detail = Detail(code: code, field: field, message: message)
        return APIError(.badRequest, "\(code) in '\(field)': \(message)", details: [detail])
    }
}
