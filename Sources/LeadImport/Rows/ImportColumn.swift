/// The columns that lead-import adds to results.csv and failures.csv. On input they are known by their names and are no data.
enum ImportColumn: String, CaseIterable, Sendable {
    case leadID = "lead_id"
    case leadLink = "lead_link"
    case leadCreatedAt = "lead_created_at"
    case row = "import_row"
    case line = "import_line"
    case status = "import_status"
    case attempts = "import_attempts"
    case errorCodes = "import_error_codes"
    case errorColumns = "import_error_columns"
    case errors = "import_errors"
    case requestID = "import_request_id"
    case run = "import_run"

    /// What results.csv adds: all of them.
    static let ofResults = allCases

    /// What failures.csv adds: all but the lead, since there is none.
    static let ofFailures = Array(allCases.drop { $0 != .row })

    /// Whether a column of the input is one of these.
    static func isOne(_ name: String) -> Bool { ImportColumn(rawValue: name) != nil }

    /// The fields of all of these columns for a settled row. Made harmless for spreadsheets: some of the texts are the
    /// server's.
    static func fields(_ row: SourceRow, _ outcome: RowOutcome, runID: String) -> [String] {
        let violations = outcome.violations
        let fields = [
            outcome.lead?.id ?? "",
            outcome.lead?.link ?? "",
            outcome.lead?.createdAt ?? "",
            String(row.number),
            String(row.line),
            outcome.state.rawValue,
            String(outcome.attempts),
            violations.map(\.code).joined(separator: " | "),
            violations.map { $0.columns.joined(separator: ", ") }.joined(separator: " | "),
            violations.map(\.message).joined(separator: " | "),
            outcome.requestID ?? "",
            runID,
        ]
        return fields.map(CSVWriter.spreadsheetSafe)
    }
}
