/// One request as it came in. The field lines stay the bytes they were; names and values are found on demand, so that
/// a request costs few allocations.
struct HTTPRequest: Sendable {
    struct Field: Sendable {
        var name: Range<Int>
        var value: Range<Int>
    }

    var method: String
    /// The target's path, still percent-encoded.
    var path: String
    /// What stands after the first `?`, still percent-encoded; empty without one.
    var query: String
    /// Whether the connection stays open after the response.
    var keepsAlive: Bool
    /// The bytes of the header section, which `fields` points into.
    var head: [UInt8]
    var fields: [Field]
    var body: [UInt8]

    /// The value of the first field of that name (given in lower case), without the spaces around it.
    func header(_ name: String) -> String? {
        bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The same as bytes.
    func bytes(of name: String) -> ArraySlice<UInt8>? {
        for field in fields where field.name.count == name.utf8.count {
            if head[field.name].lazy.map(lowercased).elementsEqual(name.utf8) { return head[field.value] }
        }
        return nil
    }

    /// Every field in order, as text.
    var headers: [(name: String, value: String)] {
        fields.map { (String(decoding: head[$0.name], as: UTF8.self), String(decoding: head[$0.value], as: UTF8.self)) }
    }

    /// The path and query as they came.
    var target: String { query.isEmpty ? path : path + "?" + query }
}

/// The ASCII letter in lower case; every other byte as it is.
func lowercased(_ byte: UInt8) -> UInt8 {
    (65...90).contains(byte) ? byte | 0x20 : byte
}

/// What is answered to a request, and how the connection treats the answer.
struct HTTPReply: Sendable {
    enum Delivery: Sendable, Equatable {
        /// All of the bytes, then the next request.
        case whole
        /// All of the bytes, then the end of the connection.
        case wholeThenClose
        /// So many of the bytes, then the end of the connection.
        case cut(Int)
        /// Not a byte: the connection is reset.
        case reset
        /// Not a byte: the connection stays open until the client closes it.
        case never
    }

    var bytes: [UInt8]
    var delivery: Delivery
    /// How long the answer is held back.
    var delayMilliseconds = 0
}

/// Why a connection's bytes are no request, as the status that says so.
struct HTTPFailure: Error, Equatable {
    var status: Int
    var message: String
}

/// How much a client may send before it is refused.
struct HTTPLimits: Sendable {
    /// Bytes of the request line and the header fields: more is answered with 431.
    var head = 16 * 1024
    /// Bytes of a body: more is answered with 413.
    var body = 1024 * 1024
}
