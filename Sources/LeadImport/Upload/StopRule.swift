/// Decides when a run must stop early, because going on would only make more of the same failure.
///
/// A pure value that is shown every answer in the order they come in.
struct StopRule: Sendable {
    /// The first answers all being the same rejection, this many of them, stop the run; 0: never.
    let sameRejections: Int
    /// Nothing reached for this long stops the run.
    let unreachable: Duration

    private(set) var hasCreated = false
    private var answers = 0
    private var firstRejection: String?
    private var allAlike = true
    private var doubts = 0
    /// When the first attempt since the API was last reached failed.
    private var failingSince: ContinuousClock.Instant?

    init(sameRejections: Int, unreachable: Duration = .seconds(300)) {
        self.sameRejections = sameRejections
        self.unreachable = unreachable
    }

    /// A lead was created: the way is free.
    mutating func created() {
        hasCreated = true
        allAlike = false
        failingSince = nil
    }

    /// The API answered something else than a rejection of the row.
    mutating func reached() {
        failingSince = nil
    }

    /// The API refused a row. Gives the reason to stop, or nil.
    mutating func rejected(_ violations: [Violation]) -> StopReason? {
        failingSince = nil
        answers += 1
        let signature = violations.map { "\($0.code) \($0.field ?? "")" }.sorted().joined(separator: ",")
        if firstRejection == nil { firstRejection = signature }
        if signature != firstRejection { allAlike = false }
        guard sameRejections > 0, allAlike, answers >= sameRejections else { return nil }
        return .allRejectedAlike(count: answers, codes: Array(Set(violations.map(\.code))).sorted())
    }

    /// An attempt did not reach the API, or was only told to wait. Gives the reason to stop, or nil.
    mutating func notReached(at now: ContinuousClock.Instant) -> StopReason? {
        failingSince = failingSince ?? now
        return overdue(at: now)
    }

    /// An attempt ended in doubt. Gives the reason to stop, or nil: where the first attempts all end so, more of them would
    /// only be more customers of whom nobody knows whether they were written to.
    mutating func inDoubt(at now: ContinuousClock.Instant) -> StopReason? {
        doubts += 1
        if !hasCreated, sameRejections > 0, doubts >= sameRejections { return .allInDoubt(count: doubts) }
        return notReached(at: now)
    }

    /// Whether nothing was reached for too long. Gives the reason to stop, or nil.
    func overdue(at now: ContinuousClock.Instant) -> StopReason? {
        guard let failingSince, failingSince.duration(to: now) >= unreachable else { return nil }
        return .unreachable(for: unreachable)
    }
}

/// Why a run ended before its last row.
public enum StopReason: Sendable, Equatable {
    /// 401 even after the token was renewed, 402, 403, or 404/405 of the endpoint itself.
    case refused(status: Int, message: String)
    /// The first answers were all the same rejection.
    case allRejectedAlike(count: Int, codes: [String])
    /// The first attempts all ended without an answer that could be understood.
    case allInDoubt(count: Int)
    /// Nothing could be reached for this long.
    case unreachable(for: Duration)
    /// The API said 429 and asks to wait this long.
    case toldToWait(Duration)
    /// A signal such as SIGINT (2) or SIGTERM (15).
    case signal(Int32)
    /// The input could not be read to its end.
    case inputFailed(String)
    /// The journal or an output file could not be written.
    case outputFailed(String)

    /// One or two sentences for the person at the terminal: what happened and what to do.
    public var message: String {
        switch self {
        case .refused(401, let message):
            "the API refuses the credentials (401: \(message)); check NOMOS_TOKEN or NOMOS_CLIENT_ID and NOMOS_CLIENT_SECRET, then run again"
        case .refused(402, let message):
            "the API asks for a higher plan of the account (402: \(message)); run again once that is settled"
        case .refused(403, let message):
            "the token may not create leads (403: \(message)); it needs the scope write:*, then run again"
        case .refused(let status, let message):
            "the API does not know this address (\(status): \(message)); check api.base_url and the plan ID, then run again"
        case .allRejectedAlike(let count, let codes):
            "the first \(count) answers were all the same rejection (\(codes.joined(separator: ", "))); correct the config or the plan, then run failures.csv (--stop-after 0 goes on regardless)"
        case .allInDoubt(let count):
            "the first \(count) leads were sent without one answer that could be understood; ask Nomos whether the API is well, then run again"
        case .unreachable(let duration):
            "nothing could be reached for \(duration.components.seconds / 60) minutes; check the network and api.base_url, then run again"
        case .toldToWait(let duration):
            "the API takes nothing more for \(duration.components.seconds / 60) minutes (429); run again after that"
        case .signal:
            "interrupted; requests under way were finished and recorded, run the same command again to continue"
        case .inputFailed(let message):
            "\(message) The rows before that are done; the rest could not be read"
        case .outputFailed(let message):
            "\(message); nothing more was sent, run again once that is mended"
        }
    }

    /// The exit code that tells it to a script.
    public var exitCode: Int32 {
        switch self {
        case .refused, .allRejectedAlike, .allInDoubt, .unreachable, .toldToWait: 2
        case .signal(let number): 128 + number
        case .inputFailed: 65
        case .outputFailed: 74
        }
    }
}
