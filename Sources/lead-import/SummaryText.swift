import LeadImport

/// The summary of a run for the person at the terminal: counts, files, what to do next. No customer's values.
enum SummaryText {
    static func of(_ summary: RunSummary, configuration: String, isSandbox: Bool, resendUnknown: Bool) -> String {
        var lines: [String] = []
        let parts = RowState.allCases.filter { summary.count($0) > 0 }.map { state in
            Terminal.coloured("\(ReadableText.grouped(summary.count(state))) \(state.rawValue)", colour(state))
        }
        if summary.rows == 0, summary.stop == nil {
            lines.append("0 rows: the file holds a header and nothing else")
        } else {
            lines.append(
                "\(ReadableText.grouped(summary.rows)) \(summary.rows == 1 ? "row" : "rows") = "
                    + (parts.isEmpty ? "nothing" : parts.joined(separator: " + "))
            )
        }
        if summary.sentNothing {
            lines.append(summary.stop == nil ? "Nothing was left to send; nothing was sent." : "Nothing was sent.")
        } else {
            let allowed = summary.rateAllowed > 0 ? " of \(ReadableText.number(summary.rateAllowed)) allowed" : ""
            let answered = summary.progress.answered
            lines.append(
                "\(ReadableText.grouped(answered)) \(answered == 1 ? "lead" : "leads") answered in \(ReadableText.duration(summary.seconds)), "
                    + "\(ReadableText.number(summary.rateUsed)) a second\(allowed)"
            )
        }
        let errors = summary.progress.errors.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        if !errors.isEmpty {
            lines.append("")
            for error in errors.prefix(12) {
                let column = error.key.column.isEmpty ? "" : " in \(Terminal.plain(error.key.column))"
                lines.append("  \(padded(ReadableText.grouped(error.value), 7))  \(error.key.code)\(column)")
            }
            if errors.count > 12 { lines.append("  … and \(errors.count - 12) more kinds, see summary.json") }
        }
        for warning in summary.warnings.prefix(5) {
            lines.append(Terminal.coloured("warning: ", .yellow) + Terminal.plain(warning))
        }
        for (row, ids) in summary.progress.twins.sorted(by: { $0.key < $1.key }).prefix(5) {
            lines.append(
                Terminal.coloured("warning: ", .yellow)
                    + "row \(row) exists more than once at the API: \(ids.joined(separator: ", ")); ask Nomos to delete all but the one in results.csv"
            )
        }
        if resendUnknown, summary.progress.resentUnknown > 0 {
            lines.append(
                Terminal.coloured("warning: ", .yellow)
                    + "\(summary.progress.resentUnknown) rows of unknown fate were sent again (--resend-unknown); where the first sending had worked after all, the customer now has two leads"
            )
        }
        lines.append("")
        lines.append("  \(summary.folder.results)")
        if summary.hasFailures {
            lines.append("  \(summary.folder.failures)")
            // A run that stopped early is continued by the same command; what stopped it says so below.
            if summary.stop == nil {
                lines.append("")
                lines.append("Correct failures.csv, then:")
                lines.append(
                    "  lead-import run \(ReadableText.shellWord(summary.folder.failures)) "
                        + "--config \(ReadableText.shellWord(configuration))" + (isSandbox ? " --sandbox" : "")
                )
            }
        }
        return "\n" + lines.joined(separator: "\n") + "\n"
    }

    private static func colour(_ state: RowState) -> Terminal.Colour {
        switch state {
        case .created: .green
        case .duplicate: .dim
        case .invalid, .rejected, .failed: .red
        case .unknown, .pending: .yellow
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
