/// A field of the lead as `POST /leads` names it.
public enum LeadField: Sendable, Hashable {
    case plan
    case customerType, customerFirstName, customerLastName, customerCompanyName, customerEmail
    case addressZip, addressStreet, addressHouseNumber, addressCity
    case meterEstimatedUsage, meterType, meterNumber
    case paymentMethodType, iban, accountHolder
    case previousSupplier, nextPossibleStart, intendedStartDate, changeReason, createdBy
    /// An entry of `metadata`.
    case metadata(String)

    /// The fields other than metadata with their dot paths at the API.
    static let paths: [(field: LeadField, path: String)] = [
        (.plan, "plan"),
        (.customerType, "customer.type"),
        (.customerFirstName, "customer.first_name"),
        (.customerLastName, "customer.last_name"),
        (.customerCompanyName, "customer.company_name"),
        (.customerEmail, "customer.email"),
        (.addressZip, "address.zip"),
        (.addressStreet, "address.street"),
        (.addressHouseNumber, "address.house_number"),
        (.addressCity, "address.city"),
        (.meterEstimatedUsage, "meter.estimated_usage"),
        (.meterType, "meter.type"),
        (.meterNumber, "meter.number"),
        (.paymentMethodType, "payment_method.type"),
        (.iban, "payment_method.sepa_debit.iban"),
        (.accountHolder, "payment_method.sepa_debit.account_holder"),
        (.previousSupplier, "previous_supplier"),
        (.nextPossibleStart, "next_possible_start"),
        (.intendedStartDate, "intended_start_date"),
        (.changeReason, "change_reason"),
        (.createdBy, "created_by"),
    ]

    /// The field at a dot path of the API's lead, or nil if there is none.
    public init?(path: String) {
        if path.hasPrefix("metadata."), path.count > 9 {
            self = .metadata(String(path.dropFirst(9)))
        } else if let entry = LeadField.paths.first(where: { $0.path == path }) {
            self = entry.field
        } else {
            return nil
        }
    }

    /// The field's dot path at the API, such as `address.zip`.
    public var path: String {
        if case .metadata(let key) = self { return "metadata." + key }
        return LeadField.paths.first { $0.field == self }?.path ?? ""
    }
}
