/// The `source` part of a proposal: how the file is read.
struct SourceProposal {
    private let input: ConfigurationProposal.Input
    private let assignment: ColumnAssignment

    init(_ input: ConfigurationProposal.Input, _ assignment: ColumnAssignment) {
        self.input = input
        self.assignment = assignment
    }

    func write(_ writer: inout ProposalWriter) {
        writer.comment("How the file is read.")
        writer.object("source") { writer in
            let delimiter = input.delimiter.map(String.init) ?? "auto"
            writer.line("delimiter: \(ProposalWriter.quoted(delimiter)),")
            writer.line("encoding: \"\(input.encoding?.rawValue ?? "auto")\",")
            if input.quote != "\"" {
                writer.line("quote: \(input.quote.map { ProposalWriter.quoted(String($0)) } ?? "null"),")
            }
            if input.skippedLines > 0 { writer.line("skip_lines: \(input.skippedLines),", "lines above the header") }
            if !input.hasHeader { writer.line("header: false,", "the columns are \"1\", \"2\" …") }
            let (sign, why) = decimal()
            writer.line("decimal: \"\(sign)\",", why)
            let (formats, reason) = dates()
            writer.line("dates: \(ProposalWriter.list(formats)),", reason)
            let nulls = assignment.placements.values.reduce(into: Set<String>()) { $0.formUnion($1.profile.nulls) }
            if nulls.isEmpty {
                writer.line("nulls: [],", "texts that mean \"no value\", such as \"-\" or \"k.A.\"; none found")
            } else {
                writer.line(
                    "nulls: \(ProposalWriter.list(nulls.sorted())),",
                    "these texts were found and mean \"no value\""
                )
            }
        }
    }

    /// The decimal sign, going by the yearly quantity.
    private func decimal() -> (sign: String, why: String) {
        let usage = assignment.placements[.usage] ?? assignment.placements[.feedIn]
        guard let counts = usage?.profile.decimals else { return (",", "a guess: no column of numbers was found") }
        let comma = counts[.comma] ?? 0
        let point = counts[.point] ?? 0
        if comma > 0, point > 0 {
            return (
                comma >= point ? "," : ".",
                "a guess: \(comma) numbers use \",\" and \(point) use \".\"; the rest is refused"
            )
        }
        if comma > 0 { return (",", "sure: found in \(comma) numbers") }
        if point > 0 { return (".", "sure: found in \(point) numbers") }
        if let groups = counts[.groupedByPoint] {
            return (",", "likely: \(groups) numbers look like 1.234, read as 1234")
        }
        if let groups = counts[.groupedByComma] {
            return (".", "likely: \(groups) numbers look like 1,234, read as 1234")
        }
        return (",", "a guess: no number has a fraction")
    }

    /// The date formats, going by the start date.
    private func dates() -> (formats: [String], why: String) {
        guard let profile = assignment.placements[.startDate]?.profile, profile.dated > 0 else {
            return (["dd.MM.yyyy", "yyyy-MM-dd"], "a guess: no dates were found")
        }
        var counts = Dictionary(uniqueKeysWithValues: zip(DateGuess.formats, profile.dates)).filter { $0.value > 0 }
        var why = "sure: \(profile.dated) of \(profile.filled) values are dates like this"
        // A day up to 12 fits both: the one that fits more values is meant.
        if let german = counts["dd/MM/yyyy"], let american = counts["MM/dd/yyyy"] {
            counts["MM/dd/yyyy"] = american > german ? american : nil
            counts["dd/MM/yyyy"] = american > german ? nil : german
            if american == german { why = "a guess: it could be MM/dd/yyyy just as well, no day is above 12" }
        }
        let formats = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        if formats.count > 1, why.hasPrefix("sure") { why = "sure: all of them were found" }
        return (formats, why)
    }
}
