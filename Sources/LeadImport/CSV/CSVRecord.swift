/// One record of a CSV file, as a view into the batch it was read in. Decoding a field costs only what is looked at.
public struct CSVRecord: Sendable {
    /// The record's number among the data records, from 1; the header is not counted.
    public var row: Int
    /// The line of the file the record begins on, from 1.
    public var line: Int
    /// What is wrong with the record as CSV (too few fields, a stray quote, invalid bytes), or nil.
    public var problem: Violation?
    var fields: [[UInt8]]

    /// How many fields the record has.
    public var count: Int { fields.count }

    /// Calls `body` with the field's text, unquoted, as UTF-8. `index` counts from 0; a missing field is empty.
    public func withUTF8<Result>(_ index: Int, _ body: (Span<UInt8>) -> Result) -> Result {
        let field = index < fields.count ? fields[index] : []
        return body(field.span)
    }

    /// The field's text. `index` counts from 0; a missing field is empty.
    public func string(_ index: Int) -> String {
        index < fields.count ? String(decoding: fields[index], as: UTF8.self) : ""
    }
}
