/// Something odd about a file that does not stop it, for `check` and the summary.
public struct CSVWarning: Sendable, Equatable {
    /// The stable name of the oddity, such as `mojibake`.
    public var code: String
    /// The first row it concerns, from 1; nil where it concerns the file or its header.
    public var row: Int?
    /// The line of the file, from 1, where there is one to name.
    public var line: Int?
    /// A sentence for people. Names columns, never holds the value of a field.
    public var message: String
}
