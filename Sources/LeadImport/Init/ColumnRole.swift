/// What a column of a partner's file may be for: a field of the lead, a piece or a mixture of some, or something known
/// that a lead has no field for.
enum ColumnRole: String, CaseIterable, Hashable, Sendable {
    case plan
    /// Private or business, in words.
    case customerType
    /// Herr, Frau, Firma…
    case salutation
    case firstName, lastName
    /// First and last name in one column.
    case fullName
    case companyName
    case email
    case zip, street, houseNumber, city
    /// `Torstraße 119 a`.
    case streetAndNumber
    /// `10115 Berlin`.
    case zipAndCity
    case usage
    /// The yearly quantity of a solar roof; it also says that the plan is a feed-in plan.
    case feedIn
    case meterType, meterNumber
    case iban, accountHolder
    case previousSupplier
    case nextPossibleStart, startDate
    case changeReason
    case createdBy
    case customerNumber
    /// Known by name and not to be taken for anything else: telephone, date of birth, notes…
    case other

    /// The lead's field that takes the column as it is, or nil if there is none.
    var field: LeadField? {
        switch self {
        case .plan: .plan
        case .customerType: .customerType
        case .firstName: .customerFirstName
        case .lastName: .customerLastName
        case .companyName: .customerCompanyName
        case .email: .customerEmail
        case .zip: .addressZip
        case .street: .addressStreet
        case .houseNumber: .addressHouseNumber
        case .city: .addressCity
        case .usage, .feedIn: .meterEstimatedUsage
        case .meterType: .meterType
        case .meterNumber: .meterNumber
        case .iban: .iban
        case .accountHolder: .accountHolder
        case .previousSupplier: .previousSupplier
        case .nextPossibleStart: .nextPossibleStart
        case .startDate: .intendedStartDate
        case .changeReason: .changeReason
        case .createdBy: .createdBy
        case .salutation, .fullName, .streetAndNumber, .zipAndCity, .customerNumber, .other: nil
        }
    }
}
