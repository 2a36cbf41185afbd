/// What the uploading is told: the config and the command line, resolved.
struct UploadSettings: Sendable {
    var concurrency: Int
    /// How often a lead is tried.
    var attempts: Int
    /// How long one request may take.
    var timeout: Duration
    /// How long after the end of an attempt its lead may still appear.
    var grace: Duration
    var backoff = Backoff()
    /// The metadata key of the import key; nil: no lead can be found again.
    var trackingKey: String?
    var duplicates: ImportConfiguration.Rules.Duplicates
    /// So many first answers that are all the same rejection stop the run.
    var stopAfter: Int
    /// Nothing reached for this long stops the run.
    var unreachable: Duration = .seconds(300)
    /// Whether rows that were unknown before this process may be sent again without proof.
    var resendUnknown: Bool
    /// Whether the run was taken up with a failure file.
    var isRerun: Bool
    /// When this process took the run up, in milliseconds since 1970.
    var startedAt: Int64
    /// What earlier runs created.
    var earlierRuns: EarlierRuns
    /// How many rows may wait for the API's list at once.
    var parkedLimit = 2048
}
