/// How the sandbox behaves. Every part has a default; `SandboxConfiguration()` is an API that keeps its word, at the
/// reference's default rate.
public struct SandboxConfiguration: Sendable {
    /// What a token allows.
    public enum Scope: String, Sendable, CaseIterable {
        /// Needed for every GET.
        case read = "read:*"
        /// Needed for POST /leads.
        case write = "write:*"
    }

    /// The address to listen on. Only 127.0.0.1 (or `localhost`) is taken: this is no server for a network.
    public var host = "127.0.0.1"
    /// The port; 0 takes any that is free.
    public var port = 0
    /// Decides the faults, latencies, and IDs: the same requests in the same order get the same ones.
    public var seed: UInt64 = 1

    // MARK: Rate

    /// How many requests are accepted in any one second; 0: no limit, and no rate-limit fields. See `RateLimiter`.
    public var requestsPerSecond = 10
    /// How many of these may come at once; nil: all of them.
    public var burst: Int?
    /// By how many milliseconds the limiter's windows are shortened, so that jitter on the way is no offence.
    public var rateToleranceMilliseconds = 50

    // MARK: Faults

    /// Which faults POST /leads meets, and how often.
    public var faults = FaultPlan.none
    /// What the first requests meet that could meet a fault, one after the other, nil being none; `faults` holds after that.
    public var faultSequence: [Fault?] = []
    /// Whether the other endpoints meet them too (not `/_sandbox`).
    public var faultsEverywhere = false
    /// How long after its request a `late` lead is created, in seconds. It must be longer than the client waits.
    public var lateSeconds = 60.0
    /// What `retry-after` says, in seconds, with the faults `429` and `503`.
    public var retryAfterSeconds = 1
    /// How long an answer is held back, in milliseconds, evenly distributed. The request itself is processed at once.
    public var latencyMilliseconds = 0...0
    /// Answers every request but those for tokens with that status and its error, for tests of 402, 403, 409, 422 and so on.
    public var forcedStatus: Int?
    /// Closes each connection without notice after so many answers; nil: never.
    public var requestsPerConnection: Int?

    // MARK: Access

    /// The bearer tokens that are accepted, beside those issued by POST /oauth/token; nil: any that is not empty.
    public var tokens: Set<String>?
    /// What these tokens, and those issued, allow.
    public var scopes: Set<Scope> = Set(Scope.allCases)
    /// The client ID that gets a token; nil: any.
    public var clientID: String?
    /// The secret that goes with it; nil: any.
    public var clientSecret: String?
    /// How long an issued token is good for, in seconds.
    public var tokenLifetimeSeconds = 3600.0

    // MARK: Leads

    /// The plans that are feed-in plans. Every other well-formed ID (`pln_` and letters, digits, `_` or `-`) is a
    /// consumption plan.
    public var feedInPlans: Set<String> = ["pln_feedin0000000000000000000"]
    /// If given, only these and `feedInPlans` exist; POST /leads with another one is answered with 404.
    public var knownPlans: Set<String>?
    /// Whether `previous_supplier` must be one of the market partners that the sandbox lists.
    public var requiresKnownSupplier = false
    /// Postal codes that are refused with `unserviceable_zip`.
    public var unserviceableZips: Set<String> = []
    /// Whether fields that the reference does not know are refused (`unrecognized_keys`), to find misspelt ones.
    public var refusesUnknownFields = false
    /// How long after its creation a lead shows up in GET /leads, in seconds.
    public var listLagSeconds = 0.0
    /// How far the server's clock is ahead (or behind, if negative), in seconds: in the Date field, `created_at`, and what
    /// counts as the future.
    public var clockOffsetSeconds = 0.0

    // MARK: Bounds

    /// Whether request bodies are kept, with their leads and in the request log. A body costs its own length.
    public var keepsBodies = false
    /// How many of the last requests are kept in detail.
    public var requestLogLimit = 1000
    /// The longest body taken, in bytes.
    public var maximumBodyBytes = 1024 * 1024
    /// The longest header section taken, in bytes.
    public var maximumHeaderBytes = 16 * 1024
    /// How many connections are open at once; more have to wait.
    public var maximumConnections = 900
    /// How long a request may take from its first byte to its last, in seconds.
    public var requestTimeoutSeconds = 30.0
    /// How long a connection stays open without a request, in seconds.
    public var idleTimeoutSeconds = 75.0

    /// Creates the default configuration; set the properties that should differ.
    public init(
        port: Int = 0,
        requestsPerSecond: Int = 10,
        faults: FaultPlan = .none,
        latencyMilliseconds: ClosedRange<Int> = 0...0,
        seed: UInt64 = 1
    ) {
        self.port = port
        self.requestsPerSecond = requestsPerSecond
        self.faults = faults
        self.latencyMilliseconds = latencyMilliseconds
        self.seed = seed
    }

    /// Throws what is wrong with the settings, in words.
    func validate() throws(SandboxError) {
        guard host == "127.0.0.1" || host == "localhost" else {
            throw SandboxError("The sandbox listens on 127.0.0.1 only, not on '\(host)'.")
        }
        guard (0...65_535).contains(port) else {
            throw SandboxError("\(port) is no port: give a number from 0 (any free port) to 65535.")
        }
        guard requestsPerSecond >= 0 else {
            throw SandboxError("The rate \(requestsPerSecond) is below 0: give requests a second, or 0 for no limit.")
        }
        guard latencyMilliseconds.lowerBound >= 0, latencyMilliseconds.upperBound <= 3_600_000 else {
            throw SandboxError("The latency must lie between 0 and 3600000 milliseconds.")
        }
        guard maximumConnections >= 1, maximumBodyBytes >= 0, maximumHeaderBytes >= 256, requestLogLimit >= 0 else {
            throw SandboxError(
                "A limit is too small: connections 1, header 256 bytes, body and request log 0 at least."
            )
        }
        if let forcedStatus, APIError.Kind(status: forcedStatus) == nil {
            throw SandboxError("The sandbox has no error with the status \(forcedStatus).")
        }
    }
}
