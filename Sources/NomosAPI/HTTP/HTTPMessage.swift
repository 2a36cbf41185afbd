/// A request as ``HTTPTransport`` sends it, once.
public struct HTTPRequest: Sendable {
    /// The method, and with it whether there is a body.
    public enum Method: Sendable, Equatable {
        /// A `GET` without a body.
        case get
        /// A `POST` with its body, sent with a `Content-Length`.
        case post(body: [UInt8])
    }

    /// The server.
    public var base: BaseURL
    /// The path after the base, starting with a slash, percent-encoded, with the query.
    public var path: String
    /// The method.
    public var method: Method
    /// The header fields to add, in order.
    public var fields: [HTTPField]
    /// How long the whole exchange may take; nil for the transport's own limit.
    public var timeout: Duration?

    /// Creates a request; see the properties for what each part means.
    public init(
        base: BaseURL,
        path: String,
        method: Method = .get,
        fields: [HTTPField] = [],
        timeout: Duration? = nil
    ) {
        self.base = base
        self.path = path
        self.method = method
        self.fields = fields
        self.timeout = timeout
    }
}

/// A header field to send. Its value may be a secret, so nothing describes it but its name.
public struct HTTPField: Sendable, Equatable, CustomStringConvertible {
    /// The field's name.
    public var name: String
    /// The field's value.
    public var value: Secret

    /// Creates a field with a secret value.
    public init(_ name: String, _ value: Secret) {
        self.name = name
        self.value = value
    }

    /// Creates a field with a value that is no secret.
    public init(_ name: String, _ value: String) {
        self.init(name, Secret(value))
    }

    /// The name; never the value.
    public var description: String { "\(name): \(value)" }

    /// Whether the field cannot break out of its line: a token as the name, no control character in the value.
    var isWellFormed: Bool {
        !name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") }
            && !value.isEmpty && value.reveal().utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
}

/// A whole response: the final header block was seen to its end, and the body as far as its framing tells.
///
/// A body without framing (neither `Content-Length` nor chunks) ends with the connection and may be cut short: whoever
/// reads it must be able to tell.
public struct HTTPResponse: Sendable {
    /// The status, from 200 to 999.
    public var status: Int
    /// The header fields.
    public var headers: HTTPHeaders
    /// The body.
    public var body: [UInt8]

    /// Creates a response.
    public init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// What came of one attempt to send a request.
public enum HTTPExchange: Sendable {
    /// The server answered, and the answer is whole.
    case response(HTTPResponse)
    /// Proved: nothing of the request reached the server.
    case notSent(TransportFailure)
    /// The request went out, at least in part, and no whole answer came back.
    case inDoubt(TransportFailure)
}

/// Why there is no response.
public struct TransportFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The sort of failure. The raw values are stable names for records and scripts.
    public enum Kind: String, Sendable, CaseIterable {
        /// The host name could not be resolved.
        case nameNotResolved = "name_not_resolved"
        /// No connection came about.
        case notConnected = "not_connected"
        /// The proxy could not be resolved or reached, or it refused.
        case proxy
        /// The TLS handshake failed or the certificate is not trusted.
        case tls
        /// The time-out passed.
        case timedOut = "timed_out"
        /// The connection broke after the request had begun to go out.
        case connectionLost = "connection_lost"
        /// What came back is not an HTTP response, or only a part of one.
        case malformedResponse = "malformed_response"
        /// The response is longer than ``HTTPTransport/Configuration/maximumResponseBytes``.
        case responseTooLarge = "response_too_large"
        /// The server reported a failure of its own (5xx), so what it did is not known.
        case serverError = "server_error"
        /// The response is whole but says nothing that settles what happened: no JSON, no lead, an odd status.
        case unusableResponse = "unusable_response"
        /// No token could be had, so nothing was sent.
        case noToken = "no_token"
        /// The task that waited was cancelled.
        case cancelled
        /// The transport was shut down.
        case shutDown = "shut_down"
        /// The request itself cannot be sent, such as a header with a line break.
        case invalidRequest = "invalid_request"
        /// Anything else.
        case other
    }

    /// The sort of failure.
    public var kind: Kind
    /// One sentence for people; no secret and nothing of the request's body is in it.
    public var message: String

    /// Creates a failure.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
