import NomosAPI

/// One row of the input on its way through the run.
struct SourceRow: Sendable {
    /// Its number among the data records of the original input, from 1.
    var number: Int
    /// The line of the original input it begins on, from 1.
    var line: Int
    /// Its fields.
    var record: CSVRecord
    /// Which file the fields come from: 0 is the original input, others are the failure files fed later, in order.
    var layer: Int
    /// For each column of the original input the column of `record`; nil where they are the same.
    var columns: [Int]?
    /// Whether this run may send it: in a rerun, only what stands in the failure file.
    var isEligible: Bool

    /// The text of a column of the original input.
    func string(_ column: Int) -> String {
        record.string(columns.map { column < $0.count ? $0[column] : Int.max } ?? column)
    }
}

/// What mapping and validation made of a row.
enum PreparedRow: Sendable {
    /// A lead that may be sent. `supplierName` is still to be looked up.
    case lead(Lead, identity: Fingerprint?, supplierName: String?)
    /// All that is wrong with it.
    case invalid([Violation])
}
