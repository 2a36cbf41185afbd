/// The bounds of the CSV reader's buffers: what is longer is an error of its own, never more memory.
public struct CSVLimits: Sendable, Equatable {
    /// The longest field, in bytes.
    public var fieldBytes = 1 << 20
    /// The longest record, in bytes.
    public var recordBytes = 8 << 20
    /// The most fields in a record.
    public var columns = 10_000

    /// The default limits: 1 MiB a field, 8 MiB a record, 10,000 columns.
    public init() {}
}
