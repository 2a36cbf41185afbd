/// A config for a partner's file, proposed from the file's header and its first rows.
///
/// The proposal is a complete, commented JSON5 text that `ConfigurationReader` reads. It holds column names and words
/// that stand for choices (salutations, reasons), but no customer's data. What it does not know it leaves to a person: the
/// plan's ID, and the column of a required field that no column fits (`missing`).
/// - Complexity: O(rows × columns); some thousand rows are plenty.
public struct ConfigurationProposal: Sendable {
    /// What is known of the file.
    public struct Input: Sendable {
        /// The file's name for the comment at the top.
        public var fileName: String
        /// The column names, as `CSVHeader.names` has them.
        public var header: [String]
        /// The first records, as texts.
        public var rows: [[String]]
        /// The delimiter found, or nil to leave it to the reader.
        public var delimiter: Character?
        /// The encoding found, or nil to leave it to the reader.
        public var encoding: CSVEncoding?
        /// The quote character.
        public var quote: Character?
        /// The lines above the header.
        public var skippedLines: Int
        /// Whether `header` stands in the file; otherwise it is `1`, `2` …
        public var hasHeader: Bool

        /// Creates an input; see the properties for what each part means.
        public init(
            fileName: String,
            header: [String],
            rows: [[String]],
            delimiter: Character? = nil,
            encoding: CSVEncoding? = nil,
            quote: Character? = "\"",
            skippedLines: Int = 0,
            hasHeader: Bool = true
        ) {
            self.fileName = fileName
            self.header = header
            self.rows = rows
            self.delimiter = delimiter
            self.encoding = encoding
            self.quote = quote
            self.skippedLines = skippedLines
            self.hasHeader = hasHeader
        }
    }

    /// A field of the lead and the column proposed for it.
    public struct Placement: Sendable, Equatable {
        /// The field's dot path at the API, such as `address.zip`.
        public var path: String
        /// The column's name.
        public var column: String
        /// How sure that is.
        public var certainty: ProposalCertainty
    }

    /// The plan that stands in the proposal until a person puts the right one there.
    public static let planPlaceholder = "pln_TODO"

    /// The config, JSON5.
    public let text: String
    /// What was found, in the order of the text.
    public let placements: [Placement]
    /// The required fields that no column fits, as dot paths; the config names a column `TODO…` for them, which no file has.
    public let missing: [String]
    /// The columns without a place, in the order of the file.
    public let unplaced: [String]

    /// Proposes a config.
    public init(_ input: Input) {
        var input = input
        var notes: [String] = []
        if input.hasHeader, Self.looksLikeData(input.header) {
            notes.append("The first line looks like data, not like column names: columns are numbered.")
            input.rows.insert(input.header, at: 0)
            input.header = input.header.indices.map { String($0 + 1) }
            input.hasHeader = false
        }
        let rows = input.rows
        let profiles = input.header.enumerated().map { index, name in
            ColumnProfile(name: name, index: index, values: rows.lazy.map { index < $0.count ? $0[index] : "" })
        }
        let assignment = ColumnAssignment(profiles)
        var lead = LeadProposal(assignment, rows: rows)
        var writer = ProposalWriter()
        Self.writeHead(&writer, input, notes)
        writer.object(nil) { writer in
            writer.comment("For editors, where the schema of the configs is: $schema: \"./lead-import.schema.json\",")
            writer.blank()
            SourceProposal(input, assignment).write(&writer)
            writer.blank()
            writer.comment("The lead in the API's own shape. After each line: how sure it is, and why.")
            lead.write(&writer)
            writer.blank()
            lead.writeRules(&writer)
            writer.blank()
            writer.comment(
                "results.csv repeats the input's columns before the lead's ID and link: \"all\", \"none\" or a list."
            )
            writer.line("results: { keep: \"all\" },")
        }
        text = writer.text
        placements = lead.placements
        missing = lead.missing
        unplaced = assignment.unplaced.map(\.name)
    }

    private static func writeHead(_ writer: inout ProposalWriter, _ input: Input, _ notes: [String]) {
        let rows = input.rows.count == 1 ? "1 row" : "\(input.rows.count) rows"
        writer.comment(
            "Proposed from the columns and the first \(rows) of \(ProposalWriter.quoted(input.fileName)). Read it before use."
        )
        for note in notes { writer.comment(note) }
        writer.comment(
            "Put the plan's ID in, then try it: \"lead-import check FILE --config THIS_FILE\" sends nothing."
        )
        writer.blank()
    }

    /// Column names are never e-mail addresses, IBANs or meter numbers.
    private static func looksLikeData(_ header: [String]) -> Bool {
        header.contains { name in
            ValueShape.shapes(of: name).contains { $0 == .email || $0 == .iban || $0 == .meterNumber }
        }
    }
}
