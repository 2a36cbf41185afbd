/// One record of a CSV file, as a view into the batch it was read in. Decoding a field costs only what is looked at.
public struct CSVRecord: Sendable {
    @usableFromInline let storage: CSVBatchStorage
    @usableFromInline let index: Int

    /// The record's number among the data records, from 1; the header is not counted, nor are blank lines.
    public var row: Int { storage.firstRow + index }

    /// The line of the file the record begins on, from 1. Line breaks inside quotes count.
    public var line: Int { storage.firstLine + Int(storage.entries[index].lineOffset) }

    /// How many fields the record has. At least 1.
    public var count: Int {
        Int(storage.entries[index + 1].firstField) - Int(storage.entries[index].firstField)
    }

    /// Whether `problem` is not nil. Complexity: O(1).
    public var hasProblem: Bool { storage.entries[index].flags.contains(.problem) }

    /// What is wrong with the record as CSV, or nil. The codes are those of `CSVProblem.Kind`: `too_few_fields`,
    /// `too_many_fields`, `stray_quote`, `unclosed_quote`, `field_too_long`, `record_too_long`, `too_many_columns`,
    /// `invalid_bytes`. The fields can be read nevertheless: what could be made out of them.
    /// Complexity: O(length of the record) where there is one.
    public var problem: Violation? {
        guard let problem = storage.problem(of: index) else { return nil }
        let start = Int(storage.entries[index].start)
        var position = CSVPosition(line: line)
        position.advance(
            over: UnsafeBufferPointer(start: storage.bytes + start, count: problem.offset - start),
            storage.format.encoding
        )
        return problem.violation(
            line: problem.kind == .unclosedQuote || problem.kind == .strayQuote || problem.kind == .invalidBytes
                || problem.kind == .fieldTooLong ? position.line : line,
            column: position.column,
            fieldCount: count,
            encoding: storage.format.encoding
        )
    }

    /// The record's bytes as they stand in the file, quotes and all, without its line break. Of a UTF-16 file: the same
    /// text as UTF-8, from which `CSVFormatter` makes the same UTF-16 again.
    public func withRawBytes<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure)
        -> Result
    {
        let entry = storage.entries[index]
        return try withSpan(Int(entry.start), Int(entry.end), body)
    }

    /// The field's bytes as they stand in the file, quotes and all; empty if there is no such field.
    func withRawField<Result>(_ field: Int, _ body: (Span<UInt8>) -> Result) -> Result {
        guard let (start, end) = bounds(of: field) else { return body(Span()) }
        return withSpan(start, end, body)
    }

    /// Which kind of problem the record has, if any.
    var problemKind: CSVProblem.Kind? { storage.problem(of: index)?.kind }

    /// Whether the record's bytes have a quote that is never closed, so that they must not stand before others.
    var isOpenEnded: Bool { problemKind == .unclosedQuote || problemKind == .recordTooLong }

    /// Whether the record ends with an escape character that is not escaped itself, so that it would escape what is put
    /// behind it. Possible at the end of the file only.
    var endsWithEscape: Bool {
        guard storage.format.escapes else { return false }
        let entry = storage.entries[index]
        var first = entry.end
        while first > entry.start, storage.bytes[Int(first) - 1] == storage.format.escape { first -= 1 }
        return (entry.end - first) % 2 == 1
    }

    /// A copy of the record's bytes; see `withRawBytes`.
    public var rawBytes: [UInt8] {
        let entry = storage.entries[index]
        return [UInt8](
            UnsafeBufferPointer(start: storage.bytes + Int(entry.start), count: Int(entry.end - entry.start))
        )
    }

    /// Calls `body` with the field's text, unquoted and unescaped, as UTF-8. `index` counts from 0; a missing field is empty.
    ///
    /// Bytes invalid in the encoding are handed on as they are in a UTF-8 file; such a record has a `problem`.
    /// No heap allocation for fields below 1 KiB. Complexity: O(length of the field).
    @inlinable
    public func withUTF8<Result, Failure: Error>(
        _ index: Int,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let field = locate(index) else { return try body(Span()) }
        if case .plain = field.form { return try withSpan(field.start, field.end, body) }
        return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: field.textBound) {
            scratch throws(Failure) -> Result in
            guard let output = scratch.baseAddress else { return try body(Span()) }
            let text = UnsafeBufferPointer(start: output, count: decode(field, to: output))
            return try body(text.span)
        }
    }

    /// The field's text; invalid UTF-8 becomes U+FFFD. `index` counts from 0; a missing field is empty.
    public func string(_ index: Int) -> String {
        withUTF8(index) { span in
            span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// Whether the field is missing or has no text: nothing, or nothing between its quotes. Spaces are text.
    public func isEmpty(_ index: Int) -> Bool {
        guard let field = locate(index), field.start < field.end else { return true }
        guard case .irregular = field.form else { return false }
        return withUTF8(index) { $0.isEmpty }
    }

    @inlinable
    func withSpan<Result, Failure: Error>(
        _ start: Int,
        _ end: Int,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // The span does not keep the batch's memory alive, and this record may be used here for the last time.
        defer { withExtendedLifetime(storage) {} }
        let buffer = UnsafeBufferPointer(start: storage.bytes + start, count: end - start)
        return try body(buffer.span)
    }
}
