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

extension Leaf {
    /// A leaf with nothing but its source.
    init(source: Source, position: ConfigurationPosition) {
        self.init(
            source: source,
            transforms: [],
            map: [:],
            mapRest: nil,
            hasMap: false,
            defaultValue: nil,
            isOptional: false,
            lookup: nil,
            condition: nil,
            position: position
        )
    }

    /// Whether the value of the source is the field's value in every row.
    var isPlainValue: Bool {
        transforms.isEmpty && !hasMap && condition == nil && lookup == nil
    }
}
