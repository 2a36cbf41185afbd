/// report.html: how a run ended, on one page for people. It needs nothing from elsewhere and runs no script, and says nothing
/// of any customer: only codes, columns, counts and row numbers stand on it.
struct RunReport {
    let summary: RunSummary
    /// The path of the config, for the next command.
    let configuration: String
    /// When the process began, as a person reads it.
    let started: String

    /// Writes the page into the run folder.
    func write(to folder: RunFolder) throws(OutputError) {
        try OutputFile.write(Array(html.text.utf8), to: folder.report)
    }

    var html: HTML {
        let name = summary.input.split(separator: "/").last.map(String.init) ?? summary.input
        let errors = ErrorTable(errors: summary.progress.errors).html
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
            <title>\(name) · import report</title>
            <style>\(ReportStyle.css)</style></head><body><main>
            <header><h1>Import of <bdi>\(name)</bdi></h1>
            <p>\(started) · \(ReadableText.duration(summary.seconds)) · to \(destination) · run \(summary.runID)</p></header>
            <section class="verdict \(mood)"><p class="sentence">\(verdict)</p>
            \(nextSteps)\(files)</section>
            <section><h2>The rows</h2>\(StateBar(states: summary.states, rows: summary.rows).html)</section>
            \(rate)
            \(errors)
            \(ReportNotes(summary: summary).html)
            <footer>The chart and the figures above it are of the last process, the rows of the whole run. The same for \
            programs is in <a href="summary.json">summary.json</a>.</footer>
            </main></body></html>

            """
    }

    /// Where the leads were created. Trials must not be taken for the real thing.
    private var destination: String {
        switch summary.endpoint {
        case "sandbox": "the sandbox, so no lead is real"
        case "loopback": "a stand-in on this machine, so no lead is real"
        default: summary.endpoint
        }
    }

    private var mood: HTML {
        summary.stop != nil ? "stopped" : summary.exitCode == 0 ? "good" : "work"
    }

    /// How the run ended, in a sentence.
    var verdict: String {
        let leads = summary.count(.created) + summary.count(.duplicate) - summary.progress.orphanedDuplicates
        let people = RowState.allCases.filter(\.needsPerson).reduce(0) { $0 + summary.count($1) }
        let rows = ReadableText.grouped(summary.rows)
        if summary.stop != nil {
            return
                "The run stopped early: \(ReadableText.grouped(leads)) of \(ReadableText.count(summary.rows, "row")) "
                + "\(leads == 1 ? "has its lead" : "have their lead"), \(ReadableText.grouped(summary.count(.pending))) were not attempted."
        }
        if summary.rows == 0 { return "The file has no rows, so there was nothing to import." }
        if summary.exitCode == 0 {
            return summary.rows == 1 ? "The one row has its lead." : "All \(rows) rows have their lead."
        }
        let open = max(people, summary.rows - leads)
        return "\(ReadableText.grouped(leads)) of \(ReadableText.count(summary.rows, "row")) "
            + "\(leads == 1 ? "has its lead" : "have their lead"); \(ReadableText.grouped(open)) \(open == 1 ? "needs" : "need") a person."
    }

    /// What the person does now.
    private var nextSteps: HTML {
        if let stop = summary.stop { return stepsAfter(stop) }
        guard summary.hasFailures else {
            guard summary.rows > 0, summary.exitCode == 0 else { return "" }
            return """
                <p>Nothing is left to do. <a href="results.csv">results.csv</a> has the lead ID and the checkout link of every \
                row.</p>
                """
        }
        var steps: [HTML] = []
        if summary.count(.unknown) > 0 {
            steps.append(
                """
                <li>Look the unknown rows up in the Nomos dashboard: their leads may exist. Sending them again without looking \
                can reach a customer twice.</li>
                """
            )
        }
        if summary.count(.invalid) + summary.count(.rejected) > 0 {
            steps.append(
                """
                <li>Open <a href="failures.csv">failures.csv</a>. Its column <code>import_errors</code> says of every row what is \
                wrong. Correct the values there and leave the <code>import_…</code> columns as they are.</li>
                """
            )
        }
        steps.append(
            "<li>Run it; rows that have their lead are not sent again:\(command(summary.folder.failures))</li>"
        )
        return "<ol>\(steps)</ol>"
    }

    private func stepsAfter(_ stop: StopReason) -> HTML {
        let reason = stop.message.prefix(1).uppercased() + stop.message.dropFirst()
        let next: HTML =
            switch stop {
            case .inputFailed: ""
            default: summary.nextInput.map(command) ?? ""
            }
        return "<p>\(reason)\(reason.hasSuffix(".") ? "" : ".")</p>\(next)"
    }

    /// The command that goes on with `input`.
    private func command(_ input: String) -> HTML {
        var words = ["lead-import", "run", input, "--config", configuration]
        if input == summary.input { words += ["--out", summary.folder.path] }
        if summary.endpoint == "sandbox" { words.append("--sandbox") }
        return "<pre>\(words.map(ReadableText.shellWord).joined(separator: " "))</pre>"
    }

    private var files: HTML {
        let failures: HTML = summary.hasFailures ? "<li><a href=\"failures.csv\">failures.csv</a></li>" : ""
        return "<ul class=\"files\"><li><a href=\"results.csv\">results.csv</a></li>\(failures)</ul>"
    }

    private var rate: HTML {
        let progress = summary.progress
        let allowed =
            summary.rateAllowed > 0 ? "of \(ReadableText.number(summary.rateAllowed)) allowed" : "no limit was set"
        return """
            <section><h2>Leads answered a second</h2>
            <dl class="figures">
            <div><dt>leads answered</dt><dd>\(ReadableText.grouped(progress.answered))</dd></div>
            <div><dt>a second, \(allowed)</dt><dd>\(ReadableText.number(summary.rateUsed))</dd></div>
            <div><dt>duration</dt><dd>\(ReadableText.duration(summary.seconds))</dd></div>
            <div><dt>attempts in doubt</dt><dd>\(ReadableText.grouped(progress.doubts))</dd></div>
            <div><dt>told to wait (429)</dt><dd>\(ReadableText.grouped(progress.throttled))</dd></div>
            </dl>
            \(RateChart(timeline: progress.timeline, allowed: summary.rateAllowed).html)</section>
            """
    }
}
