/// Every rule that a row can break before it is sent: those of reading values, and those of the API's reference.
///
/// The raw value is the stable code that stands in failures.csv and reports; scripts rely on it.
public enum Rule: String, Sendable, CaseIterable {
    // Mapping: from a field's text to a value.
    case requiredValueMissing = "required_value_missing"
    case valueNotInMap = "value_not_in_map"
    case numberNotReadable = "number_not_readable"
    case numberWrongDecimalSign = "number_wrong_decimal_sign"
    case numberScientificNotation = "number_scientific_notation"
    case numberUnitNotKWh = "number_unit_not_kwh"
    case dateNotReadable = "date_not_readable"
    case dateDoesNotExist = "date_does_not_exist"
    case dateTwoDigitYear = "date_two_digit_year"
    case dateAmbiguous = "date_ambiguous"
    case dateSerialNumber = "date_serial_number"
    case booleanNotReadable = "boolean_not_readable"
    case addressNotSplittable = "address_not_splittable"
    case textControlCharacter = "text_control_character"
    case textDamaged = "text_damaged"
    // Validation: the API's own rules.
    case planIDMalformed = "plan_id_malformed"
    case customerTypeUnknown = "customer_type_unknown"
    case nameTooLong = "name_too_long"
    case emailInvalid = "email_invalid"
    case zipLeadingZeroLost = "zip_leading_zero_lost"
    case zipNotFiveDigits = "zip_not_five_digits"
    case usageBelowMinimum = "usage_below_minimum"
    case meterTypeUnknown = "meter_type_unknown"
    case meterTypeMustBeSmart = "meter_type_must_be_smart"
    case paymentTypeUnknown = "payment_type_unknown"
    case ibanFormat = "iban_format"
    case ibanLength = "iban_length"
    case ibanChecksum = "iban_checksum"
    case previousSupplierIDMalformed = "previous_supplier_id_malformed"
    case previousSupplierNotForFeedIn = "previous_supplier_not_for_feed_in"
    case startDateNotInFuture = "start_date_not_in_future"
    case startDateNotFirstOfMonth = "start_date_not_first_of_month"
    case startDateTooSoon = "start_date_too_soon"
    case changeReasonUnknown = "change_reason_unknown"
    // Across rows.
    case duplicateRow = "duplicate_row"

    /// The stable code, such as `zip_not_five_digits`.
    public var code: String { rawValue }

    /// What the rule asks for, without a word about any row: for documentation and reports on a terminal.
    public var summary: String {
        switch self {
        case .requiredValueMissing: "The field is mapped and not optional, but the row has no value for it."
        case .valueNotInMap: "The value is not listed in the config's \"map\" for this field."
        case .numberNotReadable: "The value is not a number."
        case .numberWrongDecimalSign: "The number uses the other decimal sign than the config's source.decimal."
        case .numberScientificNotation: "The number is in scientific notation; digits may be lost."
        case .numberUnitNotKWh: "The number has a unit other than kWh."
        case .dateNotReadable: "The value fits none of the config's date formats."
        case .dateDoesNotExist: "There is no such day in the calendar."
        case .dateTwoDigitYear: "The year has two digits; the century would be a guess."
        case .dateAmbiguous: "Two of the config's date formats read the date differently."
        case .dateSerialNumber: "The date is a spreadsheet's serial number."
        case .booleanNotReadable: "The value is neither yes nor no."
        case .addressNotSplittable: "Street and house number cannot be told apart surely."
        case .textControlCharacter: "The text contains a control character or a line break."
        case .textDamaged: "The text contains U+FFFD, the sign for a character that was lost."
        case .planIDMalformed: "The plan's ID does not begin with pln_."
        case .customerTypeUnknown: "The customer's type is neither person nor company."
        case .nameTooLong: "The name has more than 100 characters."
        case .emailInvalid: "The e-mail address is not valid."
        case .zipLeadingZeroLost: "The postcode has four digits: a spreadsheet has probably dropped the leading zero."
        case .zipNotFiveDigits: "The postcode does not have five digits."
        case .usageBelowMinimum: "The yearly quantity is below 100 kWh, the least the API takes."
        case .meterTypeUnknown: "The meter's type is neither smart nor analog."
        case .meterTypeMustBeSmart: "The meter is not smart, as a feed-in plan needs."
        case .paymentTypeUnknown: "The payment method is not sepa_debit, the only one there is."
        case .ibanFormat: "The value is no IBAN: two capital letters, two digits, up to 30 capital letters or digits."
        case .ibanLength: "The IBAN does not have the length of its country's IBANs."
        case .ibanChecksum: "The IBAN's check digits do not match: it has a typing error."
        case .previousSupplierIDMalformed: "The market partner's ID does not begin with mp_."
        case .previousSupplierNotForFeedIn: "There is a previous supplier, which a feed-in plan does not take."
        case .startDateNotInFuture: "The start date is not after today (in Germany)."
        case .startDateNotFirstOfMonth: "The start date is not the first day of a month, as a feed-in plan needs."
        case .startDateTooSoon: "The start date is less than a month away (in Germany), too soon for a feed-in plan."
        case .changeReasonUnknown: "The change reason is neither supplier_change nor move_in."
        case .duplicateRow: "An earlier row has the same identity."
        }
    }
}
