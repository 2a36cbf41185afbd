/// The states of all rows as one bar, and as a table that adds up.
struct StateBar {
    let states: [RowState: Int]
    let rows: Int

    private static let width = 1000.0

    /// The widths of parts that fill `width` in proportion, none thinner than `minimum`: twelve bad rows among ten million
    /// must still be seen. Parts of nothing have no width.
    static func widths(of counts: [Int], filling width: Double, minimum: Double) -> [Double] {
        var widths = [Double](repeating: 0, count: counts.count)
        var open = counts.indices.filter { counts[$0] > 0 }
        var left = width
        // Whatever falls below the minimum gets it, and the others share what is left.
        while true {
            let total = open.reduce(0.0) { $0 + Double(counts[$1]) }
            let thin = open.filter { Double(counts[$0]) / total * left < minimum }
            if thin.isEmpty || thin.count == open.count {
                for index in open {
                    widths[index] = thin.isEmpty ? Double(counts[index]) / total * left : left / Double(open.count)
                }
                return widths
            }
            for index in thin { widths[index] = minimum }
            left -= minimum * Double(thin.count)
            open.removeAll { thin.contains($0) }
        }
    }

    var html: HTML {
        let all = RowState.allCases
        let widths = Self.widths(of: all.map { states[$0, default: 0] }, filling: Self.width, minimum: 6)
        var x = 0.0
        var parts: [HTML] = []
        for (state, width) in zip(all, widths) where width > 0 {
            let gap = x + width < Self.width - 0.01 ? 2.0 : 0
            let name = "\(ReadableText.grouped(states[state, default: 0])) \(state.rawValue)"
            parts.append(
                """
                <rect x="\(x)" y="0" width="\(width - gap)" height="44" class="\(state.rawValue)"><title>\(name)</title></rect>
                """
            )
            x += width
        }
        let sum = all.filter { states[$0, default: 0] > 0 }
            .map { "\(ReadableText.grouped(states[$0, default: 0])) \($0.rawValue)" }.joined(separator: ", ")
        return """
            <svg role="img" aria-labelledby="states-title" class="bar" viewBox="0 0 1000 44" preserveAspectRatio="none">
            <title id="states-title">The rows by state: \(sum)</title>\(parts)</svg>
            <table class="states"><thead><tr><th scope="col">state</th><th scope="col" class="number">rows</th>
            <th scope="col" class="number">share</th><th scope="col">what it means</th></tr></thead><tbody>
            \(all.map(legend))
            </tbody><tfoot><tr><th scope="row">all rows</th><td class="number">\(ReadableText.grouped(rows))</td>
            <td class="number">\(rows > 0 ? "100 %" : "")</td><td></td></tr></tfoot></table>
            """
    }

    private func legend(_ state: RowState) -> HTML {
        let count = states[state, default: 0]
        let none: HTML = count == 0 ? " class=\"none\"" : ""
        return """
            <tr\(none)><th scope="row"><span class="swatch \(state.rawValue)"></span>\(state.rawValue)</th>\
            <td class="number">\(ReadableText.grouped(count))</td>\
            <td class="number">\(ReadableText.share(count, of: rows))</td><td>\(Self.meaning(state))</td></tr>

            """
    }

    private static func meaning(_ state: RowState) -> String {
        switch state {
        case .created: "The lead exists; results.csv has its ID and checkout link."
        case .invalid: "A rule was broken, so it was not sent. Correct it in failures.csv."
        case .rejected: "The API refused it. Correct it in failures.csv."
        case .failed: "Certainly not created, and all attempts are used up. Run it again."
        case .unknown: "Sent, but nothing proves so far whether the lead exists."
        case .duplicate: "The same lead as an earlier row's or run's; it carries that lead."
        case .pending: "Not attempted, because the run stopped first."
        }
    }
}
