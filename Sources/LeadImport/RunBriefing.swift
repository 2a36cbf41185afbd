/// What a run is about to do, for the question before its first request.
public struct RunBriefing: Sendable {
    /// The original input.
    public var input: String
    /// The run folder.
    public var folder: String
    /// Where the leads are created.
    public var endpoint: String
    /// Requests a second; 0: no limit.
    public var rate: Double
    /// Whether earlier processes created leads of this run.
    public var isContinued: Bool
    /// Whether a failure file was given.
    public var isRerun: Bool
    /// Whether the journal's last line was torn, by a power cut say, and was cut off.
    public var hadTornEnd: Bool
}
