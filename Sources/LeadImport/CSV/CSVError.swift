/// Why a file as a whole cannot be read as CSV, or not be opened. A bad record is no error but a record with a problem.
public struct CSVError: Error, Equatable, CustomStringConvertible {
    /// What kind of failure it is; the command's exit code follows from it.
    public enum Kind: Sendable, Equatable {
        /// There is no such file, it may not be opened, or it is a directory.
        case cannotOpen
        /// Reading failed half-way: a disk error, a broken gzip stream.
        case cannotRead
        /// It is not CSV, or several readings of it are equally good, or a setting does not fit it.
        case notReadableAsCSV
        /// Writing failed.
        case cannotWrite
    }

    /// What kind of failure it is.
    public var kind: Kind
    /// Sentences for people: what is wrong, where, what to do. Holds no customer's value.
    public var description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
