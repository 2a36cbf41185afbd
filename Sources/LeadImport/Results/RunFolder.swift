#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The files of a run, all in one folder that only its owner can read (mode 0700, files 0600).
public struct RunFolder: Sendable, Equatable {
    /// The folder's path, as the user named it.
    public let path: String

    /// The folder at `path`; nothing is created yet.
    public init(path: String) {
        self.path = path
    }

    /// The default folder of an input: `INPUT.import` beside it.
    public init(besides input: String) {
        self.init(path: input + ".import")
    }

    /// Intents and outcomes: the truth.
    public var journal: String { file("journal.jsonl") }
    /// One record per input row.
    public var results: String { file("results.csv") }
    /// The rows that need a person.
    public var failures: String { file("failures.csv") }
    /// The counts, for scripts.
    public var summary: String { file("summary.json") }
    /// The counts, for people.
    public var report: String { file("report.html") }

    /// The path of a file in the folder.
    public func file(_ name: String) -> String { path + "/" + name }

    /// The first name `failures-1.csv`, `failures-2.csv` … that is free.
    func freeFailuresName() -> String {
        var number = 1
        while access(file("failures-\(number).csv"), F_OK) == 0 { number += 1 }
        return "failures-\(number).csv"
    }

    /// Makes the folder and its parents unless they are there.
    ///
    /// Throws `OutputError.cannotCreate` where that is impossible or something else has the name.
    public func create() throws(OutputError) {
        var position = path.startIndex
        while position < path.endIndex {
            let end = path[path.index(after: position)...].firstIndex(of: "/") ?? path.endIndex
            let part = String(path[..<end])
            let isLast = end == path.endIndex
            if mkdir(part, isLast ? 0o700 : 0o755) == 0 {
                // A new folder's name is on the disk only when its parent is.
                try OutputFile(path: RunPlan.directory(of: part), flags: O_RDONLY).synchronize()
            } else if errno != EEXIST {
                throw OutputError.cannotCreate(path: part, reason: systemMessage(errno))
            }
            position = end
        }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw OutputError.cannotCreate(path: path, reason: "a file of that name is in the way")
        }
    }
}

/// An output that could not be made or written.
public enum OutputError: Error, Sendable, Equatable {
    /// Exit 73.
    case cannotCreate(path: String, reason: String)
    /// Exit 74.
    case cannotWrite(path: String, reason: String)

    /// What is wrong, for the person at the terminal.
    public var message: String {
        switch self {
        case .cannotCreate(let path, let reason): "cannot create \(path): \(reason)"
        case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
        }
    }
}

/// What the system says of an error number, such as `No space left on device`.
func systemMessage(_ number: Int32) -> String {
    String(cString: strerror(number))
}
