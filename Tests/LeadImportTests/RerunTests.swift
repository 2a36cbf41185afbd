import Foundation
import NomosSandbox
import Testing

@testable import LeadImport

@Suite("Rerun of a failure file")
struct RerunTests {
    /// Rows 2 (wrong e-mail) and 4 (refused zip) of 5 fail.
    private func failed() async throws -> PipelineFixture {
        let fixture = try PipelineFixture(rows: 0) { $0.unserviceableZips = ["99999"] }
        try fixture.write([
            PipelineFixture.line(1), PipelineFixture.line(2, email: "falsch"), PipelineFixture.line(3),
            PipelineFixture.line(4, zip: "99999"), PipelineFixture.line(5),
        ])
        #expect(try await fixture.run().exitCode == 1)
        return fixture
    }

    private func correct(
        _ fixture: PipelineFixture,
        _ wrong: String,
        _ right: String,
        to name: String = "in.csv.import/failures.csv"
    ) throws {
        try fixture.folder.write(
            try fixture.folder.text("in.csv.import/failures.csv").replacing(wrong, with: right),
            to: name
        )
    }

    @Test("Corrected rows are created under their old numbers, the results are whole again, and the old file is kept")
    func corrected() async throws {
        let fixture = try await failed()
        let old = try fixture.folder.text("in.csv.import/failures.csv")
        try correct(fixture, ";falsch;", ";kunde2@example.com;")
        let fed = try fixture.folder.text("in.csv.import/failures.csv")
        #expect(fed != old)
        let summary = try await fixture.run(fixture.out + "/failures.csv")
        #expect(summary.exitCode == 1)
        #expect(try fixture.states == ["created", "created", "created", "rejected", "created"])
        #expect(fixture.created == [1, 2, 3, 5])
        try fixture.checkLeads()
        #expect(try fixture.results()[1]["E-Mail"] == "kunde2@example.com")
        #expect(try fixture.failures().map { $0["import_row"] } == ["4"])
        #expect(try fixture.folder.text("in.csv.import/failures-1.csv") == fed)
        #expect(fixture.sandbox.leads.contains { $0.metadata["import_key"] == "\(summary.runID)-2" })
    }

    @Test("Round after round the failures become fewer, and the last one leaves no failure file")
    func rounds() async throws {
        let fixture = try await failed()
        try correct(fixture, ";falsch;", ";kunde2@example.com;")
        try await fixture.run(fixture.out + "/failures.csv")
        try correct(fixture, ";99999;", ";10115;")
        let summary = try await fixture.run(fixture.out + "/failures.csv")
        #expect(summary.exitCode == 0)
        #expect(!fixture.folder.has("in.csv.import/failures.csv"))
        #expect(fixture.created == [1, 2, 3, 4, 5])
        #expect(
            fixture.folder.has("in.csv.import/failures-1.csv") && fixture.folder.has("in.csv.import/failures-2.csv")
        )
        try fixture.checkLeads()
        // And the first command still knows it all.
        let posts = fixture.posts
        #expect(try await fixture.run().exitCode == 0)
        #expect(fixture.posts == posts)
        #expect(try fixture.results()[3]["PLZ"] == "10115")
    }

    @Test("Fed back as it is, the same rows fail again, and only the rejected one is sent")
    func unchanged() async throws {
        let fixture = try await failed()
        let posts = fixture.posts
        let before = try fixture.failures()
        let summary = try await fixture.run(fixture.out + "/failures.csv")
        #expect(summary.exitCode == 1)
        #expect(fixture.posts == posts + 1)
        #expect(try fixture.states == ["created", "invalid", "created", "rejected", "created"])
        #expect(try fixture.failures().map { $0["import_row"] } == before.map { $0["import_row"] })
    }

    @Test("A row taken out of the failure file stays what it was, and is not sent")
    func rowTakenOut() async throws {
        let fixture = try await failed()
        let lines = try fixture.folder.text("in.csv.import/failures.csv").split(separator: "\r\n")
        try fixture.folder.write(
            lines.filter { !$0.contains("99999") }.joined(separator: "\r\n").replacing(
                "falsch",
                with: "kunde2@example.com"
            ) + "\r\n",
            to: "in.csv.import/failures.csv"
        )
        let posts = fixture.posts
        try await fixture.run(fixture.out + "/failures.csv")
        #expect(fixture.posts == posts + 1)
        #expect(try fixture.states == ["created", "created", "created", "rejected", "created"])
    }

    @Test(
        "An edited copy elsewhere is taken with --out, in any order, delimiter and encoding of a spreadsheet",
        arguments: [";", ",", "\t"],
        [false, true]
    )
    func spreadsheet(delimiter: String, isReversed: Bool) async throws {
        let fixture = try await failed()
        let records = try fixture.failures()
        var names =
            PipelineFixture.header.split(separator: ";").map(String.init) + ImportColumn.ofFailures.map(\.rawValue)
        if isReversed { names.reverse() }
        var lines = [names.joined(separator: delimiter)]
        for var record in isReversed ? records.reversed() : records {
            if record["import_row"] == "2" { record["E-Mail"] = "kunde2@example.com" }
            if record["import_row"] == "4" { record["PLZ"] = "10115" }
            record["Nachname"] = "Müßig"
            lines.append(
                names.map { "\"\((record[$0] ?? "").replacing("\"", with: "\"\""))\"" }.joined(separator: delimiter)
            )
        }
        // Windows-1252 has the umlauts' bytes of Latin 1.
        try fixture.folder.write(
            lines.map { $0 + "\r\n" }.joined().unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) },
            to: "edited.csv"
        )
        let summary = try await fixture.run(fixture.folder.file("edited.csv"), options: { $0.folder = fixture.out })
        #expect(summary.exitCode == 0)
        #expect(fixture.created == [1, 2, 3, 4, 5])
        try fixture.checkLeads()
        #expect(fixture.sandbox.leads.filter { $0.body?.contains("Müßig") == true }.count == 2)
    }

    @Test(
        "A failure file of a file with lines above its header, another quote or a rare delimiter is known again",
        arguments: ["skip_lines: 2", "quote: \"'\"", "delimiter: '^'", "encoding: 'cp850'"]
    )
    func ownDialect(source: String) async throws {
        let fixture = try PipelineFixture(rows: 0)
        fixture.top += " source: { \(source) },"
        if source.hasPrefix("skip") { fixture.linesAbove = 2 }
        var lines = [PipelineFixture.header, PipelineFixture.line(1), PipelineFixture.line(2, email: "falsch")]
        if source.hasPrefix("skip") { lines = ["Export vom 1.1.2026", "\"Solar\";\"haus\"\r\n"] + lines }
        if source.hasPrefix("quote") { lines = lines.map { $0.replacing("Vera", with: "'Vera; \"Ina\"'") } }
        if source.hasPrefix("delimiter") { lines = lines.map { $0.replacing(";", with: "^") } }
        var text = lines.map { $0 + "\r\n" }.joined()
        if source.hasPrefix("skip") { text = text.replacing("\r\n\r\n", with: "\r\n") }
        var bytes = Array(text.utf8)
        if source.hasPrefix("encoding") {
            // 0x81 is ü and 0xE1 is ß in code page 850.
            bytes = Array(text.replacing("Muster", with: "M#~ig").utf8).map {
                $0 == UInt8(ascii: "#") ? 0x81 : $0 == UInt8(ascii: "~") ? 0xE1 : $0
            }
        }
        try fixture.folder.write(bytes, to: "in.csv")
        #expect(try await fixture.run().states == [.created: 1, .invalid: 1])
        let failures = try fixture.folder.bytes("in.csv.import/failures.csv")
        let unchanged = try await fixture.run(fixture.out + "/failures.csv")
        #expect(unchanged.rows == 2)
        #expect(try fixture.folder.bytes("in.csv.import/failures.csv") == failures)
        // The e-mail is ASCII in all of them.
        let corrected = String(decoding: failures, as: Unicode.ASCII.self)
        #expect(corrected.contains("falsch"))
        let wrong = Array("falsch".utf8)
        let place = try #require(failures.indices.first { failures[$0...].starts(with: wrong) })
        try fixture.folder.write(
            Array(failures[..<place]) + Array("kunde2@example.com".utf8) + Array(failures[(place + wrong.count)...]),
            to: "in.csv.import/failures.csv"
        )
        let summary = try await fixture.run(fixture.out + "/failures.csv")
        #expect(summary.exitCode == 0 && summary.rows == 2)
        #expect(fixture.created == [1, 2])
        let names = fixture.sandbox.leads.map {
            $0.body.flatMap { $0.firstMatch(of: /"first_name":"((?:[^"\\]|\\.)*)"/).map { String($0.1) } }
        }
        #expect(Set(names).count == 1)
        let lastNames = fixture.sandbox.leads.map {
            $0.body.flatMap { $0.firstMatch(of: /"last_name":"([^"]*)"/).map { String($0.1) } }
        }
        #expect(Set(lastNames) == [source.hasPrefix("encoding") ? "Müßig" : "Muster"])
    }

    @Test("A malformed record stays malformed while it is fed back as it was, and counts once it is mended")
    func malformed() async throws {
        let fixture = try PipelineFixture(rows: 0)
        try fixture.write([
            PipelineFixture.line(1), "K-2;Vera", "K-3;\"Vera\" x;Muster;kunde3@example.com;10115;2500;",
            PipelineFixture.line(4),
        ])
        try await fixture.run()
        #expect(try fixture.states == ["created", "invalid", "invalid", "created"])
        try await fixture.run(fixture.out + "/failures.csv")
        #expect(try fixture.states == ["created", "invalid", "invalid", "created"])
        try correct(fixture, "\"Vera\" x;", "Vera;")
        try await fixture.run(fixture.out + "/failures.csv")
        #expect(try fixture.states == ["created", "invalid", "created", "created"])
        #expect(fixture.created == [1, 3, 4])
    }

    @Test("results.csv fed back creates nothing that is there already")
    func resultsFedBack() async throws {
        let fixture = try await failed()
        let posts = fixture.posts
        try FileManager.default.copyItem(atPath: fixture.out + "/results.csv", toPath: fixture.folder.file("copy.csv"))
        try await fixture.run(fixture.folder.file("copy.csv"), options: { $0.folder = fixture.out })
        #expect(fixture.posts == posts + 1)
        #expect(fixture.created == [1, 3, 5])
    }

    @Test("An interrupted rerun continues with the file that was fed")
    func interrupted() async throws {
        let fixture = try await failed()
        try correct(fixture, ";falsch;", ";kunde2@example.com;")
        let signal = StopSignal()
        signal.raise(15)
        let first = try await fixture.run(fixture.out + "/failures.csv", stopSignal: signal)
        #expect(first.exitCode == 143)
        #expect(fixture.created == [1, 3, 5])
        #expect(try fixture.results()[1]["import_status"] == "pending")
        let second = try await fixture.run(fixture.out + "/failures.csv")
        #expect(second.count(.created) == 4)
        #expect(fixture.created == [1, 2, 3, 5])
        try fixture.checkLeads()
    }

    @Test("The original command after an interrupted rerun takes the corrections, too")
    func interruptedThenOriginal() async throws {
        let fixture = try await failed()
        try correct(fixture, ";falsch;", ";kunde2@example.com;")
        let signal = StopSignal()
        signal.raise(15)
        try await fixture.run(fixture.out + "/failures.csv", stopSignal: signal)
        try await fixture.run()
        #expect(fixture.created == [1, 2, 3, 5])
    }

    @Test("A changed config is taken with a failure file")
    func changedConfig() async throws {
        let fixture = try await failed()
        fixture.lead = "created_by: { value: 'partner@example.com' },"
        try correct(fixture, ";falsch;", ";kunde2@example.com;")
        #expect(try await fixture.run(fixture.out + "/failures.csv").count(.created) == 4)
        #expect(fixture.sandbox.leads.filter { $0.createdBy == "partner@example.com" }.count == 1)
    }

    // MARK: - Refused before anything is sent or changed

    @Test(
        "A failure file that does not say which rows it is about is refused, and nothing is sent or changed",
        arguments: ["twice", "no row", "row 0", "beyond", "other run", "no run", "no rows"]
    )
    func refused(fault: String) async throws {
        let fixture = try await failed()
        let path = fixture.out + "/failures.csv"
        var lines = try fixture.folder.text("in.csv.import/failures.csv").split(separator: "\r\n").map(String.init)
        let run = try #require(try fixture.results().first?["import_run"])
        func replaceRow(_ text: String) { lines[2] = lines[2].replacing(";;4;5;", with: ";;\(text);5;") }
        let expected: RerunError
        switch fault {
        case "twice":
            lines.append(lines[1])
            expected = .twice(path: path, row: 2)
        case "no row":
            replaceRow("")
            expected = .noRow(path: path, line: 3)
        case "row 0":
            replaceRow("0")
            expected = .noRow(path: path, line: 3)
        case "beyond":
            replaceRow("6")
            expected = .beyondInput(path: path, row: 6)
        case "other run":
            lines[2] = lines[2].replacing(run, with: "zzzzzzzzzzzz")
            expected = .otherRun(path: path, line: 3)
        case "no run":
            lines = lines.map { $0.replacing(run, with: "") }
            expected = .noRun(path: path, line: 2)
        default:
            lines = [lines[0]]
            expected = .empty(path: path)
        }
        try fixture.folder.write(
            lines.map { $0 + "\r\n" }.joined().replacing("falsch", with: "kunde2@example.com"),
            to: "in.csv.import/failures.csv"
        )
        let names = try FileManager.default.contentsOfDirectory(atPath: fixture.out).sorted()
        let journal = try fixture.folder.bytes("in.csv.import/journal.jsonl")
        let posts = fixture.posts
        let error = await #expect(throws: RerunError.self) { try await fixture.run(path) }
        #expect(error == expected)
        #expect(error?.message.contains(path) == true)
        #expect(fixture.posts == posts)
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.out).sorted() == names)
        #expect(try fixture.folder.bytes("in.csv.import/journal.jsonl") == journal)
        // The run itself is none the worse for it.
        #expect(try await fixture.run().count(.created) == 3)
    }

    @Test("A failure file whose run is elsewhere, or whose input is gone or changed, is refused")
    func lost() async throws {
        let fixture = try await failed()
        let run = try #require(try fixture.results().first?["import_run"])
        let copy = fixture.folder.file("copy.csv")
        try FileManager.default.copyItem(atPath: fixture.out + "/failures.csv", toPath: copy)
        await #expect(throws: RerunError.runMissing(path: copy, run: run)) { try await fixture.run(copy) }
        try fixture.write([PipelineFixture.line(1)])
        await #expect(throws: RunError.inputChanged(input: RunPlan.absolute(fixture.input), folder: fixture.out)) {
            try await fixture.run(fixture.out + "/failures.csv")
        }
        try FileManager.default.removeItem(atPath: fixture.input)
        await #expect(throws: RerunError.self) { try await fixture.run(fixture.out + "/failures.csv") }
    }
}
