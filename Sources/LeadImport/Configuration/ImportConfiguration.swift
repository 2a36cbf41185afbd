/// Everything an import is told by its config file: immutable, validated and resolved before any work starts.
///
/// Read by `ConfigurationReader` from JSON5; the keys are those of `config/lead-import.schema.json`.
public struct ImportConfiguration: Sendable {
    /// The file it was read from, as the user named it.
    public var file: String
    /// How to reach the API and how hard to use it.
    public var api: API
    /// How to read the CSV file.
    public var source: Source
    /// The lead: where the value of each of its fields comes from, in the order of the config.
    public var fields: [FieldMapping]
    /// The metadata taken over as a list of columns, `metadata: { "*": [...] }`, under keys made from their names.
    public var metadataColumns: [MetadataColumn]
    /// What to do with rows that are valid but doubtful.
    public var rules: Rules
    /// Which input columns results.csv keeps.
    public var keptColumns: KeptColumns
    /// The metadata key that marks each lead as this run's row, or nil to send none.
    public var trackingKey: String?

    /// The `api` part.
    public struct API: Sendable {
        /// Without a trailing slash; `https` except for loopback.
        public var baseURL = "https://api.nomos.energy"
        /// The value of the `X-API-Version` header.
        public var version = "2026-05-27.curie"
        /// How many requests are allowed in `perSeconds`; 0 for no limit.
        public var requests: Double = 10
        /// The length of that time, in seconds.
        public var perSeconds: Double = 1
        /// How many requests may be under way at once.
        public var concurrency = 16
        /// How long one request may take, in seconds.
        public var timeoutSeconds: Double = 30
        /// How often one lead may be sent, the first time included.
        public var attempts = 6
        /// How long after an attempt its lead may still appear at the API, in seconds. Five more than the time-out unless
        /// the config says otherwise.
        public var doubtGraceSeconds: Double = 35

        /// The defaults of a config without an `api` part.
        public init() {}
    }

    /// The `source` part.
    public struct Source: Sendable {
        /// The field delimiter, or nil to find it out.
        public var delimiter: Character?
        /// The file's encoding, or nil to find it out.
        public var encoding: CSVEncoding?
        /// The quote character, or nil where the file quotes nothing.
        public var quote: Character? = "\""
        /// The character that escapes a quote inside quotes where it is not doubled, such as a backslash.
        public var escape: Character?
        /// `,` or `.`.
        public var decimal: Character = ","
        /// The date formats to try, in the notation of Unicode TR 35, such as `dd.MM.yyyy`.
        public var dates = ["dd.MM.yyyy", "yyyy-MM-dd"]
        /// Field texts that mean "no value", besides the empty one.
        public var nulls: [String] = []
        /// Whether the first record names the columns.
        public var hasHeader = true
        /// How many lines stand above the header (or the first record).
        public var skipLines = 0
        /// The limits of the reader.
        public var limits = CSVLimits()

        /// The defaults of a config without a `source` part.
        public init() {}
    }

    /// The `rules` part.
    public struct Rules: Sendable {
        /// What to do with a row whose identity an earlier row or run had.
        public enum Duplicates: String, Sendable, CaseIterable {
            /// The row becomes `duplicate` and carries the earlier row's lead.
            case skip
            /// The row is sent as well.
            case send
            /// The row is invalid.
            case fail
        }

        /// What to do with a date that two formats read differently.
        public enum AmbiguousDates: String, Sendable, CaseIterable {
            /// The row is invalid.
            case fail
            /// The first format that fits counts.
            case first
        }

        /// Whether the plan supplies energy or takes it in; it decides which rules hold for a lead.
        public enum PlanType: String, Sendable, CaseIterable {
            /// As the API says of the plan; where it cannot be asked, only the rules common to both kinds hold.
            case auto
            /// A plan that supplies energy.
            case consumption
            /// A plan that takes energy in.
            case feedIn = "feed_in"
        }

        /// What to do with a row whose identity an earlier row or run had.
        public var duplicates = Duplicates.skip
        /// API paths (`metadata.customer_number`) whose values make a lead the same; empty: the whole lead.
        public var identity: [String] = []
        /// What to do with a date that two formats read differently.
        public var ambiguousDates = AmbiguousDates.fail
        /// Whether the plan supplies energy or takes it in.
        public var planType = PlanType.auto

        /// The defaults of a config without a `rules` part.
        public init() {}
    }

    /// Which input columns results.csv keeps.
    public enum KeptColumns: Sendable, Equatable {
        /// All of them.
        case all
        /// None: only the columns that the import adds.
        case none
        /// These, by name.
        case only([String])
    }

    /// One column taken over into the metadata as it is.
    public struct MetadataColumn: Sendable {
        /// The metadata key, made from the column's name.
        public var key: String
        /// The column's name as the config has it.
        public var column: String
        /// Where the config says so.
        public var position: ConfigurationPosition
    }
}
