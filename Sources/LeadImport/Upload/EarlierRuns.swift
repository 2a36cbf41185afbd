#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The leads that earlier runs created (`--done DIR`): the same lead is not created again.
struct EarlierRuns: Sendable {
    private let runs: [(folder: String, journal: Journal)]

    /// Opens the journals of the run folders. Throws a `JournalError` or `OutputError`, and `EarlierRunError` where a
    /// folder's run told leads apart by other fields than `identity` says or created them elsewhere than at `endpoint`.
    init(folders: [String], identity: String, endpoint: String) throws {
        runs = try folders.map { folder in
            let path = RunFolder(path: folder).journal
            guard access(path, F_OK) == 0 else { throw EarlierRunError.noRun(folder: folder) }
            let journal = try Journal(path: path, isReadOnly: true)
            guard let run = journal.withIndex({ $0.run }) else { throw EarlierRunError.noRun(folder: folder) }
            guard run.identity == identity else {
                throw EarlierRunError.otherIdentity(folder: folder, theirs: run.identity, ours: identity)
            }
            guard run.endpoint == endpoint else {
                throw EarlierRunError.otherEndpoint(folder: folder, theirs: run.endpoint, ours: endpoint)
            }
            journal.withIndex { $0.claimDoubts() }
            return (folder, journal)
        }
    }

    /// The lead of that identity, if one of the runs created it; nil for the lead where one of them may have.
    func lead(of identity: Fingerprint) throws -> (lead: LeadReference?, folder: String)? {
        for (folder, journal) in runs {
            guard let row = journal.withIndex({ $0.identities.firstRow(of: identity) }) else { continue }
            switch journal.status(of: row) {
            case .settled(.created, let offset, _): return (try journal.outcome(at: offset)?.lead, folder)
            case .settled(.unknown, _, _), .doubt: return (nil, folder)
            default: continue
            }
        }
        return nil
    }
}

/// Why a folder given with `--done` is of no use.
public enum EarlierRunError: Error, Sendable, Equatable {
    /// There is no run in the folder.
    case noRun(folder: String)
    /// Its run told leads apart by other fields.
    case otherIdentity(folder: String, theirs: String, ours: String)
    /// Its leads are no leads here: those of a trial, say.
    case otherEndpoint(folder: String, theirs: String, ours: String)

    /// What is wrong and what to do.
    public var message: String {
        switch self {
        case .noRun(let folder):
            "--done \(folder): there is no run in this folder"
        case .otherIdentity(let folder, let theirs, let ours):
            """
            --done \(folder): that run told leads apart by \(theirs), this config does by \(ours); set rules.identity to \
            the same fields
            """
        case .otherEndpoint(let folder, let theirs, let ours):
            "--done \(folder): that run created its leads at \(theirs), this one does at \(ours)"
        }
    }
}
