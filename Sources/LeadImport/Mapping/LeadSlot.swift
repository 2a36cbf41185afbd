/// The numbers of a draft's slots: one for each field of the API's lead, in the order of `LeadField.paths`, then one for
/// each metadata key. A number where the config has a name, so that a row costs no look-up.
enum LeadSlot {
    static let plan = 0
    static let customerType = 1
    static let firstName = 2
    static let lastName = 3
    static let companyName = 4
    static let email = 5
    static let zip = 6
    static let street = 7
    static let houseNumber = 8
    static let city = 9
    static let usage = 10
    static let meterType = 11
    static let meterNumber = 12
    static let paymentType = 13
    static let iban = 14
    static let accountHolder = 15
    static let previousSupplier = 16
    static let nextPossibleStart = 17
    static let startDate = 18
    static let changeReason = 19
    static let createdBy = 20
    /// The first of the metadata's slots.
    static let metadata = 21

    /// The slot of a field other than metadata.
    static func fixed(_ field: LeadField) -> Int? { LeadField.paths.firstIndex { $0.field == field } }
}

/// What a slot's text is read as.
enum ValueKind: UInt8, Sendable {
    case text
    /// Text in which tabs and line breaks may stand.
    case freeText
    case number
    case date
    case boolean
    case customerType
    case meterType
    case paymentType
    case changeReason
    /// A market partner's ID, or its name where the leaf says to look it up.
    case supplier

    /// How the field in that slot is read.
    static func of(slot: Int) -> ValueKind {
        switch slot {
        case LeadSlot.usage: .number
        case LeadSlot.startDate: .date
        case LeadSlot.nextPossibleStart: .boolean
        case LeadSlot.customerType: .customerType
        case LeadSlot.meterType: .meterType
        case LeadSlot.paymentType: .paymentType
        case LeadSlot.changeReason: .changeReason
        case LeadSlot.previousSupplier: .supplier
        case LeadSlot.metadata...: .freeText
        default: .text
        }
    }
}

/// What all drafts of an import share: the names behind the slot numbers. Read only where a person is told something.
public final class DraftLayout: Sendable {
    /// The API's dot path of each slot.
    let paths: [String]
    /// A number for each path that does not depend on the order of the config, for the identity's hash.
    let tags: [UInt64]
    /// The names of the CSV columns each slot's value comes from.
    let columns: [[String]]
    /// The names of the CSV columns that a field's value comes from, by its dot path; empty for a path that has none.
    func columns(ofPath path: String) -> [String] {
        paths.firstIndex(of: path).map { columns[$0] } ?? []
    }
    /// The numbers of those columns.
    let columnIndices: [[Int]]
    /// Where the config maps each slot, or nil.
    let positions: [ConfigurationPosition?]
    /// Where each slot's value comes from, in words; nil where the config does not map it.
    let origins: [String?]
    /// The metadata's keys, in the order of their slots.
    let metadataKeys: [String]
    /// The slots of the identity (`rules.identity`); empty: the whole lead.
    let identitySlots: [Int]
    /// The config's file, as the user named it.
    let configurationFile: String

    init(
        paths: [String],
        columns: [[String]],
        columnIndices: [[Int]],
        positions: [ConfigurationPosition?],
        origins: [String?],
        metadataKeys: [String],
        identitySlots: [Int],
        configurationFile: String
    ) {
        self.paths = paths
        tags = paths.map { path in
            var hasher = FingerprintHasher()
            hasher.update(Array(path.utf8).span)
            return hasher.finish().low
        }
        self.columns = columns
        self.columnIndices = columnIndices
        self.positions = positions
        self.origins = origins
        self.metadataKeys = metadataKeys
        self.identitySlots = identitySlots
        self.configurationFile = configurationFile
    }

    /// The columns behind the identity; empty where it is the whole lead.
    var identityColumns: [String] { identitySlots.flatMap { columns[$0] } }

    /// How many slots a draft has.
    var slotCount: Int { paths.count }
}
