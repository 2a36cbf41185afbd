/// The one state every row ends in.
public enum RowState: String, Sendable, CaseIterable {
    /// The lead exists; its ID and link are known.
    case created
    /// Mapping or validation refused the row; it was not sent.
    case invalid
    /// The API refused the lead.
    case rejected
    /// Certainly not created, and the attempts are used up.
    case failed
    /// Sent, and nothing could prove whether it was created.
    case unknown
    /// The same lead as another row's or an earlier run's, and carries that lead.
    case duplicate
    /// Not attempted: the run stopped first.
    case pending

    /// Whether rows in this state stand in failures.csv.
    public var needsPerson: Bool {
        switch self {
        case .invalid, .rejected, .failed, .unknown, .pending: true
        case .created, .duplicate: false
        }
    }
}

/// What the API tells of a lead that exists, as far as results.csv carries it.
public struct LeadReference: Sendable, Equatable {
    /// `lead_…`
    public var id: String
    /// The checkout link.
    public var link: String
    /// The time of creation as the API wrote it.
    public var createdAt: String

    /// Creates a reference; see the properties.
    public init(id: String, link: String, createdAt: String) {
        self.id = id
        self.link = link
        self.createdAt = createdAt
    }
}

/// How a row ended: what results.csv says of it.
public struct RowOutcome: Sendable, Equatable {
    /// The row's state.
    public var state: RowState
    /// The lead, for `created` and `duplicate`.
    public var lead: LeadReference?
    /// How often the lead was sent; 0 if never.
    public var attempts: Int
    /// All that is wrong with the row, or worth saying of it.
    public var violations: [Violation]
    /// The API's ID of the request that decided, for its support.
    public var requestID: String?

    /// Creates an outcome; see the properties.
    public init(
        _ state: RowState,
        lead: LeadReference? = nil,
        attempts: Int = 0,
        violations: [Violation] = [],
        requestID: String? = nil
    ) {
        self.state = state
        self.lead = lead
        self.attempts = attempts
        self.violations = violations
        self.requestID = requestID
    }
}
