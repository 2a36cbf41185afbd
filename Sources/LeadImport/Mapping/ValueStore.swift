extension LeadDraft {
    /// Reads a trimmed, non-empty text as the slot's kind and keeps the result, or the rule that refuses it.
    @inline(__always)
    mutating func store(_ text: Span<UInt8>, in slot: Int, as kind: ValueKind, by plan: MappingPlan) {
        switch kind {
        case .text, .freeText: storeText(text, in: slot, lineBreaks: kind == .freeText)
        case .number:
            switch NumberReader.read(text, decimalComma: plan.decimalComma) {
            case .number(let value):
                usage = value
                slots[slot].state = .present
            case .refused(let rule): fail(slot, rule)
            }
        case .date:
            switch plan.dates.read(text) {
            case .date(let date):
                startDate = date
                slots[slot].state = .present
            case .refused(let rule): fail(slot, rule)
            }
        default: storeChoice(text, in: slot, as: kind)
        }
    }

    @inline(__always)
    mutating func storeText(_ text: Span<UInt8>, in slot: Int, lineBreaks: Bool) {
        let found = TextScan.traits(text)
        let offset = arena.count
        arena.append(copying: text)
        slots[slot] = Slot(offset: Int32(offset), length: Int32(text.count), state: .present, traits: found)
        if !found.isEmpty { storeUncommon(found, in: slot, at: offset, lineBreaks: lineBreaks) }
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

    private mutating func storeChoice(_ text: Span<UInt8>, in slot: Int, as kind: ValueKind) {
        switch kind {
        case .boolean:
            guard let value = BooleanReader.read(text) else { return fail(slot, .booleanNotReadable) }
            nextPossibleStart = value
        case .customerType:
            if TextScan.equalIgnoringCase(text, "person") {
                customerType = .person
            } else if TextScan.equalIgnoringCase(text, "company") {
                customerType = .company
            } else {
                return fail(slot, .customerTypeUnknown)
            }
        case .meterType:
            if TextScan.equalIgnoringCase(text, "smart") {
                meterType = .smart
            } else if TextScan.equalIgnoringCase(text, "analog") {
                meterType = .analog
            } else {
                return fail(slot, .meterTypeUnknown)
            }
        case .paymentType:
            guard TextScan.equalIgnoringCase(text, "sepa_debit") else { return fail(slot, .paymentTypeUnknown) }
        case .changeReason:
            if TextScan.equalIgnoringCase(text, "supplier_change") {
                changeReason = .supplierChange
            } else if TextScan.equalIgnoringCase(text, "move_in") {
                changeReason = .moveIn
            } else {
                return fail(slot, .changeReasonUnknown)
            }
        default:
            return storeText(text, in: slot, lineBreaks: false)
        }
        slots[slot].state = .present
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
