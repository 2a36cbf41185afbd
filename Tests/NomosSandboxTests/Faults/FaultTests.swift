import Testing

@testable import NomosSandbox

@Suite("Each fault, as the client sees it and as it is")
struct FaultTests {
    struct Expectation: Sendable {
        var fault: Fault
        var status: Int?
        var leads: Int
        var ending: RawClient.Ending
    }

    static let expectations = [
        Expectation(fault: .resetBefore, status: nil, leads: 0, ending: .reset),
        Expectation(fault: .resetAfter, status: nil, leads: 1, ending: .reset),
        Expectation(fault: .errorBefore, status: 500, leads: 0, ending: .silence),
        Expectation(fault: .errorAfter, status: 500, leads: 1, ending: .silence),
        Expectation(fault: .unavailable, status: 503, leads: 0, ending: .silence),
        Expectation(fault: .tooManyRequests, status: 429, leads: 0, ending: .silence),
        Expectation(fault: .stallBefore, status: nil, leads: 0, ending: .silence),
        Expectation(fault: .stallAfter, status: nil, leads: 1, ending: .silence),
        Expectation(fault: .half, status: nil, leads: 1, ending: .closed),
        Expectation(fault: .garbage, status: 200, leads: 1, ending: .silence),
        Expectation(fault: .late, status: nil, leads: 0, ending: .silence),
    ]

    @Test("There is an expectation for every fault")
    func complete() {
        #expect(Set(FaultTests.expectations.map(\.fault)) == Set(Fault.allCases))
    }

    @Test("A fault breaks the answer, and creates a lead or not", arguments: expectations)
    func fault(expected: Expectation) throws {
        var configuration = SandboxConfiguration(requestsPerSecond: 0)
        configuration.faultSequence = [expected.fault]
        let sandbox = try Sandbox.start(configuration)
        defer { sandbox.stop() }
        let client = RawClient(port: sandbox.port)
        client.send(RawClient.post(PureAPI.lead))
        if let status = expected.status { #expect(client.statuses(1) == [status]) }
        // Where the connection stays open, silence is all that can be seen; a short look is enough.
        #expect(client.readToEnd(milliseconds: expected.ending == .silence ? 50 : 10_000) == expected.ending)
        if expected.status == nil { #expect(client.responses.isEmpty) }
        if expected.fault == .half { #expect(!client.received.isEmpty) }
        if expected.fault == .garbage {
            #expect(throws: JSONReader.Failure.self) {
                try JSONReader.value(of: Array((client.responses.first?.body ?? "{}").utf8))
            }
        }
        if [.unavailable, .tooManyRequests].contains(expected.fault) {
            #expect(String(decoding: client.received, as: UTF8.self).contains("\r\nretry-after: 1\r\n"))
        }
        #expect(sandbox.leadCount == expected.leads)
        #expect(sandbox.statistics.faultsPlayed == [expected.fault: 1])
        // The next request meets nothing.
        let next = RawClient(port: sandbox.port)
        next.send(RawClient.post(PureAPI.lead))
        #expect(next.statuses(1) == [200])
        #expect(sandbox.leadCount == expected.leads + 1)
    }

    @Test("A late lead is created after its time, though the client has long gone, and is dated then")
    func late() throws {
        var pure = PureAPI {
            $0.faultSequence = [.late]
            $0.lateSeconds = 30
        }
        #expect(try pure.create().delivery == .never)
        pure.now = pure.now.advanced(bySeconds: 29.9)
        #expect(try pure.send("GET", "/leads").items.isEmpty)
        let created = try pure.create()
        pure.now = pure.now.advanced(bySeconds: 60)
        let items = try pure.send("GET", "/leads").items
        #expect(items.map { $0["created_at"]?.string } == ["2026-05-22T12:00:30.000Z", "2026-05-22T12:00:29.900Z"])
        #expect(items.last?["id"] == created.json["id"])
    }

    @Test("A late request that is invalid creates nothing, ever")
    func lateInvalid() throws {
        var pure = PureAPI { $0.faultSequence = [.late] }
        #expect(try pure.create("{}").delivery == .never)
        pure.now = pure.now.advanced(bySeconds: 1000)
        #expect(try pure.send("GET", "/leads").items.isEmpty)
    }

    @Test("A lead stalled after its creation is found by a later list")
    func stallAfter() throws {
        var pure = PureAPI { $0.faultSequence = [.stallAfter] }
        _ = try pure.create()
        #expect(try pure.send("GET", "/leads").items.count == 1)
    }

    @Test("A half answer ends at a place that the seed decides, at times within the header section")
    func halves() throws {
        var pure = PureAPI { $0.faults = (try? FaultPlan("half:1")) ?? .none }
        var inHead = 0
        for _ in 0..<100 {
            let response = try pure.create()
            guard case .cut(let count) = response.delivery else { continue }
            #expect(count >= 1 && count < response.bytes.count)
            let head = String(decoding: response.bytes, as: UTF8.self).split(separator: "\r\n\r\n")[0]
            if count < head.utf8.count { inHead += 1 }
        }
        #expect((1..<100).contains(inHead))
    }

    @Test("Other endpoints meet faults only if asked")
    func everywhere() throws {
        for (everywhere, status) in [(false, 200), (true, 500)] {
            var pure = PureAPI {
                $0.faultsEverywhere = everywhere
                $0.faultSequence = [.errorBefore]
            }
            #expect(try pure.send("GET", "/leads").status == status)
        }
    }

    @Test("Faults can be changed while the sandbox runs")
    func changed() throws {
        let sandbox = try Sandbox.start(SandboxConfiguration(requestsPerSecond: 0))
        defer { sandbox.stop() }
        sandbox.faults = try FaultPlan("500-before:1")
        let client = RawClient(port: sandbox.port)
        client.send(RawClient.post(PureAPI.lead))
        #expect(client.statuses(1) == [500])
        client.send(RawClient.post("none", path: "/_sandbox/faults"))
        client.send(RawClient.post(PureAPI.lead))
        #expect(client.statuses(3) == [500, 200, 200])
        #expect(sandbox.faults == .none)
    }

    @Test("Latency holds an answer back, and the lead is there before it")
    func latency() throws {
        let sandbox = try Sandbox.start(
            SandboxConfiguration(requestsPerSecond: 0, latencyMilliseconds: 30...60)
        )
        defer { sandbox.stop() }
        let client = RawClient(port: sandbox.port)
        client.send(RawClient.post(PureAPI.lead) + RawClient.post(PureAPI.lead))
        #expect(client.readToEnd(milliseconds: 5) == .silence)
        #expect(client.statuses(2) == [200, 200])
    }
}
