extension LeadDraft {
    /// Reads a trimmed, non-empty text as the slot's kind and keeps the result, or the rule that refuses it.
    mutating func store(_ text: Span<UInt8>, in slot: Int, as kind: ValueKind, by plan: MappingPlan) {
        let offset = arena.count
        arena.append(copying: text)
        settle(slot, as: kind, from: offset, TextScan.traits(text), by: plan)
    }

    /// Appends a field's trimmed text to the arena. Takes nothing but bytes, so that reading a field of a record keeps hold
    /// of nothing else. Gives the text's traits; nothing is appended for an empty one.
    @inline(__always)
    mutating func take(_ field: Span<UInt8>) -> TextTraits {
        let trimmed = field.extracting(TextScan.trimmed(field))
        arena.append(copying: trimmed)
        return TextScan.traits(trimmed)
    }

    /// Reads the text that stands in the arena from `offset` on as the slot's kind.
    @inline(__always)
    mutating func settle(
        _ slot: Int,
        as kind: ValueKind,
        from offset: Int,
        _ found: TextTraits,
        by plan: MappingPlan
    ) {
        switch kind {
        case .text, .freeText:
            slots[slot] = Slot(
                offset: Int32(offset),
                length: Int32(arena.count - offset),
                state: .present,
                traits: found
            )
            if !found.isEmpty { storeUncommon(found, in: slot, at: offset, lineBreaks: kind == .freeText) }
        case .number:
            switch NumberReader.read(arena.span.extracting(offset..<arena.count), decimalComma: plan.decimalComma) {
            case .number(let value):
                usage = value
                slots[slot].state = .present
            case .refused(let rule): fail(slot, rule)
            }
        case .date:
            switch plan.dates.read(arena.span.extracting(offset..<arena.count)) {
            case .date(let date):
                startDate = date
                slots[slot].state = .present
            case .refused(let rule): fail(slot, rule)
            }
        default: settleChoice(slot, as: kind, from: offset, found)
        }
    }

    /// What is left to do for a text that is no plain ASCII.
    private mutating func storeUncommon(_ found: TextTraits, in slot: Int, at offset: Int, lineBreaks: Bool) {
        traits.formUnion(found)
        if found.contains(.mayDecompose) {
            let composed = TextScan.composed(Array(arena[offset...]))
            arena.removeSubrange(offset...)
            arena.append(contentsOf: composed)
            slots[slot].length = Int32(composed.count)
        }
        if found.contains(.replacement) { fail(slot, .textDamaged) }
        if found.contains(.control) || (found.contains(.lineBreak) && !lineBreaks) { fail(slot, .textControlCharacter) }
    }

    private mutating func settleChoice(_ slot: Int, as kind: ValueKind, from offset: Int, _ found: TextTraits) {
        guard kind != .supplier else {
            slots[slot] = Slot(
                offset: Int32(offset),
                length: Int32(arena.count - offset),
                state: .present,
                traits: found
            )
            if !found.isEmpty { storeUncommon(found, in: slot, at: offset, lineBreaks: false) }
            return
        }
        guard let choice = Choice(arena.span.extracting(offset..<arena.count), as: kind) else {
            return fail(slot, Choice.rule(of: kind))
        }
        switch choice {
        case .boolean(let value): nextPossibleStart = value
        case .customer(let type): customerType = type
        case .meter(let type): meterType = type
        case .change(let reason): changeReason = reason
        case .payment: break
        }
        slots[slot].state = .present
    }
}

/// A value out of the few that a field can have.
private enum Choice {
    case boolean(Bool)
    case customer(LeadDraft.CustomerType)
    case meter(LeadDraft.MeterType)
    case change(LeadDraft.ChangeReason)
    case payment

    /// Reads a text, in any case of its letters; nil where it is none of the kind's values.
    init?(_ text: Span<UInt8>, as kind: ValueKind) {
        switch kind {
        case .boolean:
            guard let value = BooleanReader.read(text) else { return nil }
            self = .boolean(value)
        case .customerType where TextScan.equalIgnoringCase(text, "person"): self = .customer(.person)
        case .customerType where TextScan.equalIgnoringCase(text, "company"): self = .customer(.company)
        case .meterType where TextScan.equalIgnoringCase(text, "smart"): self = .meter(.smart)
        case .meterType where TextScan.equalIgnoringCase(text, "analog"): self = .meter(.analog)
        case .changeReason where TextScan.equalIgnoringCase(text, "supplier_change"): self = .change(.supplierChange)
        case .changeReason where TextScan.equalIgnoringCase(text, "move_in"): self = .change(.moveIn)
        case .paymentType where TextScan.equalIgnoringCase(text, "sepa_debit"): self = .payment
        default: return nil
        }
    }

    /// The rule that a text breaks which is none of the kind's values.
    static func rule(of kind: ValueKind) -> Rule {
        switch kind {
        case .customerType: .customerTypeUnknown
        case .meterType: .meterTypeUnknown
        case .paymentType: .paymentTypeUnknown
        case .changeReason: .changeReasonUnknown
        default: .booleanNotReadable
        }
    }
}

extension [UInt8] {
    /// Appends a span's bytes in one copy.
    @inline(__always)
    mutating func append(copying text: Span<UInt8>) {
        // A span has no way into an array but byte by byte, which is several times slower than one copy.
        text.withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
