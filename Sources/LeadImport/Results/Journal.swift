import CZlib
import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The append-only record of what was sent and what became of it: a line of JSON an entry, each with its checksum.
///
/// An intent is on the disk before its request leaves (`commit`); all intents that wait at the same time share one sync.
/// Outcomes are written at once but not synced on their own: an outcome lost in a power cut leaves its intent, and with it
/// a doubt that the API's list of leads settles. What a power cut left torn at the end of the file is cut off when the
/// journal is opened; damage to what was synced once is an error, since what it hid may have been sent.
final class Journal: Sendable {
    /// Where the journal is.
    let path: String
    /// Whether a torn end was cut off when it was opened.
    let hadTornEnd: Bool

    private let file: OutputFile
    private let state: Mutex<State>
    private let writing = DispatchQueue(label: "lead-import.journal")

    private struct State {
        var index: JournalIndex
        var buffer: [UInt8] = []
        /// Where the buffer's first byte will stand in the file.
        var position: Int
        /// How much of the file is known to be on the disk.
        var synced: Int
        var waiters: [CheckedContinuation<OutputError?, Never>] = []
        var isWriting = false
        var failure: OutputError?
    }

    /// Opens the journal at `path`, or makes an empty one, and reads all it says. Linear in its length.
    ///
    /// Throws `JournalError.inUse` while another process has it, `.damaged`, or an `OutputError`.
    ///
    /// With `isReadOnly` it is neither made, locked nor mended: to look at another run, or one at work.
    init(path: String, isReadOnly: Bool = false) throws {
        let file = try OutputFile(path: path, flags: isReadOnly ? O_RDONLY : O_RDWR | O_CREAT | O_APPEND)
        guard isReadOnly || file.lock() else { throw JournalError.inUse(path: path) }
        let (index, goodSize) = try Journal.load(file)
        let size = try file.size()
        if goodSize < size, !isReadOnly { try file.truncate(to: goodSize) }
        // A new file's name is on the disk only when its folder is.
        if size == 0, !isReadOnly { try OutputFile(path: RunPlan.directory(of: path), flags: O_RDONLY).synchronize() }
        // What an earlier process wrote last may never have got to the disk.
        if !isReadOnly { try file.synchronize() }
        hadTornEnd = goodSize < size
        self.path = path
        self.file = file
        state = Mutex(State(index: index, position: goodSize, synced: goodSize))
    }

    /// What the journal says up to now.
    func withIndex<Result>(_ body: (inout JournalIndex) -> Result) -> Result {
        state.withLock { body(&$0.index) }
    }

    /// What is known of a row.
    func status(of row: Int) -> JournalIndex.RowStatus {
        state.withLock { $0.index.status(of: row) }
    }

    /// Adds an entry, to be written within moments.
    func append(_ entry: JournalEntry) {
        state.withLock { add(entry, to: &$0, waiter: nil) }
    }

    /// Adds an entry and returns once it is on the disk. Throws when that is not possible.
    func commit(_ entry: JournalEntry) async throws(OutputError) {
        let failure = await withCheckedContinuation { continuation in
            state.withLock { add(entry, to: &$0, waiter: continuation) }
        }
        if let failure { throw failure }
    }

    /// Why the journal can no longer be written, if so.
    var failure: OutputError? {
        state.withLock { $0.failure }
    }

    /// The outcome whose line begins at `offset`.
    func outcome(at offset: Int) throws -> RowOutcome? {
        flush()
        var count = 4096
        while true {
            let bytes = try file.read(at: offset, count: count)
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                guard case .outcome(_, let outcome) = Journal.parse(bytes[..<end]) else { return nil }
                return outcome
            }
            guard bytes.count == count else { return nil }
            count *= 4
        }
    }

    /// Waits until all that was added is on the disk. Throws when that is not possible.
    func synchronize() throws(OutputError) {
        flush()
        if let failure { throw failure }
        try file.synchronize()
        state.withLock { $0.synced = max($0.synced, $0.position) }
    }

    /// Writes out what is still in memory; no sync.
    func flush() {
        let hasMore = state.withLock { !$0.buffer.isEmpty || $0.isWriting }
        if hasMore { writing.sync { write() } }
    }

    private func add(_ entry: JournalEntry, to state: inout State, waiter: CheckedContinuation<OutputError?, Never>?) {
        if let failure = state.failure {
            waiter?.resume(returning: failure)
            return
        }
        state.index.apply(entry, at: state.position + state.buffer.count)
        Journal.append(entry, to: &state.buffer, synced: waiter == nil ? nil : state.synced)
        if let waiter { state.waiters.append(waiter) }
        if !state.isWriting {
            state.isWriting = true
            writing.async { self.write() }
        }
    }

    /// Writes and syncs until nothing waits. Runs on `writing` only.
    private func write() {
        while true {
            let (bytes, waiters, start, failed) = state.withLock { state in
                let taken = (state.buffer, state.waiters, state.position, state.failure)
                state.buffer.removeAll(keepingCapacity: false)
                state.waiters = []
                state.position += taken.0.count
                state.isWriting = !taken.0.isEmpty
                return taken
            }
            if bytes.isEmpty { return }
            if let failed {
                // Added while the write that failed was under way: after a gap nothing may be written.
                for waiter in waiters { waiter.resume(returning: failed) }
                continue
            }
            var failure: OutputError?
            do {
                try file.write(bytes)
                if !waiters.isEmpty {
                    try file.synchronize()
                    state.withLock { $0.synced = start + bytes.count }
                }
            } catch {
                failure = error
                // Half a line at the end would become damage in the middle if anything followed it.
                try? file.truncate(to: start)
            }
            if let failure { state.withLock { $0.failure = failure } }
            for waiter in waiters { waiter.resume(returning: failure) }
        }
    }

    // MARK: - Lines

    /// The length of `,"crc":"01234567"}`.
    private static let checksumLength = 18

    /// Appends an entry's line. `synced` is how much of the journal is known to be on the disk: what an intent says of it
    /// tells a power cut's torn end from damage.
    static func append(_ entry: JournalEntry, to bytes: inout [UInt8], synced: Int? = nil) {
        var fields = entry.fields
        if let synced { fields.add("synced", synced) }
        var line = fields.text
        line.removeLast()
        let digits = String(checksum(line[...]), radix: 16)
        bytes.append(contentsOf: line)
        bytes.append(contentsOf: Array(",\"crc\":\"".utf8))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 8 - digits.utf8.count))
        bytes.append(contentsOf: digits.utf8)
        bytes.append(contentsOf: Array("\"}\n".utf8))
    }

    /// Reads a line (without its line break) back; nil where it is damaged.
    static func parse(_ line: ArraySlice<UInt8>) -> JournalEntry? {
        fields(line).flatMap { JournalEntry($0) }
    }

    private static func fields(_ line: ArraySlice<UInt8>) -> FlatJSON? {
        guard line.count > checksumLength, let json = FlatJSON(line), let written = json.string("crc"),
            UInt32(written, radix: 16) == checksum(line.dropLast(checksumLength))
        else { return nil }
        return json
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32(0, $0.baseAddress, UInt32($0.count))) }
    }

    private static func load(_ file: borrowing OutputFile) throws -> (index: JournalIndex, goodSize: Int) {
        var index = JournalIndex()
        var rest: [UInt8] = []
        var offset = 0
        var line = 0
        var damage: (line: Int, offset: Int)?
        var goodSize = 0
        while case let chunk = try file.read(at: offset + rest.count, count: 1 << 20), !chunk.isEmpty {
            rest.append(contentsOf: chunk)
            var start = 0
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                line += 1
                let fields = fields(rest[start..<end])
                if let damage {
                    // A power cut may leave later pages on the disk without earlier ones, but only such as were never
                    // synced: no request left after them. Damage that was on the disk once is another matter.
                    let wasSynced = fields?.number("synced").map { $0 > damage.offset } ?? false
                    if wasSynced || fields?.string("t") == "start" {
                        throw JournalError.damaged(path: file.path, line: damage.line)
                    }
                } else if let entry = fields.flatMap({ JournalEntry($0) }) {
                    index.apply(entry, at: offset + start)
                    goodSize = offset + end + 1
                } else {
                    damage = (line, offset + start)
                }
                start = end + 1
            }
            rest.removeFirst(start)
            offset += start
        }
        if index.run == nil, damage != nil { throw JournalError.damaged(path: file.path, line: 1) }
        return (index, goodSize)
    }
}

/// Why a run folder's journal cannot be taken up.
public enum JournalError: Error, Sendable, Equatable {
    /// Another process is at work on the run. Exit 75.
    case inUse(path: String)
    /// A line before the last one cannot be read.
    case damaged(path: String, line: Int)

    /// What is wrong and what to do.
    public var message: String {
        switch self {
        case .inUse(let path):
            "another lead-import is at work in this run folder (it holds \(path)); wait until it has ended"
        case .damaged(let path, let line):
            """
            \(path), line \(line), is damaged, so what was sent can no longer be told for sure. Restore the run folder from \
            a backup, or ask Nomos for the list of leads created before going on in a new folder (--out)
            """
        }
    }
}
