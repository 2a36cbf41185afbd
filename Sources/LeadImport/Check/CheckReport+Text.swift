extension CheckReport {
    /// The report for people, without colour; ends with a line break. `input` is what the user called the file.
    public func text(input: String) -> String {
        var lines: [String] = []
        func add(_ title: String, _ text: String) {
            lines.append(title.padding(to: 12) + text)
        }
        add("File", "\(Self.shown(input)): \(dialectText)")
        for reason in dialect.reasons { add("", Self.shown(reason)) }
        add("Config", Self.shown(configurationFile))
        add("Columns", "\(columns.count) in the file, \(usedColumns.count) used")
        if !unusedColumns.isEmpty { add("", "not used: " + Self.list(unusedColumns)) }
        for warning in warnings { add("Note", Self.shown(warning)) }
        add("Rows", "\(rows.grouped): \(validRows.grouped) valid, \(invalidRows.grouped) invalid")
        if !findings.isEmpty { lines.append("\nProblems") }
        for finding in findings {
            let source =
                finding.columns.isEmpty ? finding.field.map { " \($0)" } ?? "" : " " + Self.list(finding.columns)
            lines.append("\(finding.rows.grouped.padding(to: 11, left: true)) \(finding.code)\(source)")
            lines.append("".padding(to: 12) + finding.summary)
            if !finding.first.isEmpty {
                lines.append("".padding(to: 12) + Self.places(finding.first, of: finding.rows))
            }
        }
        if !suspicions.isEmpty { lines.append("\nWorth a look") }
        for suspicion in suspicions {
            let count = suspicion.rows == 0 ? "" : suspicion.rows.grouped
            lines.append(
                "\(count.padding(to: 11, left: true)) \(suspicion.code) \(Self.list(suspicion.columns))"
            )
            lines.append("".padding(to: 12) + suspicion.message)
            if !suspicion.first.isEmpty {
                lines.append("".padding(to: 12) + Self.places(suspicion.first, of: suspicion.rows))
            }
        }
        lines.append("")
        add("Duplicates", duplicatesText)
        if suppliersToLookUp > 0 {
            add("Suppliers", "\(suppliersToLookUp.grouped) names to look up through the API")
        }
        add("A run", runText)
        return lines.joined(separator: "\n") + "\n"
    }

    private var dialectText: String {
        let encoding = dialect.encoding.rawValue + (dialect.hasByteOrderMark ? " with byte order mark" : "")
        let delimiter = dialect.delimiter == "\t" ? "tab" : "\"\(dialect.delimiter)\""
        let lineBreak =
            switch dialect.lineBreak {
            case .lf: "LF"
            case .crlf: "CRLF"
            case .cr: "CR"
            }
        return "\(encoding), delimiter \(delimiter), line ends \(lineBreak)" + (dialect.isCompressed ? ", gzip" : "")
    }

    private var duplicatesText: String {
        let identity = duplicates.identity.isEmpty ? "the whole lead" : duplicates.identity.joined(separator: ", ")
        guard duplicates.rows > 0 else { return "none (by \(identity))" }
        let treatment =
            switch duplicates.treatment {
            case .skip: "skipped"
            case .send: "sent as well"
            case .fail: "invalid"
            }
        return
            "\(duplicates.rows.grouped) by \(identity), \(treatment): \(Self.places(duplicates.first, of: duplicates.rows))"
    }

    private var runText: String {
        guard let seconds = estimatedSeconds else { return "makes \(leads.grouped) leads, without a limit on the rate" }
        let rate =
            requestsPerSecond.rounded() == requestsPerSecond ? "\(Int(requestsPerSecond))" : "\(requestsPerSecond)"
        return "makes \(leads.grouped) leads in at least \(Self.duration(seconds)), at \(rate) requests a second"
    }

    /// `2 h 43 min`: the two largest units.
    static func duration(_ seconds: Double) -> String {
        let total = Int(seconds.rounded(.up))
        let units = [("d", total / 86_400), ("h", total / 3600 % 24), ("min", total / 60 % 60), ("s", total % 60)]
        guard let first = units.firstIndex(where: { $0.1 > 0 }) else { return "0 s" }
        return units[first..<min(first + 2, units.count)].filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
            .joined(separator: " ")
    }

    private static func places(_ places: [Place], of count: Int) -> String {
        let list = places.map { "row \($0.row.grouped) (line \($0.line.grouped))" }.joined(separator: ", ")
        return list + (count > places.count ? " …" : "")
    }

    private static func list(_ names: [String]) -> String {
        let most = 20
        let shown = names.prefix(most).map { "\"\(Self.shown($0))\"" }.joined(separator: ", ")
        return names.count > most ? shown + " and \(names.count - most) more" : shown
    }

    /// A text from the file or the command line without control characters, which could steer a terminal.
    private static func shown(_ text: String) -> String {
        String(text.map { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? "�" : $0 })
    }
}

extension String {
    fileprivate func padding(to width: Int, left: Bool = false) -> String {
        let blank = String(repeating: " ", count: max(0, width - count))
        return left ? blank + self : self + blank
    }
}

extension Int {
    /// `1,234,567`.
    fileprivate var grouped: String { ReadableText.grouped(self) }
}
