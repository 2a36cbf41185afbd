import Dispatch
import LeadImport
import NomosAPI
import NomosSandbox

/// `run`: imports, continues, and runs failures again.
enum RunCommand: Subcommand {
    static let specification = CommandSpecification(
        name: "run",
        summary: "import a CSV file; run it again to continue, or run its failures.csv",
        operands: ["INPUT"],
        options: [
            .config,
            .init(name: "--out", value: "DIR", help: "the run folder (default: INPUT.import)"),
            .init(name: "--sandbox", help: "send to a stand-in API inside this process: no token, no network"),
            .init(name: "--limit", value: "N", help: "only the first N rows"),
            .init(name: "--rate", value: "N", help: "requests a second instead of the config's; 0: no limit"),
            .init(name: "--concurrency", value: "N", help: "requests under way at once"),
            .init(
                name: "--stop-after",
                value: "N",
                help: "stop when the first N answers are all the same rejection\n(default: 20; 0: never)"
            ),
            .init(name: "--resend-unknown", help: "send rows of unknown fate again; may make a lead twice"),
            .init(
                name: "--done",
                value: "DIR",
                help: "what that earlier run created is a duplicate here",
                isRepeatable: true
            ),
            .init(
                name: "--progress",
                value: "FORM",
                help: "auto, bar, lines, json or none",
                choices: ["auto", "bar", "lines", "json", "none"]
            ),
            .init(name: "--quiet", help: "no progress and no summary; errors only"),
            .init(name: "--yes", help: "do not ask before the first request"),
        ],
        discussion: """
            The run folder gets results.csv (a record for every row), failures.csv (the rows that need a person),
            summary.json and the journal. It is safe to interrupt: the same command continues.

            Exit codes: 0 every row is created, 1 failures.csv holds rows, 2 stopped by its own rule,
            64 command line, 65 input not CSV, 66 input missing, 73/74 output, 75 run in use, 78 config,
            130/143 interrupted.
            """
    )

    static func run(_ arguments: Arguments) async throws -> Int32 {
        let input = arguments.operands[0]
        guard input != "-" else {
            throw UsageError(message: "run cannot read standard input: it must be able to read its input again")
        }
        var configuration = try ConfigurationReader.read(path: arguments.required("--config"))
        let isSandbox = arguments.has("--sandbox")
        var options = RunOptions(input: input, endpoint: "sandbox", version: LeadImportCommand.version)
        options.folder = arguments.string("--out")
        options.limit = try arguments.integer("--limit", in: 1...Int.max)
        options.rate = try arguments.number("--rate")
        options.concurrency = try arguments.integer("--concurrency", in: 1...1000)
        options.stopAfter = try arguments.integer("--stop-after", in: 0...Int.max) ?? options.stopAfter
        options.resendUnknown = arguments.has("--resend-unknown")
        options.done = arguments.strings("--done")

        let sandbox = isSandbox ? try Sandbox.start(.init(for: configuration, rate: options.rate)) : nil
        defer { sandbox?.stop() }
        let credentials: Credentials
        if let sandbox {
            configuration.api.baseURL = sandbox.url
            credentials = .bearer(Secret("sandbox"))
        } else {
            if let url = Terminal.variable("NOMOS_BASE_URL") { configuration.api.baseURL = url }
            credentials = try Environment.credentials()
        }
        let baseURL = try BaseURL(configuration.api.baseURL)
        if !isSandbox { options.endpoint = baseURL.isLoopback ? "loopback" : baseURL.text }

        let concurrency = options.concurrency ?? configuration.api.concurrency
        let transport = HTTPTransport(
            configuration: .init(
                requestTimeout: .seconds(configuration.api.timeoutSeconds),
                maximumIdleConnections: concurrency + 1
            )
        )
        do {
            let client = try NomosClient(
                configuration: .init(
                    baseURL: baseURL,
                    credentials: credentials,
                    apiVersion: configuration.api.version,
                    userAgent: "lead-import/\(LeadImportCommand.version)"
                ),
                transport: transport
            )
            let code = try await send(arguments, configuration, options, client)
            await transport.shutDown()
            return code
        } catch {
            // A process that ends while the transport's thread is still at work in libcurl can crash.
            await transport.shutDown()
            throw error
        }
    }

    /// Runs the pipeline, shows how it goes and what came of it.
    private static func send(
        _ arguments: Arguments,
        _ configuration: ImportConfiguration,
        _ options: RunOptions,
        _ client: NomosClient
    ) async throws -> Int32 {
        let isQuiet = arguments.has("--quiet")
        let display = ProgressDisplay(form: isQuiet ? "none" : arguments.string("--progress") ?? "auto")
        let stopSignal = StopSignal()
        let listening = stopSignal.listen { _ in
            // In place of the progress bar and the ^C behind it.
            let begin = Terminal.isInteractive ? "\r\u{1B}[K" : ""
            Terminal.error(begin + "stopping: requests under way are being finished; once more ends at once\n")
        }
        defer { listening.forEach { $0.cancel() } }
        let pipeline = ImportPipeline(configuration: configuration, options: options, client: client)
        let isSandbox = arguments.has("--sandbox")
        let asks = !arguments.has("--yes") && !isSandbox
        let summary = try await pipeline.run(
            stopSignal: stopSignal,
            confirm: { briefing in
                if briefing.hadTornEnd {
                    Terminal.error("note: the journal's last line was torn; it is taken for not written\n")
                }
                guard asks, !briefing.isContinued, !briefing.isRerun else { return true }
                return Terminal.confirms(
                    "Create leads from \(briefing.input) at \(briefing.endpoint)? Each one can reach a real customer."
                )
            },
            report: { display.show($0) }
        )
        display.finish()
        if !isQuiet {
            Terminal.error(
                SummaryText.of(
                    summary,
                    configuration: configuration.file,
                    isSandbox: isSandbox,
                    resendUnknown: options.resendUnknown
                )
            )
        }
        if let stop = summary.stop { Terminal.fail(stop.message) }
        return summary.exitCode
    }
}

/// What the environment says.
enum Environment {
    /// NOMOS_TOKEN, or NOMOS_CLIENT_ID and NOMOS_CLIENT_SECRET.
    static func credentials() throws(EnvironmentError) -> Credentials {
        if let token = Terminal.variable("NOMOS_TOKEN") { return .bearer(Secret(token)) }
        switch (Terminal.variable("NOMOS_CLIENT_ID"), Terminal.variable("NOMOS_CLIENT_SECRET")) {
        case (let id?, let secret?): return .client(id: Secret(id), secret: Secret(secret))
        case (nil, nil):
            throw EnvironmentError(
                message: """
                    no credentials: set NOMOS_TOKEN, or NOMOS_CLIENT_ID and NOMOS_CLIENT_SECRET, in the environment \
                    (or try it out with --sandbox, which needs none)
                    """
            )
        case (nil, _): throw EnvironmentError(message: "NOMOS_CLIENT_SECRET is set, but NOMOS_CLIENT_ID is not")
        case (_, nil): throw EnvironmentError(message: "NOMOS_CLIENT_ID is set, but NOMOS_CLIENT_SECRET is not")
        }
    }
}

extension CommandSpecification.Option {
    /// The config that run, check and preview need.
    static let config = CommandSpecification.Option(
        name: "--config",
        value: "FILE",
        help: "the config that maps the columns (lead-import init proposes one)"
    )
}

extension SandboxConfiguration {
    /// A sandbox that keeps the limit that the run keeps, and knows the config's plans for what they are.
    init(for configuration: ImportConfiguration, rate: Double?) {
        self.init()
        let perSecond = rate ?? configuration.api.requests / configuration.api.perSeconds
        requestsPerSecond = perSecond > 0 ? max(1, Int(perSecond.rounded(.up))) : 0
        if configuration.rules.planType == .feedIn,
            case .value(let plan)? = configuration.fields.first(where: { $0.target == .plan })?.leaf.source
        {
            feedInPlans.insert(plan)
        }
    }
}
