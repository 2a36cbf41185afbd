/// What a response says besides its body, for whoever paces requests and compares clocks.
public struct ReplyInfo: Sendable, Equatable {
    /// The HTTP status.
    public var status: Int
    /// What the API's support asks for, where the response names it.
    public var requestID: String?
    /// The server's clock (`Date`), to the second.
    public var serverDate: Timestamp?
    /// The rate limit as the response tells it.
    public var rateLimit: RateLimitStatus?
    /// How long to wait before the next request, from `Retry-After` alone.
    public var retryAfter: Duration?

    /// Creates the facts of a response; see the properties for what each part means.
    public init(
        status: Int,
        requestID: String? = nil,
        serverDate: Timestamp? = nil,
        rateLimit: RateLimitStatus? = nil,
        retryAfter: Duration? = nil
    ) {
        self.status = status
        self.requestID = requestID
        self.serverDate = serverDate
        self.rateLimit = rateLimit
        self.retryAfter = retryAfter
    }

    init(response: HTTPResponse, now: Timestamp) {
        let date = response.headers["date"].flatMap(Timestamp.init(httpDate:))
        self.init(
            status: response.status,
            requestID: response.headers["x-request-id"],
            serverDate: date,
            rateLimit: RateLimitStatus(headers: response.headers),
            retryAfter: RateLimitStatus.retryAfter(headers: response.headers, now: date ?? now)
        )
    }
}

/// What one attempt to create a lead ended in.
public struct CreateAttempt: Sendable {
    /// The ends there are. Together they are all that can happen, and each says whether the lead may exist.
    public enum Outcome: Sendable, Equatable {
        /// The lead exists.
        case created(CreatedLead)
        /// The API refused the lead: 400, 404, 405, 409, 422 or another definite 4xx. It does not exist.
        case rejected(APIError)
        /// The API refused the caller: 401 (after a renewal, where there can be one), 402 or 403; or the token endpoint
        /// refused the credentials. The lead does not exist, and no other will until somebody acts.
        case refused(APIError)
        /// 429: not processed. Try again, after that time if one was told.
        case throttled(retryAfter: Duration?)
        /// Proved: nothing reached the API. Try again.
        case notSent(TransportFailure)
        /// The lead may exist or not: 5xx, a time-out, a broken connection, half an answer or an unreadable one.
        case inDoubt(TransportFailure)
    }

    /// The end.
    public var outcome: Outcome
    /// What the response told besides, if there was one.
    public var reply: ReplyInfo?

    /// Creates an attempt.
    public init(outcome: Outcome, reply: ReplyInfo? = nil) {
        self.outcome = outcome
        self.reply = reply
    }
}

/// What one attempt to read something ended in.
public struct ReadAttempt<Value: Sendable>: Sendable {
    /// The ends there are.
    public enum Outcome: Sendable {
        /// What was asked for.
        case success(Value)
        /// 401 (after a renewal, where there can be one), 402 or 403: usually the token lacks the scope `read:*`.
        case refused(APIError)
        /// 404: there is no such thing.
        case notFound(APIError)
        /// 429. Try again, after that time if one was told.
        case throttled(retryAfter: Duration?)
        /// Anything else. `isRetryable` tells whether the same request may do better later.
        case failed(TransportFailure, isRetryable: Bool)
    }

    /// The end.
    public var outcome: Outcome
    /// What the response told besides, if there was one.
    public var reply: ReplyInfo?

    /// Creates an attempt.
    public init(outcome: Outcome, reply: ReplyInfo? = nil) {
        self.outcome = outcome
        self.reply = reply
    }
}

/// One page of a list.
public struct Page<Item: Sendable>: Sendable {
    /// The items, in the API's order: newest first.
    public var items: [Item]
    /// The cursor of the next page; nil on the last one.
    public var nextCursor: String?

    /// Creates a page.
    public init(items: [Item], nextCursor: String? = nil) {
        self.items = items
        self.nextCursor = nextCursor
    }
}
extension Page: Equatable where Item: Equatable {}
