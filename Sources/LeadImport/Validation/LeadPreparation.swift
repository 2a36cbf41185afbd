/// From a record to a lead that may be sent, or to everything that keeps it from being one: mapping and validation, as
/// `run`, `check` and `preview` all use them.
public struct LeadPreparation: Sendable {
    /// Maps records to drafts.
    public let mapper: LeadMapper
    /// Checks drafts.
    public let validator: LeadValidator

    /// A preparation by this mapper and validator.
    public init(mapper: LeadMapper, validator: LeadValidator) {
        self.mapper = mapper
        self.validator = validator
    }

    /// An empty draft for `prepare`: one for each worker, used for every row.
    public func makeDraft() -> LeadDraft { LeadDraft(layout: mapper.layout) }

    /// Maps and checks a record. Afterwards `draft.isValid` says whether it may be sent, and `violations(of:in:)` why not.
    public func prepare(_ record: CSVRecord, into draft: inout LeadDraft) {
        mapper.map(record, into: &draft)
        validator.validate(&draft)
    }

    /// What keeps the record from being a lead, with columns, values and sentences. Empty for a valid one.
    public func violations(of draft: LeadDraft, in record: CSVRecord) -> [Violation] {
        if let problem = draft.problem { return [problem] }
        return draft.breaches.map { violation($0, in: record) }
    }

    /// The violation of a row whose identity the row `earlier` has, where `rules.duplicates` says `fail`.
    public func duplicateViolation(of earlier: Int, in record: CSVRecord) -> Violation {
        let layout = mapper.layout
        let columns = layout.identitySlots.flatMap { layout.columnIndices[$0] }
        let context = RuleContext(
            path: "",
            columns: [],
            value: "",
            detail: earlier,
            today: validator.today,
            configuration: layout.configurationFile
        )
        return Violation(
            code: Rule.duplicateRow.code,
            columns: layout.identityColumns,
            value: columns.isEmpty ? nil : columns.map { record.string($0) }.joined(separator: " | "),
            message: Rule.duplicateRow.message(context)
        )
    }

    private func violation(_ breach: Breach, in record: CSVRecord) -> Violation {
        let layout = mapper.layout
        let slot = Int(breach.slot)
        let columns = layout.columns[slot]
        let values = layout.columnIndices[slot].map { record.string($0) }
        let value = columns.isEmpty ? "" : values.filter { !$0.isEmpty }.joined(separator: " | ")
        let line = layout.positions[slot].map { ", line \($0.line)" } ?? ""
        let context = RuleContext(
            path: layout.paths[slot],
            columns: columns,
            value: value,
            detail: Int(breach.detail),
            today: validator.today,
            configuration: layout.configurationFile + line
        )
        return Violation(
            code: breach.rule.code,
            field: layout.paths[slot],
            columns: columns,
            value: columns.isEmpty ? nil : value,
            message: breach.rule.message(context)
        )
    }
}
