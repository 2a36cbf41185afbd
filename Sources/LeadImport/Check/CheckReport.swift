/// What `check` found out about a file: plain data, without the value of any field, fit for a terminal.
public struct CheckReport: Sendable, Equatable {
    /// Where a finding can be seen.
    public struct Place: Sendable, Equatable {
        /// The row, from 1; the header is not counted.
        public var row: Int
        /// The line of the file the row begins on, from 1.
        public var line: Int
    }

    /// A rule and the rows that break it at one field.
    public struct Finding: Sendable, Equatable {
        /// The rule's stable code.
        public var code: String
        /// The API's field in dot notation, or nil where the row as a whole is meant.
        public var field: String?
        /// The names of the CSV columns the value comes from.
        public var columns: [String]
        /// What the rule asks for.
        public var summary: String
        /// How many rows break it.
        public var rows: Int
        /// The first of them, three at most.
        public var first: [Place]
    }

    /// Something that breaks no rule but looks wrong.
    public struct Suspicion: Sendable, Equatable {
        /// The stable name of what is suspected.
        public var code: String
        /// The columns concerned.
        public var columns: [String]
        /// What it may mean and what to do.
        public var message: String
        /// How many rows show it; 0 where the file as a whole does.
        public var rows: Int
        /// The first of them, three at most.
        public var first: [Place]
    }

    /// Rows whose identity an earlier row has.
    public struct Duplicates: Sendable, Equatable {
        /// What is done with them, by `rules.duplicates`.
        public var treatment: ImportConfiguration.Rules.Duplicates
        /// The fields that make two leads the same; empty: all of them.
        public var identity: [String]
        /// How many there are.
        public var rows = 0
        /// The first of them, three at most.
        public var first: [Place] = []
    }

    /// The config's file, as the user named it.
    public var configurationFile: String
    /// How the file is read.
    public var dialect: CSVDialect
    /// The names of the file's columns.
    public var columns: [String]
    /// Those the config uses.
    public var usedColumns: [String]
    /// Those it does not.
    public var unusedColumns: [String]
    /// What is odd about the file, its header, or how the config names its columns.
    public var warnings: [String]
    /// How many records there are.
    public var rows = 0
    /// How many of them can be sent.
    public var validRows = 0
    /// Every rule that is broken, the most frequent first.
    public var findings: [Finding] = []
    /// What looks wrong.
    public var suspicions: [Suspicion] = []
    /// Rows whose identity an earlier row has.
    public var duplicates: Duplicates
    /// How many different names of previous suppliers a run will look up through the API.
    public var suppliersToLookUp = 0
    /// How many requests a second are allowed; 0 for no limit.
    public var requestsPerSecond: Double

    /// How many rows need a person.
    public var invalidRows: Int { rows - validRows }
    /// How many leads a run would make: the valid rows without those that are skipped as duplicates.
    public var leads: Int { validRows - (duplicates.treatment == .skip ? duplicates.rows : 0) }
    /// How long a run will take at least, in seconds, at the allowed rate; nil where there is no limit.
    public var estimatedSeconds: Double? {
        requestsPerSecond > 0 ? Double(leads + suppliersToLookUp) / requestsPerSecond : nil
    }
}
