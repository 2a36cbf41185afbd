/// What a sentence about a breach can refer to.
struct RuleContext {
    /// The field's dot path at the API.
    var path: String
    /// The columns the value came from, as they are named in a sentence.
    var columns: [String]
    /// The value as it stands in the file.
    var value: String
    var detail: Int
    var today: CalendarDate
    /// The config file and the line that maps the field.
    var configuration: String

    /// `Column "PLZ"`, `columns "Vorname" and "Nachname"`, or the field's path where no column is to blame.
    var source: String {
        let names = columns.map { "\"\($0)\"" }
        return switch names.count {
        case 0: "\(path) (\(configuration))"
        case 1: "column \(names[0])"
        default: "columns \(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1])"
        }
    }

    /// The value in quotes, on one line and cut to a readable length.
    var quoted: String {
        let line = value.map { $0.isNewline || $0 == "\t" ? " " : $0 }
        return line.count > 60 ? "\"\(String(line.prefix(59)))…\"" : "\"\(String(line))\""
    }
}

extension Rule {
    /// The fields without which the API takes no lead.
    private static let alwaysRequired: Set = ["plan", "address.zip", "meter.estimated_usage"]

    /// One sentence or two for a person who is no programmer: what is wrong and what to do.
    func message(_ context: RuleContext) -> String {
        let value = context.quoted
        let source = context.source
        return switch self {
        case .requiredValueMissing:
            Self.alwaysRequired.contains(context.path)
                ? "There is no value in \(source), but the API needs \(context.path); fill it in."
                : "There is no value in \(source); fill it in, or mark \(context.path) as optional in the config."
        case .valueNotInMap:
            "\(value) in \(source) is not in the map for \(context.path); add it to the map (\(context.configuration)) or correct the row."
        case .numberNotReadable: "\(value) in \(source) is not a number; write it like 2500 or 2.500,5."
        case .numberWrongDecimalSign:
            "\(value) in \(source) uses the other decimal sign than the rest of the file; correct it, or set source.decimal in the config."
        case .numberScientificNotation:
            "\(value) in \(source) is in scientific notation, so digits may be lost; export the column as plain numbers."
        case .numberUnitNotKWh: "\(value) in \(source) is not in kWh; convert it to kilowatt-hours a year."
        case .dateNotReadable:
            "\(value) in \(source) is not a date in one of the formats of source.dates in the config."
        case .dateDoesNotExist: "\(value) in \(source) is a day that does not exist; correct it."
        case .dateTwoDigitYear: "\(value) in \(source) has a year of two digits; write all four."
        case .dateAmbiguous:
            "\(value) in \(source) can be read as two different days; leave only one fitting format in source.dates, or set rules.ambiguous_dates to \"first\"."
        case .dateSerialNumber:
            "\(value) in \(source) is a spreadsheet's serial number, not a date; format the column as a date and export again."
        case .booleanNotReadable: "\(value) in \(source) is neither yes nor no; write ja or nein."
        case .addressNotSplittable:
            "\(value) in \(source) cannot be split surely into street and house number; put them into two columns or write \"Street 12 a\"."
        case .textControlCharacter:
            "The text in \(source) contains a line break or control character; remove it, or add \"collapse_spaces\" to the field's transform for line breaks and tabs."
        case .textDamaged:
            "\(value) in \(source) contains a character that was lost in an earlier conversion (�); restore it from the original."
        case .planIDMalformed: "\(value) for plan (\(source)) is not a plan's ID; those begin with pln_."
        case .customerTypeUnknown:
            "\(value) in \(source) is neither \"person\" nor \"company\"; add it to the map of customer.type in the config."
        case .nameTooLong:
            "The text in \(source) has \(context.detail) characters, and \(context.path) may have at most 100; shorten it."
        case .emailInvalid: "\(value) in \(source) is not a valid e-mail address; correct it."
        case .zipLeadingZeroLost:
            "\(value) in \(source) has four digits: a spreadsheet has probably dropped the leading zero. Correct it, or add transform: [\"pad_left(5,0)\"] to address.zip in the config."
        case .zipNotFiveDigits: "\(value) in \(source) is not a German postcode; it has exactly five digits."
        case .usageBelowMinimum:
            "\(value) in \(source) is less than 100 kWh a year, the least the API takes; correct the quantity."
        case .meterTypeUnknown:
            "\(value) in \(source) is neither \"smart\" nor \"analog\"; add it to the map of meter.type in the config."
        case .meterTypeMustBeSmart:
            "A feed-in plan needs a smart meter, but meter.type (\(source)) is not \"smart\"; correct it, or map it in the config."
        case .paymentTypeUnknown:
            "\(value) in \(source) is not a payment method the API knows; the only one is sepa_debit."
        case .ibanFormat:
            "\(value) in \(source) is not written as an IBAN; if it has spaces or small letters, add transform: [\"iban\"] to the field in the config."
        case .ibanLength:
            "\(value) in \(source) does not have the length of an IBAN of its country (\(context.detail) characters); a digit is missing or too many."
        case .ibanChecksum: "\(value) in \(source) is an IBAN with a typing error: its check digits do not match."
        case .previousSupplierIDMalformed:
            "\(value) in \(source) is not a market partner's ID (mp_…); for names, add lookup: \"market_partner\" to the field in the config."
        case .previousSupplierNotForFeedIn:
            "\(source.prefix(1).uppercased() + source.dropFirst()) names a previous supplier, but a feed-in plan takes none; leave it out of the config."
        case .startDateNotInFuture:
            "\(value) in \(source) is not in the future (today is \(context.today)); choose a later start date."
        case .startDateNotFirstOfMonth:
            "\(value) in \(source) is not the first day of a month, as a feed-in plan needs it."
        case .startDateTooSoon:
            "\(value) in \(source) is less than one month from today (\(context.today)), as a feed-in plan needs it."
        case .changeReasonUnknown:
            "\(value) in \(source) is neither \"supplier_change\" nor \"move_in\"; add it to the map of change_reason in the config."
        case .duplicateRow: "The row has the same identity as row \(context.detail); remove one of them."
        }
    }
}
