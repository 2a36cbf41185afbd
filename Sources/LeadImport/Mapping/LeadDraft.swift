/// A row's lead while it is mapped and checked: one buffer, used again for every row.
///
/// Texts stand one after the other in one array of UTF-8 bytes, and a slot per field says where. Numbers, dates and
/// choices are kept as what they are. A valid row costs no allocation; `String` appears only when a lead is made of it
/// or a person is told what is wrong.
public struct LeadDraft: Sendable {
    enum State: UInt8, Sendable {
        case absent
        case present
        /// There was a value, and a breach says why it is not to be used.
        case failed
    }

    struct Slot: Sendable {
        var offset: Int32 = 0
        var length: Int32 = 0
        var state: State = .absent
        var traits: TextTraits = []
    }

    /// What a customer is, by `customer.type`.
    enum CustomerType: UInt8, Sendable { case person, company }
    /// What a meter is, by `meter.type`.
    enum MeterType: UInt8, Sendable { case smart, analog }
    /// Why the supplier changes, by `change_reason`.
    enum ChangeReason: UInt8, Sendable { case supplierChange, moveIn }

    /// What is worth a warning though the lead is valid.
    public struct Notices: OptionSet, Sendable {
        /// The bits.
        public let rawValue: UInt8
        /// Creates the set of these bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// A company name on a person: it was left out.
        public static let companyNameLeftOut = Notices(rawValue: 1)
        /// A payment method without IBAN and account holder: it was left out.
        public static let emptyPaymentLeftOut = Notices(rawValue: 2)
    }

    /// The names behind the slots.
    public let layout: DraftLayout
    var arena: [UInt8] = []
    var slots: [Slot]
    /// The buffer in which a value that needs more than its column is put together.
    var work: [UInt8] = []
    var usage = 0.0
    var startDate: CalendarDate?
    var nextPossibleStart = false
    var customerType = CustomerType.person
    var meterType = MeterType.analog
    var changeReason = ChangeReason.supplierChange
    /// Whether `previous_supplier` holds a name that the API is still to be asked for.
    var supplierNeedsLookup = false
    /// The union of the traits of all values that are no plain ASCII.
    var traits: TextTraits = []
    /// The breaches found so far, in the order found.
    var breaches: [Breach] = []
    /// What is wrong with the record as CSV; nothing is mapped then.
    var problem: Violation?
    /// What is worth a warning.
    public internal(set) var notices: Notices = []

    /// An empty draft. Make one for each worker and use it for every row.
    public init(layout: DraftLayout) {
        self.layout = layout
        slots = Array(repeating: Slot(), count: layout.slotCount)
        arena.reserveCapacity(1024)
    }

    /// Whether nothing is wrong with the row as far as it has been looked at.
    public var isValid: Bool { breaches.isEmpty && problem == nil }

    /// The name of a previous supplier whose ID is still to be found through the API, or nil where there is none to find.
    public var previousSupplierToLookUp: String? {
        supplierNeedsLookup ? string(LeadSlot.previousSupplier) : nil
    }

    /// Empties the draft for the next row, keeping its memory.
    mutating func reset() {
        arena.removeAll(keepingCapacity: true)
        for index in slots.indices { slots[index] = Slot() }
        if !breaches.isEmpty { breaches.removeAll(keepingCapacity: true) }
        startDate = nil
        supplierNeedsLookup = false
        traits = []
        notices = []
        if problem != nil { problem = nil }
    }

    func state(_ slot: Int) -> State { slots[slot].state }

    func isPresent(_ slot: Int) -> Bool { slots[slot].state == .present }

    /// The bytes of a slot's text in the arena.
    func range(_ slot: Int) -> Range<Int> {
        let entry = slots[slot]
        return Int(entry.offset)..<Int(entry.offset) + Int(entry.length)
    }

    /// A slot's text, or nil where it has none.
    func string(_ slot: Int) -> String? {
        isPresent(slot) ? String(decoding: arena[range(slot)], as: UTF8.self) : nil
    }

    mutating func fail(_ slot: Int, _ rule: Rule, detail: Int32 = 0) {
        slots[slot].state = .failed
        breaches.append(Breach(rule: rule, slot: Int16(slot), detail: detail))
    }

    /// Takes a field out again, with whatever was wrong with it.
    mutating func leaveOut(_ slot: Int) {
        slots[slot].state = .absent
        breaches.removeAll { Int($0.slot) == slot }
    }
}
