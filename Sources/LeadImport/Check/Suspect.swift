/// What looks wrong in a row though no rule forbids it, and how it is recognised.
enum Suspect: String, Sendable, CaseIterable {
    case mojibake
    case droppedZeros = "dropped_zeros"
    case scientificNotation = "scientific_notation"
    case testData = "test_data"
    case datesLongPast = "dates_long_past"
    case emailLetters = "email_letters"
    case companyNameLeftOut = "company_name_left_out"
    case emptyPaymentLeftOut = "empty_payment_left_out"

    /// What it may mean and what to do.
    var message: String {
        switch self {
        case .mojibake:
            "Letters look garbled (Ã¼ for ü): the file was converted wrongly before, or source.encoding is wrong."
        case .droppedZeros:
            "Postcodes have four digits: a spreadsheet has dropped leading zeros. Export again with the column as text, or add transform: [\"pad_left(5,0)\"] to address.zip."
        case .scientificNotation:
            "Numbers look like 1,23E+11: a spreadsheet has rounded them. Export again with the column as text."
        case .testData: "Rows look like test data (Mustermann, test@…, @example.com)."
        case .emailLetters:
            "E-mail addresses have letters such as ü before the @: hardly any provider has those, so they are probably typing errors."
        case .companyNameLeftOut:
            "Persons have a company name, which is left out: map customer.type to \"company\" where these are companies."
        case .emptyPaymentLeftOut: "A payment method without IBAN and account holder is left out."
        case .datesLongPast: "Start dates are more than a year ago: is this the right column, and the right export?"
        }
    }

    /// Counts what looks wrong in a mapped row.
    static func count(
        in draft: LeadDraft,
        of record: CSVRecord,
        today: CalendarDate,
        into tallies: inout BatchFindings.Tallies
    ) {
        if draft.notices.contains(.companyNameLeftOut) {
            tallies.count(.suspicion(.companyNameLeftOut, slot: Int16(LeadSlot.companyName)), record)
        }
        if draft.notices.contains(.emptyPaymentLeftOut) {
            tallies.count(.suspicion(.emptyPaymentLeftOut, slot: Int16(LeadSlot.paymentType)), record)
        }
        if draft.traits.contains(.mojibake) {
            for slot in draft.slots.indices where draft.slots[slot].traits.contains(.mojibake) {
                tallies.count(.suspicion(.mojibake, slot: Int16(slot)), record)
            }
        }
        if let date = draft.startDate, date.year < today.year, date.year < today.year - 1 || isYearAgo(date, today) {
            tallies.count(.suspicion(.datesLongPast, slot: Int16(LeadSlot.startDate)), record)
        }
        if draft.state(LeadSlot.zip) == .failed,
            draft.breaches.contains(where: { $0.rule == .zipLeadingZeroLost })
        {
            tallies.count(.suspicion(.droppedZeros, slot: Int16(LeadSlot.zip)), record)
        }
        if draft.slots[LeadSlot.email].traits.contains(.nonASCII), hasLettersBeforeAt(draft) {
            tallies.count(.suspicion(.emailLetters, slot: Int16(LeadSlot.email)), record)
        }
        let arena = draft.arena.span
        if isScientific(arena.extracting(draft.range(LeadSlot.meterNumber))) {
            tallies.count(.suspicion(.scientificNotation, slot: Int16(LeadSlot.meterNumber)), record)
        }
        var slot = LeadSlot.metadata
        while slot < draft.slots.count {
            if isScientific(arena.extracting(draft.range(slot))) {
                tallies.count(.suspicion(.scientificNotation, slot: Int16(slot)), record)
            }
            slot += 1
        }
        if isTestAddress(arena.extracting(draft.range(LeadSlot.email))) {
            tallies.count(.suspicion(.testData, slot: Int16(LeadSlot.email)), record)
        } else if isTestName(arena.extracting(draft.range(LeadSlot.lastName))) {
            tallies.count(.suspicion(.testData, slot: Int16(LeadSlot.lastName)), record)
        }
    }

    private static func hasLettersBeforeAt(_ draft: LeadDraft) -> Bool {
        for index in draft.range(LeadSlot.email) {
            if draft.arena[index] == 0x40 { return false }
            if draft.arena[index] >= 0x80 { return true }
        }
        return false
    }

    private static func isYearAgo(_ date: CalendarDate, _ today: CalendarDate) -> Bool {
        (date.month, date.day) < (today.month, today.day)
    }

    /// `1,23E+11`: what a spreadsheet makes of a long number.
    static func isScientific(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 5, text.count <= 24, TextScan.isDigit(text[0]),
            text[1] == 0x2C || text[1] == 0x2E || text[1] == 0x45
        else { return false }
        var index = 1
        if text[1] != 0x45 {
            index = 2
            while index < text.count, TextScan.isDigit(text[index]) { index += 1 }
        }
        guard index + 2 < text.count, text[index] | 0x20 == 0x65, text[index + 1] == 0x2B else { return false }
        for rest in (index + 2)..<text.count where !TextScan.isDigit(text[rest]) { return false }
        return true
    }

    private static func isTestName(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 4, text.count <= 10 else { return false }
        switch text[0] | 0x20 {
        case 0x6D:
            return TextScan.equalIgnoringCase(text, "mustermann") || TextScan.equalIgnoringCase(text, "musterfrau")
        case 0x74: return TextScan.equalIgnoringCase(text, "test") || TextScan.equalIgnoringCase(text, "tester")
        case 0x61: return TextScan.equalIgnoringCase(text, "asdf")
        default: return false
        }
    }

    private static func isTestAddress(_ text: Span<UInt8>) -> Bool {
        var at = text.count - 1
        while at >= 0, text[at] != 0x40 { at -= 1 }
        guard at > 0, at + 5 < text.count else { return false }
        switch text[at + 1] | 0x20 {
        // example.com, example.de (RFC 2606), test.de
        case 0x65: return TextScan.equalIgnoringCase(text.extracting((at + 1)..<min(at + 9, text.count)), "example.")
        case 0x74: return TextScan.equalIgnoringCase(text.extracting((at + 1)..<min(at + 6, text.count)), "test.")
        default: return at == 4 && TextScan.equalIgnoringCase(text.extracting(0..<4), "test")
        }
    }
}
