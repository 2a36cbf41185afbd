import Dispatch
import LeadImport
import NomosSandbox

/// `sandbox`: the stand-in API on loopback, until Ctrl-C.
enum SandboxCommand: Subcommand {
    static let specification = CommandSpecification(
        name: "sandbox",
        summary: "run the stand-in API on loopback until Ctrl-C",
        operands: [],
        options: [
            .init(name: "--port", value: "N", help: "the port (default: any that is free)"),
            .init(name: "--rate", value: "N", help: "requests a second it accepts (default: 10; 0: no limit)"),
            .init(
                name: "--fault",
                value: "LIST",
                help: "faults with their probabilities, such as half:0.01,503:0.02 or all:0.08"
            ),
            .init(name: "--latency", value: "MS", help: "how long it takes to answer, such as 20 or 5-50"),
            .init(name: "--late", value: "SECONDS", help: "when the lead of a late fault is created (default: 60)"),
            .init(name: "--list-lag", value: "SECONDS", help: "how long a lead takes to show up in GET /leads"),
            .init(name: "--scope", value: "LIST", help: "what tokens allow: read,write (default), read or write"),
            .init(name: "--token", value: "TEXT", help: "the only bearer token to accept (default: any)"),
            .init(name: "--feed-in-plan", value: "ID", help: "a plan that is a feed-in plan", isRepeatable: true),
            .init(name: "--status", value: "N", help: "answer everything with this error status"),
            .init(name: "--seed", value: "N", help: "of the faults and latencies (default: 1)"),
        ],
        discussion: """
            Prints its URL on standard output. Point lead-import at it with NOMOS_BASE_URL and any NOMOS_TOKEN.
            What it saw: GET /_sandbox/stats, /_sandbox/leads, /_sandbox/requests, /_sandbox/faults.
            Faults: \(Fault.allCases.map(\.rawValue).joined(separator: ", ")).
            """
    )

    static func run(_ arguments: Arguments) async throws -> Int32 {
        var configuration = SandboxConfiguration()
        configuration.port = try arguments.integer("--port", in: 0...65_535) ?? 0
        if let rate = try arguments.integer("--rate", in: 0...1_000_000) { configuration.requestsPerSecond = rate }
        if let faults = arguments.string("--fault") { configuration.faults = try faultPlan(faults) }
        if let latency = arguments.string("--latency") { configuration.latencyMilliseconds = try range(latency) }
        if let late = try arguments.number("--late") { configuration.lateSeconds = late }
        if let lag = try arguments.number("--list-lag") { configuration.listLagSeconds = lag }
        if let scope = arguments.string("--scope") { configuration.scopes = try scopes(scope) }
        if let token = arguments.string("--token") { configuration.tokens = [token] }
        configuration.feedInPlans.formUnion(arguments.strings("--feed-in-plan"))
        configuration.forcedStatus = try arguments.integer("--status", in: 400...599)
        if let seed = try arguments.integer("--seed", in: 0...Int.max) { configuration.seed = UInt64(seed) }
        let sandbox = try Sandbox.start(configuration)
        let stopSignal = StopSignal()
        let listening = stopSignal.listen { _ in }
        Terminal.output("\(sandbox.url)\n")
        while stopSignal.received == nil { try await Task.sleep(for: .milliseconds(50)) }
        listening.forEach { $0.cancel() }
        sandbox.stop()
        let count = sandbox.leadCount
        Terminal.error("\(count) \(count == 1 ? "lead" : "leads") were created\n")
        return ExitCode.success
    }

    private static func faultPlan(_ text: String) throws(UsageError) -> FaultPlan {
        do {
            return try FaultPlan(text)
        } catch {
            throw UsageError(message: "--fault: \(error.description)")
        }
    }

    private static func range(_ text: String) throws(UsageError) -> ClosedRange<Int> {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard let low = parts.first ?? nil, let high = parts.last ?? nil, parts.count <= 2, low >= 0, low <= high else {
            throw UsageError(message: "--latency takes milliseconds such as 20 or 5-50, not \(text)")
        }
        return low...high
    }

    private static func scopes(_ text: String) throws(UsageError) -> Set<SandboxConfiguration.Scope> {
        var scopes: Set<SandboxConfiguration.Scope> = []
        for name in text.split(separator: ",") {
            guard let scope = SandboxConfiguration.Scope(rawValue: name + ":*") else {
                throw UsageError(message: "--scope takes read, write or both, not \(name)")
            }
            scopes.insert(scope)
        }
        return scopes
    }
}
