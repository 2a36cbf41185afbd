import Synchronization

/// A stand-in for the Nomos API on 127.0.0.1, for trying an import out and for tests: it validates, creates and lists leads as the
/// reference says, keeps a rate limit, and fails on request. What it holds is gone when it stops.
///
/// ```swift
/// let sandbox = try Sandbox.start(SandboxConfiguration(requestsPerSecond: 0))
/// defer { sandbox.stop() }
/// print(sandbox.url)  // http://127.0.0.1:49152
/// ```
///
/// Every method may be called from any thread.
public final class Sandbox: Sendable {
    /// The base URL, without a slash at the end.
    public let url: String
    /// The port that it listens on.
    public let port: Int
    private let core: Core
    private let server: HTTPServer

    /// Listens and answers, on a thread of its own, until `stop()` is called or the sandbox is let go of.
    ///
    /// Throws if the configuration is wrong, the address is not loopback, or the port is taken.
    public static func start(_ configuration: SandboxConfiguration = SandboxConfiguration()) throws(SandboxError)
        -> Sandbox
    {
        try configuration.validate()
        return try Sandbox(configuration)
    }

    private init(_ configuration: SandboxConfiguration) throws(SandboxError) {
        let core = Core(configuration)
        var settings = HTTPServer.Settings()
        settings.limits = HTTPLimits(head: configuration.maximumHeaderBytes, body: configuration.maximumBodyBytes)
        settings.idleSeconds = configuration.idleTimeoutSeconds
        settings.requestSeconds = configuration.requestTimeoutSeconds
        settings.requestsPerConnection = configuration.requestsPerConnection
        settings.maximumConnections = configuration.maximumConnections
        let handler = HTTPServer.Handler(
            answer: { request in core.with { $0.reply(to: request, at: $1) } },
            refuse: { failure in core.with { $0.refusal(failure, at: $1) } }
        )
        self.core = core
        server = try HTTPServer(port: configuration.port, settings: settings, handler: handler)
        port = server.port
        url = "http://127.0.0.1:\(server.port)"
    }

    /// Closes every connection and the port; returns when that is done. Further calls do nothing.
    public func stop() { server.stop() }

    /// What has been counted so far.
    public var statistics: SandboxStatistics { core.with { api, _ in api.statistics } }

    /// How many leads there are.
    public var leadCount: Int { core.with { api, _ in api.store.count } }

    /// Every lead, oldest first. Time and memory are linear in their number.
    public var leads: [SandboxLead] {
        // Spelt out on a copy, so that the server need not wait for it.
        let api = core.with { api, _ in api }
        return api.leads(in: 0..<api.store.count)
    }

    /// The last requests in detail, oldest first; as many as `requestLogLimit` says.
    public var requests: [SandboxRequest] { core.with { api, _ in api }.requests }

    /// The market partners that GET /market-partners lists, as ID and name.
    public var marketPartners: [(id: String, name: String)] {
        core.with { api, _ in api.catalogue.marketPartners.map { ($0.id, $0.json["name"]?.string ?? "") } }
    }

    /// The faults that requests meet; a new plan holds from the next request on.
    public var faults: FaultPlan {
        get { core.with { api, _ in api.faults } }
        set { core.with { api, _ in api.faults = newValue } }
    }

    /// Answers every request but those for tokens with the error of that status from now on; nil ends that. A status for which the
    /// sandbox has no error changes nothing.
    public func forceStatus(_ status: Int?) {
        guard status.map({ APIError.Kind(status: $0) != nil }) ?? true else { return }
        core.with { api, _ in api.forcedStatus = status }
    }

    /// Makes every token that POST /oauth/token has issued so far invalid, as if they had expired.
    public func revokeTokens() { core.with { api, _ in api.tokens.revokeAll() } }
}

/// The API's state behind a lock: the server's thread and the readers of snapshots take turns.
private final class Core: Sendable {
    private let api: Mutex<SandboxAPI>
    private let clock = SandboxClock()

    init(_ configuration: SandboxConfiguration) { api = Mutex(SandboxAPI(configuration)) }

    /// Runs the body with the state at the present time, leads that became due meanwhile included.
    func with<Result: Sendable>(_ body: (inout SandboxAPI, Timestamp) -> Result) -> Result {
        api.withLock { api in
            // Read inside the lock, so that times never go backwards from one call to the next.
            let now = clock.now()
            api.createLateLeads(until: now)
            return body(&api, now)
        }
    }
}
