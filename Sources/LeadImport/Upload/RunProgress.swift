/// How far a run is: what a progress display needs, and what the summary is made from.
public struct RunProgress: Sendable {
    /// Rows that the input has; 0 while that is not known.
    public internal(set) var total = 0
    /// Rows read.
    public internal(set) var read = 0
    /// Rows settled, whether written yet or not.
    public internal(set) var settled = 0
    /// Requests to create a lead that were answered.
    public internal(set) var answered = 0
    /// Answers that told to wait (429).
    public internal(set) var throttled = 0
    /// Attempts that ended in doubt.
    public internal(set) var doubts = 0
    /// Rows that wait for the API's list of leads to tell what became of them.
    public internal(set) var parked = 0
    /// Unknown rows sent again because the user asked for it.
    public internal(set) var resentUnknown = 0
    /// Rows written to results.csv, by state.
    public internal(set) var states: [RowState: Int] = [:]
    /// Leads that the API holds more than once, by row, with their IDs.
    public internal(set) var twins: [Int: [String]] = [:]
    /// Duplicates of a row of which it is not known whether it was created.
    public internal(set) var orphanedDuplicates = 0
    /// How many rows have an error of a code, by code and column.
    public internal(set) var errors: [ErrorKey: Int] = [:]
    /// How many leads were answered when, by this process.
    public internal(set) var timeline = AnswerTimeline()

    /// What errors are counted by.
    public struct ErrorKey: Hashable, Comparable, Sendable {
        /// The rule broken.
        public var code: String
        /// The column or columns to blame; empty for none.
        public var column: String

        /// By code, then by column.
        public static func < (left: ErrorKey, right: ErrorKey) -> Bool {
            (left.code, left.column) < (right.code, right.column)
        }
    }

    /// Counts a row that was written to the results.
    mutating func count(_ outcome: RowOutcome) {
        states[outcome.state, default: 0] += 1
        if outcome.state == .duplicate, outcome.lead == nil { orphanedDuplicates += 1 }
        guard outcome.state.needsPerson else { return }
        for violation in outcome.violations {
            errors[ErrorKey(code: violation.code, column: violation.columns.joined(separator: ", ")), default: 0] += 1
        }
    }
}
