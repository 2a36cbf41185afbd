/// The status line and header fields of a response, written as bytes.
struct ResponseHead {
    var status: Int
    var requestID: String
    var apiVersion: String
    /// The HTTP date.
    var date: String
    var verdict: RateLimiter.Verdict?
    var error: APIError?
    var keepsAlive: Bool

    /// The head followed by the body; `isBodyless` leaves the body out, as HEAD wants it.
    func response(body: [UInt8], isBodyless: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512 + body.count)
        bytes.append("HTTP/1.1 ")
        bytes.append(ResponseHead.statusLine(status))
        bytes.append("\r\nContent-Type: application/json; charset=utf-8\r\nDate: ")
        bytes.append(date)
        bytes.append("\r\nX-API-Version: ")
        bytes.append(apiVersion)
        bytes.append("\r\nx-request-id: ")
        bytes.append(requestID)
        if let verdict {
            // Both generations of the fields: the older drafts' three, and the structured ones of the newer.
            let limit = String(verdict.limit)
            let remaining = String(verdict.remaining)
            let reset = String(verdict.resetSeconds)
            bytes.append("\r\nratelimit-limit: ")
            bytes.append(limit)
            bytes.append("\r\nratelimit-remaining: ")
            bytes.append(remaining)
            bytes.append("\r\nratelimit-reset: ")
            bytes.append(reset)
            bytes.append("\r\nRateLimit-Policy: \"default\";q=")
            bytes.append(limit)
            bytes.append(";w=1\r\nRateLimit: \"default\";r=")
            bytes.append(remaining)
            bytes.append(";t=")
            bytes.append(reset)
        }
        if let seconds = error?.retryAfterSeconds { bytes.append("\r\nretry-after: \(seconds)") }
        if let methods = error?.allowedMethods { bytes.append("\r\nAllow: \(methods)") }
        if status == 401 { bytes.append("\r\nWWW-Authenticate: Bearer") }
        bytes.append("\r\nContent-Length: ")
        bytes.append(String(body.count))
        bytes.append(keepsAlive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n")
        if !isBodyless { bytes.append(contentsOf: body) }
        return bytes
    }

    /// Status and reason phrase (RFC 9110, section 15).
    static func statusLine(_ status: Int) -> String {
        switch status {
        case 200: "200 OK"
        case 400: "400 Bad Request"
        case 401: "401 Unauthorized"
        case 402: "402 Payment Required"
        case 403: "403 Forbidden"
        case 404: "404 Not Found"
        case 405: "405 Method Not Allowed"
        case 408: "408 Request Timeout"
        case 409: "409 Conflict"
        case 413: "413 Content Too Large"
        case 422: "422 Unprocessable Content"
        case 429: "429 Too Many Requests"
        case 431: "431 Request Header Fields Too Large"
        case 500: "500 Internal Server Error"
        case 501: "501 Not Implemented"
        case 502: "502 Bad Gateway"
        case 503: "503 Service Unavailable"
        case 504: "504 Gateway Timeout"
        case 505: "505 HTTP Version Not Supported"
        default: "\(status) Status"
        }
    }
}

/// The versions of the API that the reference names.
enum APIVersion: String, CaseIterable {
    case curie = "2026-05-27.curie"
    case edison = "2026-01-29.edison"
    case batman = "2025-12-16.batman"
    case chucky = "2025-12-01.chucky"

    /// Feed-in plans and `errors[]` came with curie.
    var hasFeedInAndErrorDetails: Bool { self == .curie }
}
