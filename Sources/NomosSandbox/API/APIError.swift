/// An error as the API tells it: a status, its code, a message, and one entry for each thing wrong with the request.
struct APIError: Error, Sendable, Equatable {
    /// The statuses of the reference, and those that HTTP itself needs here.
    enum Kind: String, Sendable, CaseIterable {
        case badRequest = "BAD_REQUEST"
        case unauthorized = "UNAUTHORIZED"
        case paymentRequired = "PAYMENT_REQUIRED"
        case forbidden = "FORBIDDEN"
        case notFound = "NOT_FOUND"
        case methodNotAllowed = "METHOD_NOT_ALLOWED"
        case requestTimeout = "REQUEST_TIMEOUT"
        case conflict = "CONFLICT"
        case contentTooLarge = "CONTENT_TOO_LARGE"
        case unprocessable = "UNPROCESSABLE_ENTITY"
        case tooManyRequests = "TOO_MANY_REQUESTS"
        case headerTooLarge = "REQUEST_HEADER_FIELDS_TOO_LARGE"
        case internalError = "INTERNAL_SERVER_ERROR"
        case notImplemented = "NOT_IMPLEMENTED"
        case badGateway = "BAD_GATEWAY"
        case unavailable = "SERVICE_UNAVAILABLE"
        case gatewayTimeout = "GATEWAY_TIMEOUT"
        case versionNotSupported = "HTTP_VERSION_NOT_SUPPORTED"

        init?(status: Int) {
            guard let kind = Kind.allCases.first(where: { $0.status == status }) else { return nil }
            self = kind
        }

        var status: Int {
            switch self {
            case .badRequest: 400
            case .unauthorized: 401
            case .paymentRequired: 402
            case .forbidden: 403
            case .notFound: 404
            case .methodNotAllowed: 405
            case .requestTimeout: 408
            case .conflict: 409
            case .contentTooLarge: 413
            case .unprocessable: 422
            case .tooManyRequests: 429
            case .headerTooLarge: 431
            case .internalError: 500
            case .notImplemented: 501
            case .badGateway: 502
            case .unavailable: 503
            case .gatewayTimeout: 504
            case .versionNotSupported: 505
            }
        }
    }

    /// One thing that is wrong: the code from the reference's list, and the field in dot notation ("" for the whole).
    struct Detail: Sendable, Equatable {
        var code: String
        var field: String
        var message: String
    }

    var kind: Kind
    var message: String
    var details: [Detail] = []
    /// The methods that the path knows, for 405.
    var allowedMethods: String?
    /// What `retry-after` says, in seconds.
    var retryAfterSeconds: Int?

    init(_ kind: Kind, _ message: String, details: [Detail] = []) {
        self.kind = kind
        self.message = message
        self.details = details
    }

    /// The envelope of the reference. `errors` is left out when it is empty, or the API version is too old for it, unless it is
    /// just that which it has to tell.
    func body(requestID: String, version: APIVersion) -> [UInt8] {
        var body: [UInt8] = []
        body.append("{\"code\":\"\(kind.rawValue)\",\"message\":")
        body.appendJSON(message)
        body.append(",\"requestId\":\"\(requestID)\",\"docs\":\"https://docs.nomos.energy/api-references/errors/")
        body.append("\(kind.rawValue)\"")
        let isTold = version.hasFeedInAndErrorDetails || details.contains { $0.code == "upgrade_api_version" }
        if isTold, !details.isEmpty {
            body.append(",\"errors\":[")
            for (index, detail) in details.enumerated() {
                body.append(index > 0 ? ",{\"code\":" : "{\"code\":")
                body.appendJSON(detail.code)
                body.append(",\"field\":")
                body.appendJSON(detail.field)
                body.append(",\"message\":")
                body.appendJSON(detail.message)
                body.append("}")
            }
            body.append("]")
        }
        body.append("}")
        return body
    }
}
