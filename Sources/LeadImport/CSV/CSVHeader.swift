/// The columns of a file and the search for one by name.
public struct CSVHeader: Sendable {
    /// What a search for a column came to.
    public enum Match: Sendable, Equatable {
        /// The column at this index, named exactly so.
        case exact(Int)
        /// The column at this index under a spelling that counts as the same; `warning` names both.
        case similar(Int, warning: String)
        /// More than one column fits no better than another; `message` names them.
        case ambiguous(message: String)
        /// No column fits. `nearest` is the name that was perhaps meant.
        case none(nearest: String?)

        /// The column's index, from 0, if there is one.
        public var index: Int? {
            switch self {
            case .exact(let index), .similar(let index, _): index
            case .ambiguous, .none: nil
            }
        }
    }

    /// The column names, cleaned: without spaces around them, never empty (`column 3`), never twice the same (`Name`, `Name 2`).
    public let names: [String]
    /// The names as they stand in the file, unquoted, otherwise as they are.
    public let rawNames: [String]
    /// Duplicate and empty names, and what they were made into.
    public let warnings: [CSVWarning]

    private let byName: [String: Int]
    private let byFoldedName: [String: [Int]]

    /// Cleans the names of a header record. Complexity: O(length of all names).
    public init(rawNames: [String]) {
        self.rawNames = rawNames
        var taken = Set<String>()
        var warnings: [CSVWarning] = []
        var names = rawNames.map(CSVHeader.cleaned)
        let given = Set(names)
        for (index, name) in names.enumerated() {
            let base = name.isEmpty ? "column \(index + 1)" : name
            var unique = base
            var number = 2
            while taken.contains(unique) || (unique != name && given.contains(unique)) {
                unique = "\(base) \(number)"
                number += 1
            }
            if name.isEmpty {
                warnings.append(
                    CSVWarning(
                        code: "empty_column_name",
                        message: "Column \(index + 1) has no name; it is called \"\(unique)\" here."
                    )
                )
            } else if unique != name {
                let message =
                    "Column \(index + 1) is named \"\(name)\" like one before it; it is called \"\(unique)\" here."
                warnings.append(CSVWarning(code: "duplicate_column_name", message: message))
            }
            taken.insert(unique)
            names[index] = unique
        }
        self.names = names
        self.warnings = warnings
        byName = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        byFoldedName = Dictionary(grouping: names.indices, by: { CSVHeader.folded(names[$0]) })
    }

    /// The columns of a file without a header: `1`, `2` …
    public init(numbered count: Int) {
        self.init(rawNames: (0..<count).map { String($0 + 1) })
    }

    /// How many columns there are.
    public var count: Int { names.count }

    /// Finds the column called `name`: exactly so, or else ignoring upper and lower case, the spelling of umlauts
    /// (`Strasse`, `Straße`), accents, spaces, hyphens and underscores, and the Unicode form. Complexity: O(length of the name);
    /// O(all names) where there is no such column.
    public func index(of name: String) -> Match {
        let wanted = CSVHeader.cleaned(name)
        // Dictionary lookup compares by canonical equivalence, which is the Unicode form's business: look at the scalars.
        if let index = byName[wanted] {
            if names[index].unicodeScalars.elementsEqual(wanted.unicodeScalars) { return .exact(index) }
            return .similar(
                index,
                warning: "\"\(name)\" and the file's column \"\(names[index])\" differ in their Unicode form only."
            )
        }
        let similar = byFoldedName[CSVHeader.folded(wanted)] ?? []
        if let index = similar.first, similar.count == 1 {
            return .similar(index, warning: "\"\(name)\" is taken to be the file's column \"\(names[index])\".")
        }
        if similar.count > 1 {
            let list = similar.map { "\"\(names[$0])\"" }.joined(separator: ", ")
            return .ambiguous(
                message:
                    "\"\(name)\" could be any of the file's columns \(list). Write it exactly as the one that is meant."
            )
        }
        return .none(nearest: NearestName.of(wanted, among: names))
    }

    /// Without spaces, tabs, line breaks, no-break spaces and byte order marks at either end.
    static func cleaned(_ name: String) -> String {
        let isSpace = { (scalar: Unicode.Scalar) in
            scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}"
        }
        let scalars = Array(name.unicodeScalars)
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else {
            return ""
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars[first...last])
        return String(result)
    }

    /// What two spellings of a name have in common.
    static func folded(_ name: String) -> String {
        var result = ""
        for character in name.lowercased() {
            if character.isLetter || character.isNumber {
                if character.isASCII {
                    result.append(character)
                } else {
                    result += letters[character] ?? String(character)
                }
            } else if !character.isWhitespace, !"-_\u{AD}\u{FEFF}\u{200B}\u{2010}\u{2011}\u{2013}".contains(character) {
                result.append(character)
            }
        }
        return result
    }

    /// Latin letters with marks and ligatures, and how they are written without. `Character`s compare by canonical
    /// equivalence, so that each entry stands for the composed and the decomposed form.
    private static let letters: [Character: String] = {
        var letters: [Character: String] = ["ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"]
        let marks =
            (0x300...0x30C).compactMap(Unicode.Scalar.init) + ["\u{323}", "\u{326}", "\u{327}", "\u{328}", "\u{331}"]
        for base in "abcdefghijklmnopqrstuvwxyz" {
            for mark in marks {
                // A diaeresis makes ae, oe, ue of a, o, u.
                let isUmlaut = mark == "\u{308}" && "aou".contains(base)
                letters[Character(String(base) + String(mark))] = isUmlaut ? "\(base)e" : "\(base)"
            }
        }
        return letters
    }()
}
