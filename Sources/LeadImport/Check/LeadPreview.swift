public import NomosAPI

/// What a row would send, and where each of its values came from.
///
/// It holds the customer's data: it goes to standard output when a person asks for it, and nowhere else.
public struct LeadPreview: Sendable {
    /// One field of the lead.
    public struct Field: Sendable, Equatable {
        /// The API's dot path.
        public var path: String
        /// The value as it is sent; nil where the field is left out or its value was refused.
        public var value: String?
        /// The columns the value comes from, with their texts as they stand in the file.
        public var sources: [(column: String, text: String)]
        /// Where the value comes from and what is done to it, in words.
        public var origin: String

        /// Whether all parts are the same.
        public static func == (left: Field, right: Field) -> Bool {
            left.path == right.path && left.value == right.value && left.origin == right.origin
                && left.sources.elementsEqual(right.sources, by: ==)
        }
    }

    /// The row, from 1; the header is not counted.
    public var row: Int
    /// The line of the file the row begins on, from 1.
    public var line: Int
    /// The lead that would be sent, without the tracking key; nil for an invalid row.
    public var lead: Lead?
    /// What keeps the row from being sent.
    public var violations: [Violation]
    /// Every field that the config maps, in the order of the API's reference.
    public var fields: [Field]

    /// The lead as pretty-printed JSON without a line break at the end, or nil for an invalid row.
    public var json: String? { lead?.prettyJSON() }

    /// A line for each field: its path, the value sent, and where it came from. Ends with a line break.
    public var explanation: String {
        let width = min(44, fields.map(\.path.count).max() ?? 0)
        return fields.map { field in
            let path = field.path + String(repeating: " ", count: max(0, width - field.path.count))
            let texts = field.sources.map { "\"\($0.column)\" = \"\($0.text.onOneLine)\"" }.joined(separator: ", ")
            let value = field.value.map { "\"\($0.onOneLine)\"" } ?? "left out"
            return "\(path)  \(value)  <- \(field.origin)" + (texts.isEmpty ? "" : " [\(texts)]") + "\n"
        }.joined()
    }
}

extension LeadPreparation {
    /// Prepares a record and shows what comes of it.
    public func preview(_ record: CSVRecord, using draft: inout LeadDraft) -> LeadPreview {
        prepare(record, into: &draft)
        let layout = mapper.layout
        let fields =
            draft.problem != nil
            ? []
            : layout.paths.indices.compactMap { slot -> LeadPreview.Field? in
                guard let origin = layout.origins[slot] else { return nil }
                return LeadPreview.Field(
                    path: layout.paths[slot],
                    value: draft.sentText(slot),
                    sources: zip(layout.columns[slot], layout.columnIndices[slot]).map { ($0, record.string($1)) },
                    origin: origin
                )
            }
        return LeadPreview(
            row: record.row,
            line: record.line,
            lead: draft.isValid ? draft.lead() : nil,
            violations: violations(of: draft, in: record),
            fields: fields
        )
    }
}

extension LeadDraft {
    /// A slot's value as it is sent; nil where it is absent or was refused.
    fileprivate func sentText(_ slot: Int) -> String? {
        guard isPresent(slot) else { return nil }
        return switch ValueKind.of(slot: slot) {
        case .text, .freeText, .supplier: string(slot)
        case .number: Int(exactly: usage).map { String($0) } ?? String(usage)
        case .date: startDate?.description
        case .boolean: nextPossibleStart ? "true" : "false"
        case .customerType: customerType == .company ? "company" : "person"
        case .meterType: meterType == .smart ? "smart" : "analog"
        case .paymentType: "sepa_debit"
        case .changeReason: changeReason == .moveIn ? "move_in" : "supplier_change"
        }
    }
}

extension String {
    /// The text with its line breaks and other control characters shown as spaces.
    fileprivate var onOneLine: String {
        String(map { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : $0 })
    }
}
