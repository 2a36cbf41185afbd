#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Which run a command continues or begins: the input, the folder, the journal and the failure files fed so far.
struct RunPlan {
    /// The original input.
    let input: String
    let folder: RunFolder
    let journal: Journal
    /// The failure files fed so far, oldest first, by their paths.
    let layers: [String]
    /// How many rows the original input has.
    let rowCount: Int
    /// Whether this command was given a failure file.
    let isRerun: Bool
    /// The run's ID.
    let runID: String
    /// What the journal says once the run is taken up.
    private let beginning: [JournalEntry]
    /// The input as it was when it was looked through.
    private let inputState: FileState

    /// Finds out what `options.input` is, and takes its run folder. Nothing is sent, and where it throws nothing was changed
    /// but that an empty folder may have been made.
    init(options: RunOptions, configuration: ImportConfiguration, configurationFingerprint: Fingerprint) throws {
        let identity = Self.identity(of: configuration)
        if let failures = try FailureFile(path: options.input, source: configuration.source) {
            let candidates = [options.folder, Self.directory(of: options.input)].compactMap { $0 }.map {
                RunFolder(path: $0)
            }
            guard let folder = candidates.first(where: { access($0.journal, R_OK) == 0 }) else {
                throw RerunError.runMissing(path: options.input, run: failures.run)
            }
            journal = try Journal(path: folder.journal)
            guard let run = journal.withIndex({ $0.run }), run.id == failures.run else {
                throw RerunError.runMissing(path: options.input, run: failures.run)
            }
            try Self.check(run, options, configuration, folder)
            input = try Self.original(run, folder, fedBack: options.input)
            inputState = try FileState(path: input)
            guard try InputFingerprint.of(path: input) == InputFingerprint(size: run.size, fingerprint: run.fingerprint)
            else { throw RunError.inputChanged(input: input, folder: folder.path) }
            self.folder = folder
            isRerun = true
            runID = run.id
            rowCount = try Self.countRows(input, configuration.source)
            try FailureArchive(folder: folder, journal: journal, rowCount: rowCount)
                .take(options.input, configuration: configurationFingerprint, source: configuration.source)
            beginning = []
        } else {
            let folder = options.folder.map { RunFolder(path: $0) } ?? RunFolder(besides: options.input)
            inputState = try FileState(path: options.input)
            let fingerprint = try InputFingerprint.of(path: options.input)
            rowCount = try Self.countRows(options.input, configuration.source)
            try folder.create()
            journal = try Journal(path: folder.journal)
            input = options.input
            self.folder = folder
            isRerun = false
            if let run = journal.withIndex({ $0.run }) {
                runID = run.id
                try Self.check(run, options, configuration, folder)
                guard fingerprint == InputFingerprint(size: run.size, fingerprint: run.fingerprint) else {
                    throw Self.absolute(options.input) == run.input
                        ? RunError.inputChanged(input: options.input, folder: folder.path)
                        : RunError.otherInput(folder: folder.path, input: run.input)
                }
                if let last = journal.withIndex({ $0.lastStart }), last.config != configurationFingerprint {
                    throw RunError.configurationChanged(configuration: configuration.file, folder: folder.path)
                }
                beginning = [.start(RunStart(at: WallClock.milliseconds(), config: configurationFingerprint))]
            } else {
                runID = Self.newID()
                let run = RunIdentity(
                    id: runID,
                    version: options.version,
                    input: Self.absolute(options.input),
                    size: fingerprint.size,
                    fingerprint: fingerprint.fingerprint,
                    endpoint: options.endpoint,
                    identity: identity,
                    trackingKey: configuration.trackingKey
                )
                beginning = [
                    .run(run), .start(RunStart(at: WallClock.milliseconds(), config: configurationFingerprint)),
                ]
            }
        }
        let names = journal.withIndex { $0.layers.map(\.name) }
        layers = names.map(folder.file)
    }

    /// Notes in the journal that the run is taken up.
    ///
    /// Throws `RunError.inputChanged` if the input was saved anew since it was looked through: while the question before
    /// the first request stood on the screen, say.
    func begin() throws {
        guard try FileState(path: input) == inputState else {
            throw RunError.inputChanged(input: input, folder: folder.path)
        }
        for entry in beginning { journal.append(entry) }
    }

    /// Puts a failures.csv aside that is not the one this run wrote, nor the one that was fed: a person has corrected it and
    /// then given another command. Gives its new name, or nil.
    func keepForeignFailures() throws -> String? {
        guard access(folder.failures, F_OK) == 0 else { return nil }
        let fingerprint = try InputFingerprint.of(path: folder.failures).fingerprint
        let known = journal.withIndex { [$0.failures, $0.lastStart?.layerFingerprint] }
        guard !known.contains(fingerprint) else { return nil }
        let name = folder.freeFailuresName()
        try OutputFile.rename(folder.failures, to: folder.file(name))
        return name
    }

    /// Notes what failures.csv is like that was written just now.
    func noteFailures() throws {
        guard access(folder.failures, F_OK) == 0 else { return }
        journal.append(.failures(try InputFingerprint.of(path: folder.failures).fingerprint))
    }

    /// What the config says makes two leads the same, as the journal keeps it.
    static func identity(of configuration: ImportConfiguration) -> String {
        configuration.rules.identity.isEmpty ? "the whole lead" : configuration.rules.identity.joined(separator: ", ")
    }

    /// Reads the whole input once more, a third of a second a million rows: to say how much is left, and which row numbers
    /// there are.
    private static func countRows(_ path: String, _ source: ImportConfiguration.Source) throws -> Int {
        let reader = try CSVReader(path: path, source: source)
        var count = 0
        while let batch = try reader.nextBatch() { count += batch.count }
        return count
    }

    private static func check(
        _ run: RunIdentity,
        _ options: RunOptions,
        _ configuration: ImportConfiguration,
        _ folder: RunFolder
    ) throws {
        guard run.trackingKey == configuration.trackingKey else {
            throw RunError.trackingKeyChanged(
                configuration: configuration.file,
                theirs: run.trackingKey,
                ours: configuration.trackingKey
            )
        }
        guard run.endpoint == options.endpoint else {
            throw RunError.otherEndpoint(folder: folder.path, theirs: run.endpoint, ours: options.endpoint)
        }
    }

    /// Where the original input is now: where it was, or beside its run folder if both were moved together.
    private static func original(_ run: RunIdentity, _ folder: RunFolder, fedBack: String) throws -> String {
        let name = run.input.split(separator: "/").last.map(String.init) ?? run.input
        let candidates = [run.input, directory(of: folder.path) + "/" + name]
        guard let found = candidates.first(where: { access($0, R_OK) == 0 }) else {
            throw RerunError.originalMissing(path: fedBack, input: run.input)
        }
        return found
    }

    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func newID() -> String {
        let characters = Array("abcdefghijkmnpqrstuvwxyz23456789")
        return String((0..<12).map { _ in characters[Int.random(in: 0..<characters.count)] })
    }
}

/// What an input's bytes are known by again.
struct InputFingerprint: Equatable {
    var size: Int
    var fingerprint: Fingerprint

    /// Reads the whole file. Throws `CSVError` if that is not possible.
    static func of(path: String) throws -> InputFingerprint {
        let input = try CSVInput(path: path)
        var hasher = FingerprintHasher()
        var size = 0
        let isFile = try input.scanFromStart { bytes in
            hasher.update(Span(_unsafeElements: bytes))
            size += bytes.count
            return true
        }
        guard isFile else {
            throw CSVError(.cannotOpen, "\(path) is no regular file; a run must be able to read its input again.")
        }
        return InputFingerprint(size: size, fingerprint: hasher.finish())
    }
}

/// What tells whether a file was saved anew since.
private struct FileState: Equatable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int
    private let seconds: Int
    private let nanoseconds: Int

    /// Throws `CSVError` if there is no such file any more.
    init(path: String) throws(CSVError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw CSVError(.cannotOpen, "\(path) cannot be opened: \(systemMessage(errno)).")
        }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int(status.st_size)
        #if canImport(Glibc)
            (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        #else
            (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
        #endif
    }
}
