/// One reason why a row cannot become a lead: found by the CSV reader, the mapping, the validation, or told by the API.
///
/// A violation may hold the customer's own value, so it is written only into the run folder, never to a terminal or a
/// log: those get `code`, the row and `columns`.
public struct Violation: Sendable, Equatable {
    /// The stable name of the rule, such as `zip_not_five_digits`. Snake case; scripts rely on it.
    public var code: String
    /// The lead's field in the API's dot notation, such as `address.zip`; nil where the row as a whole is meant.
    public var field: String?
    /// The names of the CSV columns the value came from; empty where no column is to blame.
    public var columns: [String]
    /// The value as it stands in the file, cut to a readable length by whoever shows it.
    public var value: String?
    /// One sentence that says what is wrong and what to do, for a person who is no programmer.
    public var message: String

    /// Creates a violation; see the properties for what each part means.
    public init(code: String, field: String? = nil, columns: [String] = [], value: String? = nil, message: String) {
        self.code = code
        self.field = field
        self.columns = columns
        self.value = value
        self.message = message
    }
}
