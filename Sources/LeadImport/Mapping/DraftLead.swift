public import NomosAPI

extension LeadDraft {
    /// The lead as the API takes it. Meaningful only for a valid draft; of an invalid one it holds what could be read,
    /// with empty texts for a missing plan and postcode, as a preview shows it.
    ///
    /// A previous supplier that is still to be looked up is left out: see `previousSupplierToLookUp`. The tracking key is
    /// not there either: whoever sends the lead adds it.
    public func lead() -> Lead {
        var lead = Lead(
            plan: string(LeadSlot.plan) ?? "",
            address: Lead.Address(
                zip: string(LeadSlot.zip) ?? "",
                street: string(LeadSlot.street),
                houseNumber: string(LeadSlot.houseNumber),
                city: string(LeadSlot.city)
            ),
            meter: Lead.Meter(
                estimatedUsage: isPresent(LeadSlot.usage) ? usage : 0,
                type: isPresent(LeadSlot.meterType) ? (meterType == .smart ? .smart : .analog) : nil,
                number: string(LeadSlot.meterNumber)
            )
        )
        let customer = Lead.Customer(
            type: isPresent(LeadSlot.customerType) ? (customerType == .company ? .company : .person) : nil,
            firstName: string(LeadSlot.firstName),
            lastName: string(LeadSlot.lastName),
            companyName: string(LeadSlot.companyName),
            email: string(LeadSlot.email)
        )
        if customer != Lead.Customer() { lead.customer = customer }
        let payment = Lead.PaymentMethod(
            iban: string(LeadSlot.iban),
            accountHolder: string(LeadSlot.accountHolder)
        )
        if payment != Lead.PaymentMethod() { lead.paymentMethod = payment }
        if !supplierNeedsLookup { lead.previousSupplier = string(LeadSlot.previousSupplier) }
        if isPresent(LeadSlot.nextPossibleStart) { lead.nextPossibleStart = nextPossibleStart }
        if isPresent(LeadSlot.startDate) { lead.intendedStartDate = startDate?.description }
        if isPresent(LeadSlot.changeReason) {
            lead.changeReason = changeReason == .moveIn ? .moveIn : .supplierChange
        }
        lead.createdBy = string(LeadSlot.createdBy)
        lead.metadata = layout.metadataKeys.enumerated().compactMap { number, key in
            string(LeadSlot.metadata + number).map { Lead.MetadataEntry(key: key, value: $0) }
        }
        return lead
    }

    /// What makes this lead the same as another: a hash of the values of `rules.identity`, or of the whole lead. The same
    /// in every process. Nil where none of the identity's fields has a value: such rows are not the same, only unknown.
    public func identity() -> Fingerprint? {
        var hasher = FingerprintHasher()
        var found = false
        if layout.identitySlots.isEmpty {
            for slot in slots.indices { found = add(slot, to: &hasher) || found }
        } else {
            for slot in layout.identitySlots { found = add(slot, to: &hasher) || found }
        }
        return found ? hasher.finish() : nil
    }

    /// Adds a field's value, after its name and length, so that no two different leads spell the same bytes.
    @inline(__always)
    private func add(_ slot: Int, to hasher: inout FingerprintHasher) -> Bool {
        guard isPresent(slot) else { return false }
        let range = range(slot)
        hasher.update(number: layout.tags[slot] &+ UInt64(range.count))
        switch ValueKind.of(slot: slot) {
        case .text, .freeText, .supplier: hasher.update(arena.span.extracting(range))
        case .number: hasher.update(number: usage.bitPattern)
        case .date: hasher.update(number: UInt64(startDate.map { $0.year * 10_000 + $0.month * 100 + $0.day } ?? 0))
        case .boolean: hasher.update(number: nextPossibleStart ? 1 : 0)
        case .customerType: hasher.update(number: UInt64(customerType.rawValue))
        case .meterType: hasher.update(number: UInt64(meterType.rawValue))
        case .changeReason: hasher.update(number: UInt64(changeReason.rawValue))
        case .paymentType: break
        }
        return true
    }
}

extension FingerprintHasher {
    /// Adds a number as eight bytes, least significant first.
    fileprivate mutating func update(number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { update(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}
