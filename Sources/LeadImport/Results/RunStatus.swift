internal import NomosAPI

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where a run stands, read from its folder alone: while a process is at work, after it ended, or after it was killed.
///
/// Nothing is written, and the lock on the journal is only tried.
public struct RunStatus: Sendable {
    /// The run folder.
    public let folder: RunFolder
    /// The first part of the run's import keys.
    public let runID: String
    /// The original input's absolute path, and whether it is still there.
    public let input: (path: String, isThere: Bool)
    /// Where the leads are created: the API's base URL, `loopback` or `sandbox`.
    public let endpoint: String
    /// Whether another process holds the journal now.
    public let isAtWork: Bool
    /// When a process last took the run up, RFC 3339 in UTC; nil if none got that far.
    public let lastStart: String?
    /// Whether that process came to the end of its work.
    public let isEnded: Bool
    /// Rows that were sent and are settled, by state: created, rejected, failed and unknown. What was not sent (invalid rows,
    /// duplicates) is found anew by every process and stands in `results`.
    public let sent: [RowState: Int]
    /// Rows that were sent and of which nothing is known yet: under way, or cut off.
    public let inDoubt: Int
    /// The rows by state as the last process left results.csv; nil if none has written it.
    public let results: [RowState: Int]?
    /// The failure file that waits for a person; nil if there is none.
    public let failures: String?
    /// The failure file that the last process was at, as kept in the folder; nil for the input itself.
    public let layer: String?

    /// Reads the folder's journal. Linear in its length.
    ///
    /// Throws `RunStatusError` where there is no run, `JournalError.damaged`, or an `OutputError`.
    public init(folder: RunFolder) throws {
        guard access(folder.journal, F_OK) == 0 else { throw RunStatusError(folder: folder.path) }
        isAtWork = try OutputFile(path: folder.journal, flags: O_RDONLY).isLockedElsewhere()
        let index = try Journal(path: folder.journal, isReadOnly: true).withIndex { $0 }
        guard let run = index.run else { throw RunStatusError(folder: folder.path) }
        self.folder = folder
        runID = run.id
        input = (run.input, access(run.input, R_OK) == 0)
        endpoint = run.endpoint
        lastStart = index.lastStart.map { Timestamp(secondsSince1970: Int($0.at / 1000)).description }
        isEnded = index.isEnded
        sent = index.counts.filter { $0.value > 0 }
        inDoubt = index.openDoubts.count { doubt in
            if case .doubt = index.status(of: doubt.row) { true } else { false }
        }
        results = Self.states(folder, run: run.id)
        failures = access(folder.failures, F_OK) == 0 ? folder.failures : nil
        layer = index.lastStart?.layer.map(folder.file)
    }

    /// The words of `lead-import` that come next, without the config; nil while a process is at work and once nothing is left.
    public var next: [String]? {
        if isAtWork { return nil }
        let words: [String]?
        if isEnded {
            words = failures.map { ["run", $0] }
        } else {
            words = layer.map { ["run", failures ?? $0] } ?? ["run", input.path, "--out", folder.path]
        }
        return words.map { $0 + (endpoint == "sandbox" ? ["--sandbox"] : []) }
    }

    /// What summary.json says of the run's rows; nil if it is not there or another run's.
    private static func states(_ folder: RunFolder, run: String) -> [RowState: Int]? {
        guard let file = try? OutputFile(path: folder.summary, flags: O_RDONLY),
            let bytes = try? file.read(at: 0, count: 1 << 20), let json = JSONValue(parsing: bytes),
            json["run"]?.stringValue == run, let states = json["states"]?.objectValue
        else { return nil }
        var counts: [RowState: Int] = [:]
        for state in states {
            guard let name = RowState(rawValue: state.key), let count = state.value.numberValue else { return nil }
            counts[name] = Int(exactly: count)
        }
        return counts
    }
}

/// There is no run in a folder. Exit 66.
public struct RunStatusError: Error, Sendable, Equatable {
    /// The folder as the user named it.
    public let folder: String

    /// What is wrong and what to do.
    public var message: String {
        "\(folder) is no run folder: it holds no journal of a run. By default a run's folder is INPUT.import beside its input"
    }
}
