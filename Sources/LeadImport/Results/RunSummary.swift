import NomosAPI

/// How a run ended: the counts for the terminal, for summary.json and for the exit code.
public struct RunSummary: Sendable {
    /// The run's ID, the first part of its import keys.
    public let runID: String
    /// The original input.
    public let input: String
    /// The run folder.
    public let folder: RunFolder
    /// Rows by state. They add up to `rows`.
    public let states: [RowState: Int]
    /// Rows read.
    public let rows: Int
    /// Blank lines that were passed over.
    public let blankLines: Int
    /// What happened on the way.
    public let progress: RunProgress
    /// Why the run stopped before its last row, or nil.
    public let stop: StopReason?
    /// Whether it was given a failure file.
    public let isRerun: Bool
    /// Where the leads were created: the API's base URL, `sandbox` or `loopback`.
    public let endpoint: String
    /// When this process began, in milliseconds since 1970-01-01 00:00 UTC.
    public let startedAt: Int64
    /// In seconds, of this process.
    public let seconds: Double
    /// Requests a second that the config or the command line allows; 0: no limit.
    public let rateAllowed: Double
    /// What is odd about the input; no values.
    public let warnings: [String]

    init(
        runID: String,
        input: String,
        folder: RunFolder,
        progress: RunProgress,
        stop: StopReason?,
        isRerun: Bool,
        endpoint: String,
        startedAt: Int64,
        endedAt: Int64,
        rateAllowed: Double,
        warnings: [String],
        blankLines: Int
    ) {
        self.runID = runID
        self.input = input
        self.folder = folder
        self.progress = progress
        self.stop = stop
        self.isRerun = isRerun
        self.endpoint = endpoint
        self.startedAt = startedAt
        self.rateAllowed = rateAllowed
        self.warnings = warnings
        self.blankLines = blankLines
        states = progress.states
        rows = progress.read
        seconds = Double(max(endedAt - startedAt, 1)) / 1000
    }

    /// The rows in a state.
    public func count(_ state: RowState) -> Int { states[state, default: 0] }

    /// Whether failures.csv was written.
    public var hasFailures: Bool { states.contains { $0.key.needsPerson && $0.value > 0 } }

    /// Whether a signal stopped the run.
    var isInterrupted: Bool {
        if case .signal? = stop { true } else { false }
    }

    /// What the next command is to be given: the original input or failures.csv. Nil where nothing is left.
    public var nextInput: String? {
        switch stop {
        case nil: hasFailures ? folder.failures : nil
        // What was wrong with all of them is mended in the config, and with another config only the failures go on.
        case .allRejectedAlike: folder.failures
        default: isRerun && hasFailures ? folder.failures : input
        }
    }

    /// Whether this process had anything to send.
    public var sentNothing: Bool { progress.answered == 0 && progress.doubts == 0 && progress.throttled == 0 }

    /// Leads answered a second, by this process.
    public var rateUsed: Double { Double(progress.answered) / seconds }

    /// 0: every row is created, or a duplicate of a created one. 1: rows need a person. Others: see `StopReason`.
    public var exitCode: Int32 {
        stop?.exitCode ?? (hasFailures || progress.orphanedDuplicates > 0 ? 1 : 0)
    }

    /// Writes summary.json into the run folder.
    func write(to folder: RunFolder) throws(OutputError) {
        var writer = JSONWriter(pretty: true)
        writer.object { json in
            json.member("run", runID)
            json.member("input", input)
            json.member("exit_code", Int(exitCode))
            json.member("stopped", stop?.message)
            json.member("rows", rows)
            json.member("states") { json in
                json.object { json in
                    for state in RowState.allCases { json.member(state.rawValue, count(state)) }
                }
            }
            json.member("blank_lines", blankLines)
            json.member("seconds", seconds)
            json.member("requests_answered", progress.answered)
            json.member("rate_used", (rateUsed * 100).rounded() / 100)
            json.member("rate_allowed", rateAllowed)
            json.member("doubts", progress.doubts)
            json.member("throttled", progress.throttled)
            json.member("errors") { json in
                json.array { json in
                    for error in progress.errors.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                        json.element { json in
                            json.object { json in
                                json.member("code", error.key.code)
                                json.member("column", error.key.column)
                                json.member("rows", error.value)
                            }
                        }
                    }
                }
            }
            json.member("leads_found_twice") { json in
                json.array { json in
                    for twin in progress.twins.sorted(by: { $0.key < $1.key }) {
                        json.element { json in
                            json.object { json in
                                json.member("row", twin.key)
                                json.member("leads") { json in
                                    json.array { json in
                                        for id in twin.value { json.element { $0.string(id) } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            json.member("warnings") { json in
                json.array { json in
                    for warning in warnings { json.element { $0.string(warning) } }
                }
            }
        }
        try OutputFile.write(writer.bytes + [UInt8(ascii: "\n")], to: folder.summary)
    }
}
