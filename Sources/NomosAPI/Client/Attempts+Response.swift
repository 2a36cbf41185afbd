extension CreateAttempt {
    /// What a whole response to `POST /leads` means for the lead; see ``NomosClient/createLead(body:marked:)``.
    init(response: HTTPResponse, mark: Lead.MetadataEntry?, now: Timestamp) {
        var info = ReplyInfo(response: response, now: now)
        switch response.status {
        case 200..<300:
            if let lead = JSONValue(parsing: response.body).flatMap(CreatedLead.init(json:)) {
                if let mark, let value = lead.metadata[mark.key], value != mark.value {
                    let message = "The API answered with another lead than the one that was sent."
                    outcome = .inDoubt(TransportFailure(.unusableResponse, message))
                } else {
                    outcome = .created(lead)
                }
            } else {
                let message = "The API answered with status \(response.status), but not with a lead."
                outcome = .inDoubt(TransportFailure(.unusableResponse, message))
            }
        case 401, 402, 403:
            let error = APIError(response: response)
            info.requestID = error.requestID
            outcome = .refused(error)
        case 429:
            info.requestID = APIError(response: response).requestID
            outcome = .throttled(retryAfter: info.retryAfter ?? info.rateLimit?.reset)
        case 400...451 where response.status != 408:
            let error = APIError(response: response)
            info.requestID = error.requestID
            outcome = .rejected(error)
        default:
            // 408 and the 4xx above 451 that proxies use (460, 499) tell of a broken exchange, not of a decision.
            info.requestID = APIError(response: response).requestID
            outcome = .inDoubt(TransportFailure(status: response.status))
        }
        reply = info
    }
}

extension ReadAttempt {
    /// What a whole response to a `GET` means; `decode` gives nil for JSON that is not what was asked for.
    init(response: HTTPResponse, now: Timestamp, decode: (JSONValue) -> Value?) {
        var info = ReplyInfo(response: response, now: now)
        if response.status >= 400 { info.requestID = APIError(response: response).requestID }
        switch response.status {
        case 200..<300:
            if let value = JSONValue(parsing: response.body).flatMap(decode) {
                outcome = .success(value)
            } else {
                let message = "The API answered with status \(response.status), but with something else than asked for."
                outcome = .failed(TransportFailure(.unusableResponse, message), isRetryable: true)
            }
        case 401, 402, 403: outcome = .refused(APIError(response: response))
        case 404: outcome = .notFound(APIError(response: response))
        case 429: outcome = .throttled(retryAfter: info.retryAfter ?? info.rateLimit?.reset)
        default:
            let isRetryable = response.status == 408 || response.status >= 500
            outcome = .failed(TransportFailure(status: response.status), isRetryable: isRetryable)
        }
        reply = info
    }
}

extension Page {
    /// Reads `{object: "list", items, next_page}`. Nil also if a single item cannot be read, or if more is announced
    /// without a cursor to it: whoever looks for a lead must not take a gap for its absence.
    init?(json: JSONValue, item: (JSONValue) -> Item?) {
        guard let elements = json["items"]?.arrayValue else { return nil }
        items = elements.compactMap(item)
        guard items.count == elements.count else { return nil }
        nextCursor = json["next_page"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        if nextCursor == nil, json["has_more"]?.boolValue == true { return nil }
    }
}

extension TransportFailure {
    /// A failure for a status that settles nothing.
    fileprivate init(status: Int) {
        self.init(
            status >= 500 ? .serverError : .unusableResponse,
            "The API answered with status \(status)."
        )
    }
}
