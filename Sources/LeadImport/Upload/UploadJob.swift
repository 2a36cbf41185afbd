import NomosAPI

/// A lead on its way to the API.
struct UploadJob: Sendable {
    /// The input row, from 1.
    var row: Int
    /// The lead to send; the import key is still to be added.
    var lead: Lead
    /// The name of a previous supplier whose ID must be asked for first.
    var supplierName: String?
    /// What makes it the same lead as another; nil where nothing does.
    var identity: Fingerprint?
    /// How often it was tried.
    var attempts = 0
    /// Whether an earlier attempt is in doubt and it is sent again all the same.
    var isInDoubt = false
    /// Whether a lead was created at this address before: then a 404 is about the lead, not about the address.
    var isEndpointKnown = false
    /// How long to wait before it is sent.
    var delay: Duration = .zero
}

/// What one attempt ended in.
enum AttemptResult: Sendable {
    /// Created or rejected: the row's outcome, already in the journal.
    case settled(RowOutcome)
    /// The API refuses all requests like this one; the row itself is not to blame, and nothing was created.
    case refused(status: Int, message: String)
    /// 429: not processed. All wait as long as the API asks.
    case throttled(retryAfter: Duration?)
    /// Certainly not sent.
    case notSent(reason: String)
    /// Sent, with no whole answer.
    case inDoubt
    /// The run is stopping; not sent.
    case stopped
    /// The journal cannot be written; not sent.
    case outputFailed(OutputError)
}
