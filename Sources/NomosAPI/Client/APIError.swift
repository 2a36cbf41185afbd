/// An error as the API reports it: the envelope `{code, message, requestId, docs, errors}` with its status.
///
/// The texts come from the server and may repeat a customer's values, so they belong into the run folder, not on a
/// terminal or into a log.
public struct APIError: Error, Sendable, Equatable {
    /// What is wrong with one field.
    public struct Detail: Sendable, Equatable {
        /// The rule, such as `invalid_iban`.
        public var code: String
        /// The field as a dot path, such as `address.zip`; empty for the lead as a whole.
        public var field: String
        /// The API's sentence.
        public var message: String

        /// Creates a detail.
        public init(code: String, field: String, message: String) {
            self.code = code
            self.field = field
            self.message = message
        }
    }

    /// The HTTP status.
    public var status: Int
    /// The API's code, such as `BAD_REQUEST`; `HTTP_` and the status where the response holds none.
    public var code: String
    /// The API's sentence, or what its response held instead, cut to 200 characters.
    public var message: String
    /// What the API's support asks for.
    public var requestID: String?
    /// A page about the code.
    public var docs: String?
    /// Field by field what is wrong; often empty.
    public var details: [Detail]

    /// Creates an error; see the properties for what each part means.
    public init(
        status: Int,
        code: String,
        message: String,
        requestID: String? = nil,
        docs: String? = nil,
        details: [Detail] = []
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.requestID = requestID
        self.docs = docs
        self.details = details
    }

    /// Reads an error response. Never fails: whatever is missing from the envelope, or the envelope itself, is made up
    /// for from the status and the body. OAuth's own form (`error`, `error_description`, RFC 6749) is understood too.
    public init(response: HTTPResponse) {
        let envelope = JSONValue(parsing: response.body)
        func text(_ keys: String...) -> String? {
            for key in keys { if let text = envelope?[key]?.stringValue, !text.isEmpty { return text } }
            return nil
        }
        status = response.status
        code = text("code", "error").flatMap(APIError.plainCode) ?? "HTTP_\(response.status)"
        message = text("message", "error_description") ?? APIError.excerpt(of: response)
        requestID = text("requestId", "request_id") ?? response.headers["x-request-id"]
        docs = text("docs")
        details = (envelope?["errors"]?.arrayValue ?? []).compactMap(Detail.init(json:))
    }

    /// A code goes to terminals and into statistics, so it is a short plain word, or none.
    fileprivate static func plainCode(_ text: String) -> String? {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isPlain && text.utf8.count <= 64 ? text : nil
    }

    /// The beginning of a body that is no envelope, on one line.
    private static func excerpt(of response: HTTPResponse) -> String {
        let text = String(decoding: response.body.prefix(2000), as: UTF8.self)
        let words = text.unicodeScalars.split { $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7F }
        let line = words.map { String($0) }.joined(separator: " ")
        guard !line.isEmpty else { return "The API answered with status \(response.status) and no explanation." }
        return line.count > 200 ? line.prefix(200) + "…" : line
    }
}

extension APIError.Detail {
    /// Nil if nothing useful is in it.
    fileprivate init?(json: JSONValue) {
        code = json["code"]?.stringValue.flatMap(APIError.plainCode) ?? ""
        message = json["message"]?.stringValue ?? ""
        // Some servers give the path as a list.
        let path = json["field"]?.arrayValue?.map {
            $0.stringValue ?? $0.numberValue.flatMap { Int(exactly: $0) }.map { String($0) } ?? ""
        }
        field = json["field"]?.stringValue ?? path?.joined(separator: ".") ?? ""
        if code.isEmpty && message.isEmpty { return nil }
    }
}
