/// What is wrong with a record as CSV, kept small until somebody wants the sentence.
struct CSVProblem: Sendable {
    /// The rules of the CSV layer. The raw value is the violation's code.
    enum Kind: String, Sendable {
        case tooFewFields = "too_few_fields"
        case tooManyFields = "too_many_fields"
        case strayQuote = "stray_quote"
        case unclosedQuote = "unclosed_quote"
        case fieldTooLong = "field_too_long"
        case recordTooLong = "record_too_long"
        case tooManyColumns = "too_many_columns"
        case invalidBytes = "invalid_bytes"
    }

    var kind: Kind
    /// The record's index in its batch.
    var record: Int
    /// Where it stands, as an offset into the batch's bytes.
    var offset: Int
    /// How many fields the header has, or the limit that was broken.
    var bound = 0

    /// The sentence for people, given the place in the file.
    func violation(line: Int, column: Int, fieldCount: Int, encoding: CSVEncoding) -> Violation {
        let place = "line \(line), column \(column)"
        let message =
            switch kind {
            case .tooFewFields:
                "The record on line \(line) has \(fieldCount) field\(fieldCount == 1 ? "" : "s") where the header has \(bound)."
                    + " Add what is missing, even if empty."
            case .tooManyFields:
                "The record on line \(line) has \(fieldCount) fields where the header has \(bound)."
                    + " Put a field that contains the delimiter in quotes."
            case .strayQuote:
                "A quote stands where none may stand (\(place))."
                    + " Put the whole field in quotes and double the quotes inside it."
            case .unclosedQuote:
                "A quote opens on \(place) and is never closed."
                    + " Close it, or double it and put the whole field in quotes; reading went on at the next line."
            case .fieldTooLong:
                "The field at \(place) is longer than \(bound) bytes. Shorten it or raise the limit."
            case .recordTooLong:
                "The record on line \(line) is longer than \(bound) bytes; only its beginning is kept."
                    + " Look for a missing line break or an unclosed quote, or raise the limit."
            case .tooManyColumns:
                "The record on line \(line) has more than \(bound) fields. Check the delimiter or raise the limit."
            case .invalidBytes:
                "There are bytes at \(place) that are no \(encoding.rawValue). "
                    + (encoding == .utf8
                        ? "If the file is another encoding, say so (for example windows-1252); otherwise correct the character."
                        : "If the file is another encoding, say so (for example cp850 or macroman).")
            }
        return Violation(code: kind.rawValue, message: message)
    }
}
