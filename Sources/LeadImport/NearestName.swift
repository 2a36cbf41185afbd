/// Finds the name a person probably meant, for errors that say "did you mean …".
public enum NearestName {
    /// The name in `names` that is closest to `name`, or nil if none is close enough to be meant.
    ///
    /// Close is: at most a third of the longer name's characters changed (at least one), where a swap of two neighbours
    /// counts as one change (optimal string alignment), letter case is ignored, and `-` and `_` are the same. The first
    /// of equally close names wins. Names longer than 100 characters are never compared: nobody means those.
    /// - Complexity: O(names × length²).
    public static func of(_ name: String, among names: [String]) -> String? {
        let wanted = folded(name)
        guard wanted.count <= 100 else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in names {
            let other = folded(candidate)
            guard other.count <= 100 else { continue }
            let allowed = max(1, max(wanted.count, other.count) / 3)
            guard abs(wanted.count - other.count) <= allowed else { continue }
            let found = distance(wanted, other)
            // A single letter is one change away from every other single letter: that says nothing.
            guard found <= allowed, found < max(wanted.count, other.count) else { continue }
            if best.map({ found < $0.distance }) ?? true { best = (candidate, found) }
        }
        return best?.name
    }

    private static func folded(_ name: String) -> [Character] {
        name.lowercased().map { $0 == "-" ? "_" : $0 }
    }

    /// The fewest insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforePrevious = [Int]()
        var previous = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
                var least = min(previous[column + 1] + 1, current[column] + 1, replaced)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    least = min(least, beforePrevious[column - 1] + 1)
                }
                current.append(least)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[right.count]
    }
}
