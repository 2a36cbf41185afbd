/// Everything an import is told by its config file: immutable, validated and resolved before any work starts.
///
/// Read by `ConfigurationReader` from JSON5; the keys are those of `config/lead-import.schema.json`.
public struct ImportConfiguration: Sendable {
    /// The file it was read from, as the user named it.
    public var file: String
    /// How to reach the API and how hard to use it.
    public var api: API
    /// How to read the CSV file.
    public var source: Source
    /// The lead: where the value of each of its fields comes from, in the order of the config.
    public var fields: [FieldMapping]
    /// The metadata taken over as a list of columns, `metadata: { "*": [...] }`, under keys made from their names.
    public var metadataColumns: [MetadataColumn]
    /// What to do with rows that are valid but doubtful.
    public var rules: Rules
    /// Which input columns results.csv keeps.
    public var keptColumns: KeptColumns
    /// The metadata key that marks each lead as this run's row, or nil to send none.
    public var trackingKey: String?

    /// The `api` part.
    public struct API: Sendable {
        /// Without a trailing slash; `https` except for loopback.
        public var baseURL = "https://api.nomos.energy"
        /// The value of the `X-API-Version` header.
        public var version = "2026-05-27.curie"
        /// How many requests are allowed in `perSeconds`; 0 for no limit.
        public var requests: Double = 10
        /// The length of that time, in seconds.
        public var perSeconds: Double = 1
        /// How many requests may be under way at once.
        public var concurrency = 16
        /// How long one request may take, in seconds.
        public var timeoutSeconds: Double = 30
        /// How often one lead may be sent, the first time included.
        public var attempts = 6
        /// How long after an attempt its lead may still appear at the API, in seconds. Five more than the time-out unless
        /// the config says otherwise.
        public var doubtGraceSeconds: Double = 35

        /// The defaults of a config without an `api` part.
        public init() {}
    }

    /// The `source` part.
    public struct Source: Sendable {
        /// The field delimiter, or nil to find it out.
        public var delimiter: Character?
        /// The file's encoding, or nil to find it out.
        public var encoding: CSVEncoding?
        /// The quote character, or nil where the file quotes nothing.
        public var quote: Character? = "\""
        /// The character that escapes a quote inside quotes where it is not doubled, such as a backslash.
        public var escape: Character?
        /// `,` or `.`.
        public var decimal: Character = ","
        /// The date formats to try, in the notation of Unicode TR 35, such as `dd.MM.yyyy`.
        public var dates = ["dd.MM.yyyy", "yyyy-MM-dd"]
        /// Field texts that mean "no value", besides the empty one.
        public var nulls: [String] = []
        /// Whether the first record names the columns.
        public var hasHeader = true
        /// How many lines stand above the header (or the first record).
        public var skipLines = 0
        /// The limits of the reader.
        public var limits = CSVLimits()

        /// The defaults of a config without a `source` part.
        public init() {}
    }

    /// The `rules` part.
    public struct Rules: Sendable {
        /// What to do with a row whose identity an earlier row or run had.
        public enum Duplicates: String, Sendable, CaseIterable {
            /// The row becomes `duplicate` and carries the earlier row's lead.
            case skip
            /// The row is sent as well.
            case send
            /// The row is invalid.
            case fail
        }

        /// What to do with a date that two formats read differently.
        public enum AmbiguousDates: String, Sendable, CaseIterable {
            /// The row is invalid.
            case fail
            /// The first format that fits counts.
            case first
        }

        /// Whether the plan supplies energy or takes it in; it decides which rules hold for a lead.
        public enum PlanType: String, Sendable, CaseIterable {
            /// As the API says of the plan; where it cannot be asked, only the rules common to both kinds hold.
            case auto
            /// A plan that supplies energy.
            case consumption
            /// A plan that takes energy in.
            case feedIn = "feed_in"
        }

        /// What to do with a row whose identity an earlier row or run had.
        public var duplicates = Duplicates.skip
        /// API paths (`metadata.customer_number`) whose values make a lead the same; empty: the whole lead.
        public var identity: [String] = []
        /// What to do with a date that two formats read differently.
        public var ambiguousDates = AmbiguousDates.fail
        /// Whether the plan supplies energy or takes it in.
        public var planType = PlanType.auto

        /// The defaults of a config without a `rules` part.
        public init() {}
    }

    /// Which input columns results.csv keeps.
    public enum KeptColumns: Sendable, Equatable {
        /// All of them.
        case all
        /// None: only the columns that the import adds.
        case none
        /// These, by name.
        case only([String])
    }

    /// One column taken over into the metadata as it is.
    public struct MetadataColumn: Sendable {
        /// The metadata key, made from the column's name.
        public var key: String
        /// The column's name as the config has it.
        public var column: String
        /// Where the config says so.
        public var position: ConfigurationPosition
    }
}

/// A place in the config file, for errors that show up only when the input is known.
public struct ConfigurationPosition: Sendable, Equatable {
    /// From 1.
    public var line: Int
    /// In characters, from 1.
    public var column: Int
    /// Such as `lead.address.zip`.
    public var keyPath: String
}

/// One field of the lead and where its value comes from.
public struct FieldMapping: Sendable {
    /// Which field of the API's lead.
    public var target: LeadField
    /// Where the value comes from.
    public var leaf: Leaf
}

/// Where a value comes from and what is done to it: one leaf of the config's `lead`.
public struct Leaf: Sendable {
    /// The one source of the value.
    public indirect enum Source: Sendable {
        /// A column's field.
        case column(String)
        /// Several columns' fields that are not empty, joined.
        case columns([String], join: String)
        /// A text with columns in braces, such as `{Vorname} {Nachname}`.
        case template([TemplatePart])
        /// The first of these leaves that has a value.
        case firstOf([Leaf])
        /// The same text for every row, as the config has it; parsed like a field (`true` and `2500` become their text).
        case value(String)
    }

    /// A piece of a template.
    public enum TemplatePart: Sendable, Equatable {
        /// Text as it stands.
        case text(String)
        /// The field of the column of this name.
        case column(String)
    }

    /// A named list of values the API knows by ID.
    public enum Lookup: String, Sendable, CaseIterable {
        /// `GET /market-partners` by name.
        case marketPartner = "market_partner"
    }

    /// When the leaf counts at all; otherwise its value is absent.
    public struct Condition: Sendable {
        /// The test on the column's field.
        public enum Test: Sendable, Equatable {
            /// The field is one of these texts.
            case isOne(of: [String])
            /// The field is none of these texts.
            case isNone(of: [String])
            /// The field is empty or a null of the source.
            case empty
            /// The field is neither empty nor a null of the source.
            case present
        }

        /// The name of the column.
        public var column: String
        /// The test on its field.
        public var test: Test
    }

    /// Where the value comes from.
    public var source: Source
    /// What is done to it, in this order, before `map`. `trim` is not listed unless the config lists it.
    public var transforms: [Transform]
    /// Exact texts and what they become; a nil value leaves the field out.
    public var map: [String: String?]
    /// What every text not in `map` becomes: nil if there is no `"*"` (then it is a violation), `.some(nil)` to leave it out.
    public var mapRest: String??
    /// Whether there is a `map` at all (an empty one refuses every value).
    public var hasMap: Bool
    /// The text to use where the value is absent; it is neither transformed nor mapped.
    public var defaultValue: String?
    /// Whether the field may be absent.
    public var isOptional: Bool
    /// The list in which the value (after `map`) is a name to look up.
    public var lookup: Lookup?
    /// When the leaf counts at all; nil: always.
    public var condition: Condition?
    /// Where the config has the leaf.
    public var position: ConfigurationPosition
}

/// A change made to a text before it is read as the field's type. `trim` comes first always.
public enum Transform: Sendable, Equatable {
    /// White space at both ends goes.
    case trim
    /// White space between words becomes one space each.
    case collapseSpaces
    /// Every letter as a capital.
    case uppercase
    /// Every letter small.
    case lowercase
    /// Only the digits 0–9 stay.
    case digits
    /// White space goes, letters become capitals.
    case iban
    /// The street of `Torstraße 119 a`.
    case streetName
    /// The house number of `Torstraße 119 a`.
    case houseNumber
    /// Filled up on the left to that many characters.
    case padLeft(width: Int, with: Character)
    /// Every match of the pattern becomes `with`, both in the notation of ICU (`NSRegularExpression`): `$1` is the first
    /// group, and a backslash makes a `$` plain.
    case replace(pattern: String, with: String)
}

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
