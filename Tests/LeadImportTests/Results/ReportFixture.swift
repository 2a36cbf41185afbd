@testable import LeadImport

/// A summary as a run would give it, for the report's tests.
func reportSummary(
    _ states: [RowState: Int],
    input: String = "/data/partner.csv",
    endpoint: String = "https://api.nomos.energy",
    stop: StopReason? = nil,
    rateAllowed: Double = 10,
    warnings: [String] = [],
    blankLines: Int = 0,
    _ change: (inout RunProgress) -> Void = { _ in }
) -> RunSummary {
    var progress = RunProgress()
    progress.states = states
    progress.read = states.values.reduce(0, +)
    change(&progress)
    return RunSummary(
        runID: "k3m9x2p7qrst",
        input: input,
        folder: RunFolder(path: "partner.csv.import"),
        progress: progress,
        stop: stop,
        isRerun: false,
        endpoint: endpoint,
        startedAt: 1_795_368_265_000,
        endedAt: 1_795_368_288_400,
        rateAllowed: rateAllowed,
        warnings: warnings,
        blankLines: blankLines
    )
}

/// The page of a summary.
func reportPage(_ summary: RunSummary, configuration: String = "partner.json5") -> String {
    RunReport(summary: summary, configuration: configuration, started: "2026-11-22 17:24:25 UTC").html.text
}
