/// What else happened on the way that a person should know of; nothing where nothing did.
struct ReportNotes {
    let summary: RunSummary

    /// So many row numbers or warnings are named.
    static let limit = 20

    var html: HTML {
        let notes = twins + doubts + warnings
        return notes.isEmpty ? "" : "<section><h2>Worth knowing</h2><ul>\(notes)</ul></section>"
    }

    private var twins: [HTML] {
        let rows = summary.progress.twins.keys.sorted()
        guard !rows.isEmpty else { return [] }
        let named = rows.prefix(Self.limit).map(ReadableText.grouped).joined(separator: ", ")
        let more = rows.count > Self.limit ? " and \(ReadableText.grouped(rows.count - Self.limit)) more" : ""
        return [
            """
            <li><strong>\(ReadableText.count(rows.count, "row")) exist more than once at the API</strong> (row \(named)\(more)). \
            Ask Nomos to delete all but the lead in results.csv; the IDs are in <a href="summary.json">summary.json</a>.</li>
            """
        ]
    }

    private var doubts: [HTML] {
        let progress = summary.progress
        var notes: [HTML] = []
        if progress.doubts > 0 {
            notes.append(
                """
                <li>\(ReadableText.count(progress.doubts, "attempt")) got no whole answer. Each such lead was looked for in the \
                API's own list before anything else was done; \(ReadableText.count(summary.count(.unknown), "row")) stayed \
                unknown.</li>
                """
            )
        }
        if progress.orphanedDuplicates > 0 {
            notes.append(
                """
                <li>\(ReadableText.count(progress.orphanedDuplicates, "duplicate")) of a row of which it is not known whether \
                its lead exists: settle that row first.</li>
                """
            )
        }
        if progress.resentUnknown > 0 {
            notes.append(
                """
                <li>\(ReadableText.count(progress.resentUnknown, "row")) of unknown fate were sent again (--resend-unknown). \
                Where the first sending had worked after all, the customer now has two leads.</li>
                """
            )
        }
        if progress.throttled > 0 {
            notes.append(
                """
                <li>The API told the run to wait \(ReadableText.count(progress.throttled, "time")) (429). No lead is lost by that; \
                if it happens often, something else uses the same limit.</li>
                """
            )
        }
        return notes
    }

    private var warnings: [HTML] {
        var notes: [HTML] = summary.warnings.prefix(Self.limit).map { "<li>\($0)</li>" }
        if summary.warnings.count > Self.limit {
            notes.append(
                """
                <li>\(ReadableText.grouped(summary.warnings.count - Self.limit)) more warnings are in \
                <a href="summary.json">summary.json</a>.</li>
                """
            )
        }
        if summary.blankLines > 0 {
            notes.append(
                "<li>\(ReadableText.count(summary.blankLines, "blank line")) of the input were passed over.</li>"
            )
        }
        return notes
    }
}
