import NomosAPI

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Measures how many leads a second the API client creates at a server that does nothing, and what one costs in CPU.
///
/// The server is not part of it: any that answers `POST /leads` on loopback with a lead, such as an nginx with
/// `location = /leads { return 200 '{"object":"lead",…}'; }`. With the server on the same machine the requests a second
/// depend on the cores both share; the client's CPU time does so much less.
enum TransportBenchmark {
    static func run(_ arguments: [String]) async throws {
        guard let url = arguments.first, let count = arguments.dropFirst().first.map({ Int($0) }) ?? 20_000 else {
            print("usage: benchmarks transport URL [REQUESTS]")
            return
        }
        let transport = HTTPTransport(configuration: .init(maximumIdleConnections: 64))
        let client = try NomosClient(
            configuration: .init(
                baseURL: BaseURL(url),
                credentials: .bearer(Secret("benchmark")),
                userAgent: "lead-import/benchmark"
            ),
            transport: transport
        )
        var body: [UInt8] = []
        lead.json(into: &body)

        print("\(count) requests, body of \(body.count) bytes; median of 5")
        for concurrency in [1, 16, 64] {
            _ = await measure(count / 10, concurrency, client, body)
            var rounds: [Round] = []
            for _ in 0..<5 { rounds.append(await measure(count, concurrency, client, body)) }
            let rate = median(rounds.map { Double(count) / $0.seconds })
            let cpu = median(rounds.map { $0.cpuSeconds / Double(count) * 1_000_000 })
            let failures = rounds.reduce(0) { $0 + $1.failures }
            print("in flight \(concurrency): \(Int(rate)) requests/s, \(Int(cpu)) µs CPU a request, \(failures) failed")
        }
        await transport.shutDown()
    }

    private static let lead = Lead(
        plan: "pln_a5dpsx46oxi68wbph3af25c3",
        customer: .init(type: .person, firstName: "Erika", lastName: "Muster", email: "erika@example.com"),
        address: .init(zip: "10115", street: "Torstraße", houseNumber: "119", city: "Berlin"),
        meter: .init(estimatedUsage: 2500, type: .analog, number: "1APA0195124010"),
        changeReason: .supplierChange,
        metadata: [.init(key: "import_key", value: "benchmark-1")]
    )

    private struct Round {
        var seconds: Double
        var cpuSeconds: Double
        var failures: Int
    }

    private static func measure(_ count: Int, _ concurrency: Int, _ client: NomosClient, _ body: [UInt8]) async -> Round
    {
        let cpu = cpuSeconds()
        let start = ContinuousClock.now
        let failures = await withTaskGroup(of: Bool.self) { group in
            var started = 0
            var failures = 0
            func add() {
                started += 1
                group.addTask {
                    if case .created = await client.createLead(body: body).outcome { true } else { false }
                }
            }
            while started < min(concurrency, count) { add() }
            while let isCreated = await group.next() {
                if !isCreated { failures += 1 }
                if started < count { add() }
            }
            return failures
        }
        let elapsed = ContinuousClock.now - start
        return Round(seconds: elapsed / .seconds(1), cpuSeconds: cpuSeconds() - cpu, failures: failures)
    }

    /// User and system time of this process so far.
    private static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }
}
