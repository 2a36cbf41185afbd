/// What the values of one column look like. It counts; of the values themselves it keeps only short ones of which the
/// column has few.
struct ColumnProfile: Sendable {
    /// How many different values are kept; a column with more holds no list of choices.
    static let maximumChoices = 40

    let name: String
    /// The column's place in a row, from 0.
    let index: Int
    /// The rows looked at.
    private(set) var rows = 0
    /// The rows that have a value, null texts not counted.
    private(set) var filled = 0
    /// The null texts found, in their spellings.
    private(set) var nulls: Set<String> = []
    /// The different values and how often each occurs, or nil if there are too many.
    private(set) var choices: [String: Int]? = [:]
    /// Whether every value differs from every other.
    private(set) var isUnique = true
    /// How many values fit each format of `DateGuess.formats`, and any of them.
    private(set) var dates = [Int](repeating: 0, count: DateGuess.formats.count)
    private(set) var dated = 0
    /// What the numbers say about the decimal sign.
    private(set) var decimals: [NumberShape.Decimal: Int] = [:]
    private var counts: [ValueShape: Int] = [:]
    private var magnitudes: [Double] = []
    private var isAscending = true
    private var hashes: Set<Int> = []

    init(name: String, index: Int, values: some Sequence<String>) {
        self.name = name
        self.index = index
        for value in values { add(value) }
        magnitudes.sort()
    }

    private mutating func add(_ raw: String) {
        rows += 1
        let start = raw.drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return }
        let text = String(start[...end])
        if ValueVocabulary.isNull(text) {
            nulls.insert(text)
            return
        }
        filled += 1
        if isUnique, !hashes.insert(text.hashValue).inserted { isUnique = false }
        if choices != nil, text.count <= 60 { choices?[text, default: 0] += 1 } else { choices = nil }
        if let count = choices?.count, count > Self.maximumChoices { choices = nil }
        for shape in ValueShape.shapes(of: text) { counts[shape, default: 0] += 1 }
        let fitting = DateGuess.fitting(text)
        for format in fitting { dates[format] += 1 }
        if !fitting.isEmpty { dated += 1 }
        if let number = NumberShape(text) {
            decimals[number.decimal, default: 0] += 1
            if let last = magnitudes.last, number.magnitude < last { isAscending = false }
            magnitudes.append(number.magnitude)
        }
    }

    /// The share of the values that have the shape, from 0 to 1; 0 where there is no value.
    func share(_ shape: ValueShape) -> Double {
        filled == 0 ? 0 : Double(counts[shape] ?? 0) / Double(filled)
    }

    func count(_ shape: ValueShape) -> Int { counts[shape] ?? 0 }

    /// The share of the values that are dates.
    var dateShare: Double { filled == 0 ? 0 : Double(dated) / Double(filled) }

    /// The number in the middle of the column's numbers, or nil if there is none.
    var medianNumber: Double? { magnitudes.isEmpty ? nil : magnitudes[magnitudes.count / 2] }

    /// Whether the numbers only count up, as IDs do.
    var isCounting: Bool { isUnique && filled > 20 && isAscending }

    /// Whether a row may lack the value.
    var hasGaps: Bool { filled < rows }
}
