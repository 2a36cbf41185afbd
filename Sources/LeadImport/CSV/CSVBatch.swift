/// A run of whole records: immutable and complete in itself, so that several cores can work on different batches while
/// the reader goes on. A batch holds on to about 256 KiB of the file; let go of it when done, its memory is used again.
public struct CSVBatch: Sendable, RandomAccessCollection {
    let storage: CSVBatchStorage

    /// 0; records of a batch are indexed from 0.
    public var startIndex: Int { 0 }
    /// How many records there are.
    public var endIndex: Int { storage.count }
    /// The row number of the first record, from 1.
    public var firstRow: Int { storage.firstRow }
    /// How many fields its records have together. Complexity: O(1).
    public var fieldCount: Int { storage.endsCount }

    /// The record at `index`, from 0. Complexity: O(1), no allocation.
    public subscript(index: Int) -> CSVRecord {
        precondition(index >= 0 && index < storage.count, "record index out of range")
        return CSVRecord(storage: storage, index: index)
    }

    /// What is wrong with the records that have a problem, in their order. Complexity: O(their length).
    public var problems: some Sequence<Violation> {
        storage.problems.lazy.compactMap { CSVRecord(storage: storage, index: $0.record).problem }
    }
}
