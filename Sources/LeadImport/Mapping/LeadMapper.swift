/// Maps records to lead drafts, driven by the config: every name is resolved once, at the start.
public struct LeadMapper: Sendable {
    let plan: MappingPlan
    /// The numbers of the columns that the config uses, in ascending order.
    public let usedColumns: [Int]
    /// The names behind a draft's slots.
    public var layout: DraftLayout { plan.layout }

    /// Where the config names a column otherwise than the file does, without being mistaken.
    public let warnings: [String]

    /// Resolves the config against a file's columns. Throws every column, format and pattern that does not fit, at once,
    /// each with its place in the config and the nearest column.
    public init(_ configuration: ImportConfiguration, header: CSVHeader) throws(ConfigurationError) {
        var compiler = MappingCompiler(configuration, header: header)
        plan = try compiler.plan()
        usedColumns = Set(plan.layout.columnIndices.joined()).union(compiler.conditionColumns).sorted()
        warnings = compiler.warnings
    }

    /// Maps a record into `draft`, which is emptied first. What cannot be mapped becomes a breach in the draft.
    /// - Complexity: O(length of the record); a record of plain ASCII columns costs no allocation.
    public func map(_ record: CSVRecord, into draft: inout LeadDraft) {
        draft.reset()
        if record.hasProblem {
            draft.problem = record.problem
            return
        }
        plan.map(record, into: &draft)
        settleShapes(&draft)
    }

    /// Leaves out what the lead's shape has no place for: the company name of a person, and a payment method of which
    /// there is nothing but its type.
    private func settleShapes(_ draft: inout LeadDraft) {
        let isCompany = draft.isPresent(LeadSlot.customerType) && draft.customerType == .company
        if !isCompany, draft.state(LeadSlot.companyName) != .absent {
            let isPerson = draft.state(LeadSlot.customerType) != .failed
            if isPerson, draft.isPresent(LeadSlot.companyName) { draft.notices.insert(.companyNameLeftOut) }
            draft.leaveOut(LeadSlot.companyName)
        }
        if draft.isPresent(LeadSlot.paymentType), draft.state(LeadSlot.iban) == .absent,
            draft.state(LeadSlot.accountHolder) == .absent
        {
            draft.notices.insert(.emptyPaymentLeftOut)
            draft.leaveOut(LeadSlot.paymentType)
        }
    }
}

extension MappingPlan {
    /// Maps every field of the plan.
    fileprivate func map(_ record: CSVRecord, into draft: inout LeadDraft) {
        let fields = fields
        for index in fields.indices {
            let field = fields[index]
            if field.column >= 0 {
                mapPlain(field, record, into: &draft)
            } else {
                mapLeaf(field, record, into: &draft)
            }
        }
    }

    @inline(__always)
    private func mapPlain(_ field: Field, _ record: CSVRecord, into draft: inout LeadDraft) {
        let offset = draft.arena.count
        let found = record.withUTF8(field.column) { draft.take($0) }
        if draft.arena.count == offset || nulls.contains(draft.arena.span.extracting(offset..<draft.arena.count)) {
            draft.storeAbsent(field, self)
        } else if field.hasMap {
            draft.storeMapped(from: offset, found, field, self)
        } else {
            draft.settle(field.slot, as: field.kind, from: offset, found, by: self)
            if field.kind == .supplier { draft.markSupplier(isLookedUp: leaves[field.leaf].isLookedUp) }
        }
    }

    @inline(never)
    private func mapLeaf(_ field: Field, _ record: CSVRecord, into draft: inout LeadDraft) {
        let leaf = leaves[field.leaf]
        var work: [UInt8] = []
        swap(&work, &draft.work)
        switch leaf.evaluate(record, nulls: nulls, into: &work) {
        case .text:
            draft.store(work.span, in: field.slot, as: field.kind, by: self)
            if field.kind == .supplier { draft.markSupplier(isLookedUp: leaf.isLookedUp) }
        case .leftOut: break
        case .absent:
            if !leaf.isOptional { draft.fail(field.slot, .requiredValueMissing) }
        case .refused(let rule): draft.fail(field.slot, rule)
        }
        swap(&work, &draft.work)
    }
}

extension LeadDraft {
    /// Sends the text that stands in the arena from `offset` on through the leaf's map and keeps what it becomes.
    fileprivate mutating func storeMapped(
        from offset: Int,
        _ found: TextTraits,
        _ field: MappingPlan.Field,
        _ plan: MappingPlan
    ) {
        let leaf = plan.leaves[field.leaf]
        guard let map = leaf.map else { return }
        store(mapped(from: offset, found, by: map), of: map, leaf, field, plan)
    }

    private func mapped(from offset: Int, _ found: TextTraits, by map: ValueMap) -> ValueMap.Outcome {
        let text = arena.span.extracting(offset..<arena.count)
        return found.contains(.mayDecompose) ? map.findComposed(text) : map.find(text)
    }

    fileprivate mutating func store(
        _ outcome: ValueMap.Outcome,
        of map: ValueMap,
        _ leaf: LeafPlan,
        _ field: MappingPlan.Field,
        _ plan: MappingPlan
    ) {
        switch outcome {
        case .text(let range):
            store(map.bytes.span.extracting(range), in: field.slot, as: field.kind, by: plan)
            if field.kind == .supplier { markSupplier(isLookedUp: leaf.isLookedUp) }
        case .leaveOut: break
        case .unknown: fail(field.slot, .valueNotInMap)
        }
    }

    /// What becomes of a field whose column is empty: the map's word for that, the default, the map's word for the rest,
    /// nothing, or a breach.
    @inline(never)
    fileprivate mutating func storeAbsent(_ field: MappingPlan.Field, _ plan: MappingPlan) {
        let leaf = plan.leaves[field.leaf]
        if field.hasMap, let map = leaf.map,
            let outcome = map.absent(hasDefault: leaf.defaultValue != nil, leaf.isOptional)
        {
            store(outcome, of: map, leaf, field, plan)
        } else if let text = leaf.defaultValue {
            store(text.span, in: field.slot, as: field.kind, by: plan)
            if field.kind == .supplier { markSupplier(isLookedUp: leaf.isLookedUp) }
        } else if !leaf.isOptional {
            fail(field.slot, .requiredValueMissing)
        }
    }

    /// Marks the supplier's text as a name to be looked up, unless it is an ID already.
    fileprivate mutating func markSupplier(isLookedUp: Bool) {
        guard isLookedUp, isPresent(LeadSlot.previousSupplier) else { return }
        supplierNeedsLookup = !ObjectID.isMarketPartner(arena.span.extracting(range(LeadSlot.previousSupplier)))
    }
}

extension ValueMap {
    /// As `find`, for a text that may have to be composed first.
    func findComposed(_ text: Span<UInt8>) -> Outcome {
        var copy: [UInt8] = []
        copy.append(copying: text)
        return find(TextScan.composed(copy).span)
    }

    /// What an empty text becomes, or nil where the map has no word for it: its own entry, or the rest's unless the field
    /// has a default or may be absent.
    func absent(hasDefault: Bool, _ isOptional: Bool) -> Outcome? {
        if empty != .unknown { return empty }
        return hasDefault || isOptional || rest == .unknown ? nil : rest
    }
}
