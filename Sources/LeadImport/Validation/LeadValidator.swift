/// Checks a mapped lead by the rules of the API's reference, before anything is sent. Finds every breach of a row.
public struct LeadValidator: Sendable {
    /// Whether the plan supplies energy or takes it in, as far as it is known.
    public enum PlanType: Sendable {
        case consumption
        case feedIn
        /// Only the rules common to both kinds hold.
        case unknown
    }

    /// The day it is in Germany.
    public var today: CalendarDate
    /// Which kind of plan the leads are for.
    public var planType: PlanType

    /// A validator for that day and kind of plan.
    public init(today: CalendarDate, planType: PlanType = .unknown) {
        self.today = today
        self.planType = planType
    }

    /// Adds every breach of the API's rules to the draft. A field that could not be mapped is not looked at again.
    /// - Complexity: O(length of the lead's texts), no allocation for a valid lead.
    public func validate(_ draft: inout LeadDraft) {
        if draft.problem != nil { return }
        checkText(LeadSlot.plan, .planIDMalformed, in: &draft) { ObjectID.isPlan($0) }
        checkName(LeadSlot.firstName, in: &draft)
        checkName(LeadSlot.lastName, in: &draft)
        checkName(LeadSlot.companyName, in: &draft)
        checkText(LeadSlot.email, .emailInvalid, in: &draft) { EmailAddress.isValid($0) }
        checkText(LeadSlot.createdBy, .emailInvalid, in: &draft) { EmailAddress.isValid($0) }
        checkZip(in: &draft)
        checkIBAN(in: &draft)
        if draft.isPresent(LeadSlot.usage), !(draft.usage >= 100) { draft.fail(LeadSlot.usage, .usageBelowMinimum) }
        checkSupplier(in: &draft)
        checkStart(in: &draft)
        if planType == .feedIn, draft.state(LeadSlot.meterType) != .failed,
            !draft.isPresent(LeadSlot.meterType) || draft.meterType != .smart
        {
            draft.fail(LeadSlot.meterType, .meterTypeMustBeSmart)
        }
        if draft.state(LeadSlot.plan) == .absent { draft.fail(LeadSlot.plan, .requiredValueMissing) }
        if draft.state(LeadSlot.zip) == .absent { draft.fail(LeadSlot.zip, .requiredValueMissing) }
        if draft.state(LeadSlot.usage) == .absent { draft.fail(LeadSlot.usage, .requiredValueMissing) }
    }

    @inline(__always)
    private func checkText(_ slot: Int, _ rule: Rule, in draft: inout LeadDraft, _ isSound: (Span<UInt8>) -> Bool) {
        guard draft.isPresent(slot) else { return }
        if !isSound(draft.arena.span.extracting(draft.range(slot))) { draft.fail(slot, rule) }
    }

    /// Names have 1–100 characters, counted in UTF-16 code units as the API's JavaScript counts them: only for characters
    /// beyond U+FFFF, such as emoji, is that more than the code points of JSON Schema.
    @inline(__always)
    private func checkName(_ slot: Int, in draft: inout LeadDraft) {
        // No more bytes, no more characters.
        guard draft.slots[slot].length > 100, draft.isPresent(slot) else { return }
        let count = draft.arena[draft.range(slot)].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : $1 >= 0xF0 ? 2 : 1) }
        if count > 100 { draft.fail(slot, .nameTooLong, detail: Int32(count)) }
    }

    private func checkZip(in draft: inout LeadDraft) {
        guard draft.isPresent(LeadSlot.zip) else { return }
        let breach = Self.zipBreach(draft.arena.span.extracting(draft.range(LeadSlot.zip)))
        if let breach { draft.fail(LeadSlot.zip, breach) }
    }

    private static func zipBreach(_ text: Span<UInt8>) -> Rule? {
        var digits = 0
        for index in text.indices where TextScan.isDigit(text[index]) { digits += 1 }
        guard digits == text.count else { return .zipNotFiveDigits }
        return digits == 5 ? nil : digits == 4 ? .zipLeadingZeroLost : .zipNotFiveDigits
    }

    private func checkIBAN(in draft: inout LeadDraft) {
        guard draft.isPresent(LeadSlot.iban) else { return }
        if let breach = IBAN.breach(of: draft.arena.span.extracting(draft.range(LeadSlot.iban))) {
            draft.fail(LeadSlot.iban, breach.rule, detail: Int32(breach.detail))
        }
    }

    private func checkSupplier(in draft: inout LeadDraft) {
        guard draft.isPresent(LeadSlot.previousSupplier) else { return }
        if planType == .feedIn {
            draft.fail(LeadSlot.previousSupplier, .previousSupplierNotForFeedIn)
        } else if !draft.supplierNeedsLookup {
            checkText(LeadSlot.previousSupplier, .previousSupplierIDMalformed, in: &draft) {
                ObjectID.isMarketPartner($0)
            }
        }
    }

    private func checkStart(in draft: inout LeadDraft) {
        guard draft.isPresent(LeadSlot.startDate), let date = draft.startDate else { return }
        if date <= today {
            draft.fail(LeadSlot.startDate, .startDateNotInFuture)
        } else if planType == .feedIn {
            if date.day != 1 { draft.fail(LeadSlot.startDate, .startDateNotFirstOfMonth) }
            if date < today.oneMonthLater { draft.fail(LeadSlot.startDate, .startDateTooSoon) }
        }
    }
}
