extension CSVProblem {
    /// What a rule of the CSV layer asks for, without a word about any record.
    static func summary(ofCode code: String) -> String {
        switch Kind(rawValue: code) {
        case .tooFewFields: "The record has fewer fields than the header."
        case .tooManyFields: "The record has more fields than the header: a field with the delimiter is not in quotes."
        case .strayQuote: "A quote stands where none may stand."
        case .unclosedQuote: "A quote is opened and never closed."
        case .fieldTooLong: "A field is longer than the limit."
        case .recordTooLong: "The record is longer than the limit."
        case .tooManyColumns: "The record has more fields than the limit."
        case .invalidBytes: "The record has bytes that the file's encoding does not know."
        case nil: "The record cannot be read as CSV."
        }
    }
}
