/// The config's `lead`, resolved against a file's header: column numbers instead of names, compiled formats and maps.
/// Shared by all workers; nothing in it changes.
final class MappingPlan: Sendable {
    /// One field of the lead. Most come straight from a column: those need nothing but the numbers here.
    struct Field: Sendable {
        var slot: Int
        var kind: ValueKind
        /// The column, where nothing but a map stands between it and the field; −1 where the leaf has to be evaluated.
        var column: Int
        /// Whether the column's text goes through the leaf's map.
        var hasMap: Bool
        /// The number of the leaf in `leaves`.
        var leaf: Int
    }

    let layout: DraftLayout
    let decimalComma: Bool
    let dates: DateReader
    let nulls: NullTexts
    let fields: [Field]
    let leaves: [LeafPlan]

    init(layout: DraftLayout, decimalComma: Bool, dates: DateReader, nulls: NullTexts, leaves: [(Int, LeafPlan)]) {
        self.layout = layout
        self.decimalComma = decimalComma
        self.dates = dates
        self.nulls = nulls
        self.leaves = leaves.map { $0.1 }
        fields = leaves.enumerated().map { number, entry in
            Field(
                slot: entry.0,
                kind: ValueKind.of(slot: entry.0),
                column: entry.1.plainColumn ?? -1,
                hasMap: entry.1.map != nil,
                leaf: number
            )
        }
    }
}

/// One leaf, resolved.
final class LeafPlan: Sendable {
    enum Source: Sendable {
        case column(Int)
        case columns([Int], join: [UInt8])
        case template([Part])
        case firstOf([LeafPlan])
        case value([UInt8])
    }

    enum Part: Sendable {
        case text([UInt8])
        case column(Int)
    }

    struct Condition: Sendable {
        var column: Int
        var test: Test

        enum Test: Sendable {
            case isOne(of: NullTexts)
            case isNone(of: NullTexts)
            case empty
            case present
        }
    }

    let source: Source
    let transforms: [TextTransform]
    let map: ValueMap?
    let defaultValue: [UInt8]?
    let isOptional: Bool
    /// Whether a text that is no ID may be looked up through the API.
    let isLookedUp: Bool
    let condition: Condition?

    init(
        source: Source,
        transforms: [TextTransform],
        map: ValueMap?,
        defaultValue: [UInt8]?,
        isOptional: Bool,
        isLookedUp: Bool,
        condition: Condition?
    ) {
        self.source = source
        self.transforms = transforms
        self.map = map
        self.defaultValue = defaultValue
        self.isOptional = isOptional
        self.isLookedUp = isLookedUp
        self.condition = condition
    }

    /// The column, where nothing but a map stands between it and the field.
    var plainColumn: Int? {
        if case .column(let index) = source, transforms.isEmpty, condition == nil { return index }
        return nil
    }
}

/// A list of exact texts, such as those that mean "no value". Most texts are ruled out by their length.
struct NullTexts: Sendable {
    private let texts: [[UInt8]]
    /// Bit n is set if one of them is n bytes long (63 stands for all longer ones).
    private let lengths: UInt64

    init(_ texts: [String]) {
        self.texts = texts.map { TextScan.composed(Array($0.utf8)) }
        lengths = self.texts.reduce(0) { $0 | 1 << UInt64(min($1.count, 63)) }
    }

    /// Whether the trimmed text is one of them.
    @inline(__always)
    func contains(_ text: Span<UInt8>) -> Bool {
        lengths & (1 << UInt64(min(text.count, 63))) != 0 && search(text)
    }

    @inline(never)
    private func search(_ text: Span<UInt8>) -> Bool {
        for candidate in texts where TextScan.equal(text, candidate.span, candidate.indices) { return true }
        return false
    }
}
