import NomosSandbox
import Testing

@testable import LeadImport

@Suite("Duplicates")
struct DuplicateTests {
    private static let lines = [1, 2, 1, 3, 1, 2].enumerated().map {
        PipelineFixture.line($0.offset + 1, customer: $0.element)
    }

    @Test("A lead that comes again is left out and carries the first one's lead", arguments: [1, 16])
    func skip(concurrency: Int) async throws {
        let fixture = try PipelineFixture(rows: 0)
        try fixture.write(Self.lines)
        let summary = try await fixture.run(options: { $0.concurrency = concurrency })
        #expect(summary.exitCode == 0)
        #expect(try fixture.states == ["created", "created", "duplicate", "created", "duplicate", "duplicate"])
        let ids = try fixture.results().map { $0["lead_id"] }
        #expect(ids[2] == ids[0] && ids[4] == ids[0] && ids[5] == ids[1])
        #expect(fixture.created == [1, 2, 3])
    }

    @Test("With send they are sent as well")
    func send() async throws {
        let fixture = try PipelineFixture(rows: 0)
        fixture.top = "rules: { plan_type: 'consumption', duplicates: 'send' },"
        try fixture.write(Self.lines)
        #expect(try await fixture.run().states == [.created: 6])
        #expect(fixture.created == [1, 1, 1, 2, 2, 3])
    }

    @Test("With fail they are invalid and a person must decide", arguments: [1, 16])
    func fail(concurrency: Int) async throws {
        let fixture = try PipelineFixture(rows: 0)
        fixture.top = "rules: { plan_type: 'consumption', duplicates: 'fail' },"
        try fixture.write(Self.lines)
        #expect(try await fixture.run(options: { $0.concurrency = concurrency }).states == [.created: 3, .invalid: 3])
        #expect(
            try fixture.failures().map { $0["import_error_codes"] } == [
                "duplicate_row", "duplicate_row", "duplicate_row",
            ]
        )
    }

    @Test("The identity may be some fields only")
    func identity() async throws {
        let fixture = try PipelineFixture(rows: 0)
        fixture.top = "rules: { plan_type: 'consumption', identity: ['metadata.number'] },"
        try fixture.write([
            PipelineFixture.line(1), "K-1;Anna;Andere;anna@example.com;10115;3000;", PipelineFixture.line(2),
        ])
        try await fixture.run()
        #expect(try fixture.states == ["created", "duplicate", "created"])
    }

    @Test("When the first one is rejected the next is sent in its place", arguments: [1, 16])
    func afterRejection(concurrency: Int) async throws {
        let fixture = try PipelineFixture(rows: 0) { $0.unserviceableZips = ["99999"] }
        fixture.top = "rules: { plan_type: 'consumption', identity: ['metadata.number'] },"
        try fixture.write([
            PipelineFixture.line(9), PipelineFixture.line(1, zip: "99999"), PipelineFixture.line(1, zip: "99999"),
            PipelineFixture.line(1), PipelineFixture.line(1),
        ])
        try await fixture.run(options: { $0.concurrency = concurrency })
        #expect(try fixture.states == ["created", "rejected", "rejected", "created", "duplicate"])
        #expect(fixture.created == [1, 9])
    }

    @Test("An invalid row owns no identity")
    func afterInvalid() async throws {
        let fixture = try PipelineFixture(rows: 0)
        fixture.top = "rules: { plan_type: 'consumption', identity: ['metadata.number'] },"
        try fixture.write([PipelineFixture.line(1, email: "falsch"), PipelineFixture.line(1)])
        try await fixture.run()
        #expect(try fixture.states == ["invalid", "created"])
    }

    @Test("Whoever is the same as a row created by an earlier process is known again")
    func acrossProcesses() async throws {
        let fixture = try PipelineFixture(rows: 0)
        try fixture.write(Self.lines)
        try await fixture.run(options: { $0.limit = 2 })
        try await fixture.run()
        #expect(try fixture.states == ["created", "created", "duplicate", "created", "duplicate", "duplicate"])
        #expect(fixture.posts == 3)
    }

    @Test("A duplicate of a lead in doubt waits for it")
    func ofDoubt() async throws {
        let fixture = try PipelineFixture(rows: 0) { $0.faultSequence = [nil, .errorAfter, .errorBefore] }
        try fixture.write([
            PipelineFixture.line(9), PipelineFixture.line(1), PipelineFixture.line(2), PipelineFixture.line(1),
            PipelineFixture.line(2),
        ])
        #expect(try await fixture.run(options: { $0.concurrency = 1 }).exitCode == 0)
        #expect(try fixture.states == ["created", "created", "created", "duplicate", "duplicate"])
        let ids = try fixture.results().map { $0["lead_id"] }
        #expect(ids[3] == ids[1] && ids[4] == ids[2])
        #expect(fixture.created == [1, 2, 9])
    }

    @Test("A duplicate of an unknown row is not sent, and the exit code says that something is left")
    func ofUnknown() async throws {
        let fixture = try PipelineFixture(rows: 0) {
            $0.faultSequence = [nil, .errorAfter]
            $0.scopes = [.write]
        }
        try fixture.write([PipelineFixture.line(9), PipelineFixture.line(1), PipelineFixture.line(1)])
        let summary = try await fixture.run(options: { $0.concurrency = 1 })
        #expect(try fixture.states == ["created", "unknown", "duplicate"])
        #expect(summary.exitCode == 1)
        #expect(fixture.created == [1, 9])
    }

    // MARK: - Earlier runs

    @Test("What an earlier run created is a duplicate here, with its lead; what it did not is sent")
    func done() async throws {
        let fixture = try PipelineFixture(rows: 0) { $0.unserviceableZips = ["99999"] }
        fixture.top = "rules: { plan_type: 'consumption', identity: ['metadata.number'] },"
        try fixture.write([PipelineFixture.line(1), PipelineFixture.line(2, zip: "99999"), PipelineFixture.line(3)])
        try await fixture.run()
        let first = try fixture.results()
        try fixture.write([
            PipelineFixture.line(3), PipelineFixture.line(2), PipelineFixture.line(4), PipelineFixture.line(1),
        ])
        let out = fixture.folder.file("second")
        let summary = try await fixture.run(options: {
            $0.folder = out
            $0.done = [fixture.out]
        })
        #expect(summary.exitCode == 0)
        let second = try fixture.results(in: out)
        #expect(second.map { $0["import_status"] } == ["duplicate", "created", "created", "duplicate"])
        #expect(second[0]["lead_id"] == first[2]["lead_id"] && second[3]["lead_id"] == first[0]["lead_id"])
        #expect(fixture.created == [1, 2, 3, 4])
    }

    @Test("An earlier run that told leads apart otherwise, or a folder without a run, is refused")
    func otherIdentity() async throws {
        let fixture = try PipelineFixture(rows: 1)
        try await fixture.run()
        fixture.top = "rules: { plan_type: 'consumption', identity: ['metadata.number'] },"
        await #expect(
            throws: EarlierRunError.otherIdentity(
                folder: fixture.out,
                theirs: "the whole lead",
                ours: "metadata.number"
            )
        ) {
            try await fixture.run(options: {
                $0.folder = fixture.folder.file("second")
                $0.done = [fixture.out]
            })
        }
        let empty = fixture.folder.path
        await #expect(throws: EarlierRunError.noRun(folder: empty)) {
            try await fixture.run(options: {
                $0.folder = fixture.folder.file("second")
                $0.done = [empty]
            })
        }
        #expect(!fixture.folder.has("second"))
        #expect(fixture.posts == 1)
    }
}
