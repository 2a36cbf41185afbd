/// The rows of a run in the order of the original input: each as the original has it, or as the newest failure file that
/// was fed back has it.
///
/// All files are streamed side by side, so memory does not grow with them: the failure files are kept sorted by row.
struct RowSource {
    private let original: CSVReader
    private let preparations: [LeadPreparation]
    private var drafts: [LeadDraft]
    private var layers: [FailureFile]
    private let layerColumns: [[Int]]
    /// Whether only the rows of the last layer may be sent.
    private let isRerun: Bool
    private let limit: Int
    private var batch: CSVBatch?
    private var index = 0
    private var number = 0

    /// The rows of `original`, with the failure files `layers` (oldest first, sorted by row) laid over it.
    ///
    /// `preparations` maps and checks the records of the original and of each layer, in that order; `limit` is how many rows
    /// are read at the most.
    init(
        original: CSVReader,
        preparations: [LeadPreparation],
        layers: [FailureFile],
        isRerun: Bool,
        limit: Int = .max
    ) {
        self.original = original
        self.preparations = preparations
        self.layers = layers
        self.isRerun = isRerun
        self.limit = limit
        drafts = preparations.map { $0.makeDraft() }
        layerColumns = layers.map { $0.columns(of: original.header) }
    }

    /// The next row, or nil at the end. Throws `CSVError`.
    mutating func next() throws -> SourceRow? {
        guard number < limit, let record = try nextRecord() else { return nil }
        number += 1
        var row = SourceRow(
            number: number,
            line: record.line,
            record: record,
            layer: 0,
            columns: nil,
            isEligible: !isRerun
        )
        for (layer, file) in layers.enumerated() {
            guard let entry = file.next, entry.row == number else { continue }
            if layer == layers.count - 1 { row.isEligible = true }
            if differs(entry.record, layerColumns[layer], from: record) {
                row.record = entry.record
                row.layer = layer + 1
                row.columns = layerColumns[layer]
            } else {
                row.record = record
                row.layer = 0
                row.columns = nil
            }
            try file.advance()
        }
        return row
    }

    /// Maps and checks a row.
    mutating func prepare(_ row: SourceRow) -> PreparedRow {
        let preparation = preparations[row.layer]
        preparation.prepare(row.record, into: &drafts[row.layer])
        let draft = drafts[row.layer]
        guard draft.isValid else {
            return .invalid(preparation.violations(of: draft, in: row.record))
        }
        return .lead(draft.lead(), identity: draft.identity(), supplierName: draft.previousSupplierToLookUp)
    }

    /// What is said of a row that is the same lead as the row `earlier`.
    func duplicateViolation(of earlier: Int, in row: SourceRow) -> Violation {
        preparations[row.layer].duplicateViolation(of: earlier, in: row.record)
    }

    private mutating func nextRecord() throws -> CSVRecord? {
        while batch.map({ index >= $0.count }) ?? true {
            guard let following = try original.nextBatch() else { return nil }
            batch = following
            index = 0
        }
        defer { index += 1 }
        return batch?[index]
    }

    /// Whether a failure file's record has other values than the original. A record that was written back as it was counts
    /// as the original, with all that is wrong with it.
    private func differs(_ record: CSVRecord, _ columns: [Int], from original: CSVRecord) -> Bool {
        for column in 0..<columns.count where !ImportColumn.isOne(self.original.header.names[column]) {
            if record.string(columns[column]) != original.string(column) { return true }
        }
        return record.hasProblem && !original.hasProblem
    }
}
