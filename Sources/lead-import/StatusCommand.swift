import LeadImport
import NomosAPI

/// `status`: where a run stands, from its folder.
enum StatusCommand: Subcommand {
    static let specification = CommandSpecification(
        name: "status",
        summary: "tell where a run stands, from its folder",
        operands: ["DIR"],
        options: [.init(name: "--json", help: "as JSON, for a program")],
        discussion: """
            DIR is a run folder. It is only read: also while a run is at work in it, or after one was killed.
            """
    )

    static func run(_ arguments: Arguments) async throws -> Int32 {
        let status = try RunStatus(folder: RunFolder(path: arguments.operands[0]))
        Terminal.output(arguments.has("--json") ? json(status) : text(status))
        return ExitCode.success
    }

    private static func text(_ status: RunStatus) -> String {
        var lines = ["run \(status.runID) of \(status.input.path) at \(status.endpoint)"]
        if !status.input.isThere { lines.append("The input is no longer there; put it back to continue.") }
        let start = status.lastStart.map { "taken up last at \($0)" } ?? "never taken up"
        if status.isAtWork {
            lines.append("\(start); another process is at work in it")
        } else {
            lines.append("\(start); \(status.isEnded ? "came to its end" : "did not come to its end")")
        }
        if let results = status.results { lines.append("results.csv, as last written: \(counts(results, " + "))") }
        var sent = counts(status.sent, ", ")
        if status.inDoubt > 0 {
            sent +=
                ", \(ReadableText.grouped(status.inDoubt)) \(status.isAtWork ? "under way or in doubt" : "in doubt")"
        }
        lines.append("sent: \(sent)")
        if status.sent[.unknown] != nil {
            lines.append("Unknown rows are settled by a run whose token may list leads (read:*).")
        }
        lines.append(next(status))
        return lines.joined(separator: "\n") + "\n"
    }

    private static func next(_ status: RunStatus) -> String {
        guard let command = command(status) else {
            return status.isAtWork ? "Wait until it has ended." : "Nothing is left to do."
        }
        return (status.isEnded ? "Correct the failures, then: " : "To continue: ") + command
    }

    /// The command that comes next, fit for a shell but for the config's name, which the folder does not tell.
    private static func command(_ status: RunStatus) -> String? {
        status.next.map { words in
            "lead-import " + words.map(ReadableText.shellWord).joined(separator: " ") + " --config CONFIG"
        }
    }

    private static func counts(_ states: [RowState: Int], _ separator: String) -> String {
        let parts = RowState.allCases.compactMap { state in
            states[state].flatMap { $0 > 0 ? "\(ReadableText.grouped($0)) \(state.rawValue)" : nil }
        }
        return parts.isEmpty ? "nothing" : parts.joined(separator: separator)
    }

    private static func json(_ status: RunStatus) -> String {
        var writer = JSONWriter(pretty: true)
        writer.object { json in
            json.member("run", status.runID)
            json.member("input", status.input.path)
            json.member("input_exists", status.input.isThere)
            json.member("endpoint", status.endpoint)
            json.member("at_work", status.isAtWork)
            json.member("last_start", status.lastStart)
            json.member("ended", status.isEnded)
            json.member("states") { states(status.sent, [.created, .rejected, .failed, .unknown], &$0) }
            json.member("in_doubt", status.inDoubt)
            if let results = status.results {
                json.member("results") { states(results, RowState.allCases, &$0) }
            }
            if let failures = status.failures { json.member("failures", failures) }
            if let command = command(status) { json.member("next", command) }
        }
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }

    private static func states(_ counts: [RowState: Int], _ names: [RowState], _ json: inout JSONWriter) {
        json.object { json in
            for state in names { json.member(state.rawValue, counts[state, default: 0]) }
        }
    }
}
