import NomosSandbox
import Testing

@testable import LeadImport

@Suite("Import")
struct ImportPipelineTests {
    @Test("Every row is created once, and results.csv says which lead it is", arguments: [1, 17, 200])
    func created(rows: Int) async throws {
        let fixture = try PipelineFixture(rows: rows)
        let summary = try await fixture.run()
        #expect(summary.exitCode == 0)
        #expect(fixture.created == Array(1...rows))
        #expect(summary.count(.created) == rows)
        try fixture.checkLeads()
        let results = try fixture.results()
        #expect(results.compactMap { $0["import_row"].flatMap { Int($0) } } == Array(1...rows))
        #expect(results.allSatisfy { $0["import_attempts"] == "1" && $0["import_run"] == summary.runID })
    }

    @Test("Each lead carries the mark of its run and row")
    func importKey() async throws {
        let fixture = try PipelineFixture(rows: 3)
        let summary = try await fixture.run()
        #expect(
            Set(fixture.sandbox.leads.compactMap { $0.metadata["import_key"] })
                == Set((1...3).map { "\(summary.runID)-\($0)" })
        )
    }

    @Test("An export with a header alone is an import of nothing")
    func empty() async throws {
        let fixture = try PipelineFixture(rows: 0)
        let summary = try await fixture.run()
        #expect(summary.exitCode == 0 && summary.rows == 0)
        #expect(fixture.sandbox.statistics.requests == 0)
    }

    @Test("Created, invalid, rejected and duplicate rows stand side by side in the input's order")
    func states() async throws {
        let fixture = try PipelineFixture(rows: 0) { $0.unserviceableZips = ["99999"] }
        try fixture.write([
            PipelineFixture.line(1), PipelineFixture.line(2, email: "kunde"), PipelineFixture.line(3, zip: "99999"),
            PipelineFixture.line(4, customer: 1), "K-5;zu;kurz", PipelineFixture.line(6),
        ])
        let summary = try await fixture.run()
        #expect(summary.exitCode == 1)
        #expect(try fixture.states == ["created", "invalid", "rejected", "duplicate", "invalid", "created"])
        let results = try fixture.results()
        #expect(results[3]["lead_id"] == results[0]["lead_id"])
        #expect(results[1]["import_error_columns"] == "E-Mail")
        #expect(results[2]["import_error_codes"] == "unserviceable_zip" && results[2]["import_error_columns"] == "PLZ")
        #expect(results[2]["import_request_id"]?.isEmpty == false)
        #expect(try fixture.failures().map { $0["import_row"] } == ["2", "3", "5"])
        try fixture.checkLeads()
    }

    @Test("Only the first rows are read where a limit is given, and all of them later")
    func limit() async throws {
        let fixture = try PipelineFixture(rows: 5)
        #expect(try await fixture.run(options: { $0.limit = 2 }).rows == 2)
        #expect(fixture.created == [1, 2])
        #expect(try await fixture.run().rows == 5)
        #expect(fixture.created == [1, 2, 3, 4, 5])
        try fixture.checkLeads()
    }

    @Test("The first rows go one at a time until one is created")
    func canary() async throws {
        let fixture = try PipelineFixture(rows: 0) {
            $0.unserviceableZips = ["99999"]
            $0.latencyMilliseconds = 20...20
        }
        try fixture.write(
            (1...5).map { PipelineFixture.line($0, zip: "99999", customer: $0) }
                + (6...30).map { PipelineFixture.line($0) }
        )
        var underWay = 0
        _ = try await fixture.run()
        // The log has requests in the order they came; a second one before the first was answered shows in its time.
        let times = fixture.sandbox.requests.filter { $0.method == "POST" }.prefix(7).compactMap {
            milliseconds($0.receivedAt)
        }
        for (first, second) in zip(times.prefix(6), times.dropFirst()) where second - first < 15 { underWay += 1 }
        #expect(underWay == 0)
        #expect(fixture.created == Array(6...30))
    }

    private func milliseconds(_ text: String) -> Int? {
        // 2026-01-01T10:20:30.123Z; one day is enough to compare.
        let parts = text.dropFirst(11).dropLast().split { ":.".contains($0) }.compactMap { Int($0) }
        return parts.count == 4 ? ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000 + parts[3] : nil
    }

    // MARK: - Suppliers

    @Test("Suppliers are looked up by name, once each, and a name unknown or ambiguous is the row's error")
    func suppliers() async throws {
        let fixture = try PipelineFixture(rows: 0) { $0.requiresKnownSupplier = true }
        fixture.lead = "previous_supplier: { column: 'Versorger', lookup: 'market_partner', optional: true },"
        let names = [
            "Yello Strom GmbH", "", "LichtBlick SE", "yello strom gmbh", "Stadtwerke", "Gibt es nicht AG",
            "Yello Strom GmbH",
        ]
        try fixture.write(names.enumerated().map { PipelineFixture.line($0.offset + 1, supplier: $0.element) })
        _ = try await fixture.run(options: { $0.concurrency = 1 })
        #expect(try fixture.states == ["created", "created", "created", "created", "invalid", "invalid", "created"])
        let codes = try fixture.results().map { $0["import_error_codes"] }
        #expect(codes[4] == "supplier_ambiguous" && codes[5] == "supplier_unknown")
        #expect(try fixture.results()[4]["import_error_columns"] == "Versorger")
        let yello = try #require(fixture.sandbox.marketPartners.first { $0.name == "Yello Strom GmbH" })
        #expect(fixture.sandbox.leads.filter { $0.body?.contains(yello.id) == true }.count == 3)
        let lookups = fixture.sandbox.statistics.requestsByEndpoint["GET /market-partners", default: 0]
        #expect(lookups <= 8)
    }

    // MARK: - Rate

    @Test("A sandbox with the same limit never says 429", arguments: [20, 50])
    func rate(perSecond: Int) async throws {
        let fixture = try PipelineFixture(rows: perSecond * 3 / 2) { $0.requestsPerSecond = perSecond }
        fixture.rate = Double(perSecond)
        let summary = try await fixture.run()
        let statistics = fixture.sandbox.statistics
        #expect(statistics.requestsByStatus[429] == nil)
        #expect(summary.progress.throttled == 0)
        #expect(statistics.peakRequestsPerSecond <= perSecond + 1)
        #expect(fixture.created.count == perSecond * 3 / 2)
    }

    @Test("A limit that the API states below the configured one is kept from its first answer on")
    func lowerLimit() async throws {
        let fixture = try PipelineFixture(rows: 25) { $0.requestsPerSecond = 20 }
        fixture.rate = 1000
        let summary = try await fixture.run()
        #expect(fixture.created.count == 25)
        #expect(summary.exitCode == 0)
        #expect(summary.progress.throttled <= 16)
    }
}
