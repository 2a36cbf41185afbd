import Foundation
import TestSupport
import Testing

@testable import LeadImport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Journal")
struct JournalTests {
    private static func lines(_ entries: [JournalEntry]) -> [[UInt8]] {
        entries.map { entry in
            var bytes: [UInt8] = []
            Journal.append(entry, to: &bytes)
            return bytes
        }
    }

    private static let head: [JournalEntry] = [
        .run(JournalEntryTests.run), .start(RunStart(at: 1, config: JournalEntryTests.fingerprint)),
        .intent(row: 1, attempt: 1, at: 5, identity: nil),
    ]

    private static let lead = LeadReference(
        id: "lead_1",
        link: "https://example.com",
        createdAt: "2026-01-01T00:00:00Z"
    )

    @Test("Entries are on the disk when commit returns, and are there when it is opened again")
    func reopening() async throws {
        let folder = try TemporaryFolder()
        do {
            let journal = try Journal(path: folder.file("j"))
            journal.append(.run(JournalEntryTests.run))
            try await journal.commit(.intent(row: 1, attempt: 1, at: 5, identity: nil))
            #expect(try folder.text("j").contains("\"intent\""))
            journal.append(.outcome(row: 1, RowOutcome(.created, lead: Self.lead, attempts: 1)))
            try await journal.commit(.intent(row: 2, attempt: 1, at: 6, identity: nil))
        }
        let journal = try Journal(path: folder.file("j"))
        #expect(!journal.hadTornEnd)
        #expect(journal.withIndex { $0.run } == JournalEntryTests.run)
        guard case .settled(.created, let offset, _) = journal.status(of: 1) else {
            Issue.record("row 1 is not created")
            return
        }
        #expect(try journal.outcome(at: offset) == RowOutcome(.created, lead: Self.lead, attempts: 1))
        #expect(journal.status(of: 2) == .doubt(Doubt(row: 2, attempt: 1, since: 6, announced: 6)))
        #expect(journal.status(of: 3) == .open(attempts: 0))
    }

    @Test("Many commits at once all come back, each after its entry is on the disk")
    func groupCommit() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("j")
        let journal = try Journal(path: path)
        journal.append(.run(JournalEntryTests.run))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for row in 1...500 {
                group.addTask {
                    try await journal.commit(.intent(row: row, attempt: 1, at: 5, identity: nil))
                    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
                    return text.contains("\"row\":\(row),")
                }
            }
            for try await isThere in group { #expect(isThere) }
        }
        #expect(journal.withIndex { $0.openDoubts.count } == 500)
        journal.append(.outcome(row: 250, RowOutcome(.failed, attempts: 6)))
        guard case .settled(_, let offset, _) = journal.status(of: 250) else { return }
        #expect(try journal.outcome(at: offset) == RowOutcome(.failed, attempts: 6))
    }

    @Test("An outcome longer than a block is read back whole", arguments: [10, 4000, 4096, 20_000, 100_000])
    func longOutcome(length: Int) throws {
        let folder = try TemporaryFolder()
        let journal = try Journal(path: folder.file("j"))
        journal.append(.run(JournalEntryTests.run))
        let outcome = RowOutcome(
            .rejected,
            attempts: 1,
            violations: [Violation(code: "x", message: String(repeating: "ü", count: length))]
        )
        journal.append(.outcome(row: 1, outcome))
        journal.append(.outcome(row: 2, RowOutcome(.failed)))
        guard case .settled(_, let offset, _) = journal.status(of: 1) else { return #expect(Bool(false)) }
        #expect(try journal.outcome(at: offset) == outcome)
        #expect(try journal.outcome(at: offset + 1) == nil)
        #expect(try journal.outcome(at: 1 << 30) == nil)
    }

    @Test("An empty file is a journal with nothing in it")
    func empty() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "j")
        let journal = try Journal(path: folder.file("j"))
        #expect(journal.withIndex { $0.run } == nil)
        #expect(!journal.hadTornEnd)
    }

    @Test("A last line torn anywhere is cut off, and writing goes on after the line before it")
    func tornAnywhere() async throws {
        let lines = Self.lines(Self.head + [.outcome(row: 1, RowOutcome(.created, lead: Self.lead, attempts: 1))])
        let whole = Array(lines.dropLast().joined())
        let last = lines[lines.count - 1]
        let folder = try TemporaryFolder()
        for length in 1..<last.count {
            let name = "j\(length)"
            try folder.write(whole + last[..<length], to: name)
            do {
                let journal = try Journal(path: folder.file(name))
                #expect(journal.hadTornEnd)
                #expect(journal.status(of: 1) == .doubt(Doubt(row: 1, attempt: 1, since: 5, announced: 5)))
                journal.append(.absent(row: 1, attempt: 1))
                journal.flush()
            }
            #expect(try folder.bytes(name) == whole + Self.lines([.absent(row: 1, attempt: 1)])[0])
        }
    }

    @Test(
        "Damage at the end, as a power cut leaves it, is cut off",
        arguments: [
            Array("garbage\n".utf8), Array("a\nb\nc\n".utf8), Array("a\nb\nhalf".utf8),
            Array(repeating: 0, count: 5000),
            Array("\n\n\n".utf8), [0xFF, 0x0A, 0xFE], Array("{\"t\":\"intent\"}\n{\"t\":\"end\"}\n".utf8),
        ] as [[UInt8]]
    )
    func damagedTail(tail: [UInt8]) throws {
        let folder = try TemporaryFolder()
        let whole = Array(Self.lines(Self.head).joined())
        try folder.write(whole + tail, to: "j")
        do {
            let journal = try Journal(path: folder.file("j"))
            #expect(journal.hadTornEnd)
            #expect(journal.withIndex { $0.openDoubts.count } == 1)
        }
        #expect(try folder.bytes("j") == whole)
    }

    @Test("Damage to what was synced once is refused, and names the line", arguments: 1...3)
    func damagedMiddle(line: Int) throws {
        let folder = try TemporaryFolder()
        var lines = Self.lines(Self.head)
        var last: [UInt8] = []
        Journal.append(.end(exitCode: 0), to: &last, synced: lines.joined().count)
        lines.append(last)
        lines[line - 1][5] ^= 1
        let bytes = Array(lines.joined())
        try folder.write(bytes, to: "j")
        #expect(throws: JournalError.damaged(path: folder.file("j"), line: line)) {
            try Journal(path: folder.file("j"))
        }
        #expect(try folder.bytes("j") == bytes)
    }

    @Test("Damage after a process took the run up is refused, synced or not")
    func damagedBeforeStart() throws {
        let folder = try TemporaryFolder()
        var lines = Self.lines(Self.head + [.notSent(row: 1, attempt: 1), Self.head[1]])
        lines[3][5] ^= 1
        try folder.write(Array(lines.joined()), to: "j")
        #expect(throws: JournalError.damaged(path: folder.file("j"), line: 4)) { try Journal(path: folder.file("j")) }
    }

    @Test("What was never synced may come back from a power cut with a hole, and is cut off from there")
    func hole() throws {
        let folder = try TemporaryFolder()
        var lines = Self.lines(Self.head)
        let whole = lines.joined().count
        lines += Self.lines([.notSent(row: 1, attempt: 1), .clock(offset: 3)])
        var last: [UInt8] = []
        Journal.append(.intent(row: 2, attempt: 1, at: 9, identity: nil), to: &last, synced: whole)
        lines.append(last)
        lines[3] = Array(repeating: 0, count: lines[3].count - 1) + [UInt8(ascii: "\n")]
        try folder.write(Array(lines.joined()), to: "j")
        let journal = try Journal(path: folder.file("j"))
        #expect(journal.hadTornEnd)
        #expect(try folder.bytes("j").count == whole)
        #expect(journal.status(of: 2) == .open(attempts: 0))
    }

    @Test("A file that is no journal is refused and not touched")
    func foreign() throws {
        let folder = try TemporaryFolder()
        try folder.write("Vorname;Nachname\nVera;Muster\n", to: "j")
        #expect(throws: JournalError.damaged(path: folder.file("j"), line: 1)) { try Journal(path: folder.file("j")) }
        #expect(try folder.text("j").hasPrefix("Vorname"))
    }

    @Test("A journal larger than one read is read whole, torn end and all")
    func large() throws {
        let folder = try TemporaryFolder()
        let entries =
            Self.head
            + (2...20_000).map { .intent(row: $0, attempt: 1, at: Int64($0), identity: JournalEntryTests.fingerprint) }
        let whole = Array(Self.lines(entries).joined())
        #expect(whole.count > 2 << 20)
        try folder.write(whole + Array("{\"t\":".utf8), to: "j")
        let journal = try Journal(path: folder.file("j"))
        #expect(journal.hadTornEnd)
        #expect(journal.withIndex { $0.openDoubts.count } == 20_000)
    }

    @Test("A second one cannot have it while the first is at work, but may look at it")
    func inUse() throws {
        let folder = try TemporaryFolder()
        do {
            let journal = try Journal(path: folder.file("j"))
            journal.append(.run(JournalEntryTests.run))
            journal.flush()
            #expect(throws: JournalError.inUse(path: folder.file("j"))) { try Journal(path: folder.file("j")) }
            let reader = try Journal(path: folder.file("j"), isReadOnly: true)
            #expect(reader.withIndex { $0.run } == JournalEntryTests.run)
        }
        _ = try Journal(path: folder.file("j"))
    }

    @Test("Another process is kept out as well")
    func inUseByProcess() async throws {
        let folder = try TemporaryFolder()
        let journal = try Journal(path: folder.file("j"))
        defer { withExtendedLifetime(journal) {} }
        let process = try ChildProcess("/usr/bin/env", ["flock", "--nonblock", folder.file("j"), "true"])
        #expect(await process.code() != 0)
    }

    @Test("Read only, a torn end stays where it is, and nothing is made where nothing is")
    func readOnly() throws {
        let folder = try TemporaryFolder()
        let bytes = Array(Self.lines(Self.head).joined()) + Array("torn".utf8)
        try folder.write(bytes, to: "j")
        #expect(try Journal(path: folder.file("j"), isReadOnly: true).hadTornEnd)
        #expect(try folder.bytes("j") == bytes)
        #expect(throws: OutputError.self) { try Journal(path: folder.file("none"), isReadOnly: true) }
        #expect(!folder.has("none"))
    }

    @Test("Where it cannot be made, the error names the file and the reason")
    func cannotCreate() {
        #expect(throws: OutputError.cannotCreate(path: "/no/such/folder/j", reason: "No such file or directory")) {
            try Journal(path: "/no/such/folder/j")
        }
    }

    @Test("On a full disk commit says so, as does every later one, and nothing more is written")
    func fullDisk() async {
        // A limit on the size of files, which cannot be had for one test alone, stands for the full disk.
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            let path = folder.file("j")
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 4096, rlim_max: 1 << 20)
            #if canImport(Glibc)
                let file = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
            #else
                let file = RLIMIT_FSIZE
            #endif
            try #require(setrlimit(file, &limit) == 0)
            do {
                let journal = try Journal(path: path)
                journal.append(.run(JournalEntryTests.run))
                var sent = 0
                var failure: OutputError?
                do throws(OutputError) {
                    for row in 1...1000 {
                        try await journal.commit(.intent(row: row, attempt: 1, at: 5, identity: nil))
                        sent = row
                    }
                } catch {
                    failure = error
                }
                #expect(failure?.message.hasPrefix("cannot write \(path): ") == true)
                #expect(sent > 10 && sent < 1000)
                #expect(journal.failure == failure)
                // Room again, but what was lost meanwhile cannot be made up for: this process writes no more.
                let size = try folder.bytes("j").count
                limit.rlim_cur = 1 << 20
                try #require(setrlimit(file, &limit) == 0)
                journal.append(.outcome(row: 1, RowOutcome(.failed)))
                await #expect(throws: OutputError.self) {
                    try await journal.commit(.intent(row: 2000, attempt: 1, at: 5, identity: nil))
                }
                journal.flush()
                #expect(try folder.bytes("j").count == size)
            }
            // The next one finds every line whole.
            let journal = try Journal(path: path)
            #expect(!journal.hadTornEnd)
            #expect(journal.withIndex { $0.openDoubts.count } >= 30)
        }
    }
}
