/// A lead that the sandbox holds.
public struct SandboxLead: Sendable, Equatable {
    /// `lead_` and 24 lower-case letters or digits.
    public var id: String
    /// When it was created by the server's clock, as `GET /leads` tells it: ISO 8601, milliseconds, UTC.
    public var createdAt: String
    /// The request's `created_by`.
    public var createdBy: String?
    /// The request's `metadata`; empty if there was none.
    public var metadata: [String: String]
    /// The request's body as text, if `keepsBodies` is on.
    public var body: String?
}

/// A request that the sandbox answered, or failed to answer on purpose.
public struct SandboxRequest: Sendable {
    /// Its place among all requests, from 1.
    public var number: Int
    /// When it arrived by the server's clock: ISO 8601, milliseconds, UTC.
    public var receivedAt: String
    /// GET, POST …
    public var method: String
    /// Path and query as they came.
    public var target: String
    /// The header fields in their order; an Authorization field shows its scheme only.
    public var headers: [(name: String, value: String)]
    /// The body as text, if `keepsBodies` is on; empty otherwise.
    public var body: String
    /// The status answered; nil if no byte of an answer was sent.
    public var status: Int?
    /// The fault that the request met.
    public var fault: Fault?
    /// The request's ID, as in `x-request-id`.
    public var requestID: String

    /// The value of the first header field of that name, in any case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// What the sandbox has counted since its start. Requests to `/_sandbox` and bytes that are no request are left out.
public struct SandboxStatistics: Sendable, Equatable {
    /// All requests, whatever became of them.
    public var requests: Int
    /// By method and path, such as `POST /leads` or `GET /leads/{id}`; `other` for what does not exist.
    public var requestsByEndpoint: [String: Int]
    /// By the status answered; requests that got no answer are not in here.
    public var requestsByStatus: [Int: Int]
    /// How often each fault was played.
    public var faultsPlayed: [Fault: Int]
    /// The leads there are.
    public var leads: Int
    /// The leads that the fault `late` will still create.
    public var lateLeads: Int
    /// The most requests that arrived within any one second, refused ones included. A client that sends exactly N a second can show
    /// N + 1 here, since one that is late by a millisecond shares a second with the one that follows a second later on time.
    public var peakRequestsPerSecond: Int
}
