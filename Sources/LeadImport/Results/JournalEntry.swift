/// One line of the journal.
enum JournalEntry: Sendable, Equatable {
    /// The first line: what this folder is the run of.
    case run(RunIdentity)
    /// A process takes the run up.
    case start(RunStart)
    /// How far the API's clock is ahead of this machine's, in milliseconds.
    case clock(offset: Int64)
    /// What kind a plan is, as the API said: asked for once.
    case plan(id: String, type: String)
    /// The lead of `row` is about to be sent. On disk before the first byte leaves.
    case intent(row: Int, attempt: Int, at: Int64, identity: Fingerprint?)
    /// The attempt announced by the last intent certainly made no lead.
    case notSent(row: Int, attempt: Int)
    /// Nothing can be proved of the attempt; `until` is when it was given up, in milliseconds since 1970.
    case doubt(row: Int, attempt: Int, until: Int64, reason: String)
    /// A list of the API's leads proved that no attempt so far has made a lead.
    case absent(row: Int, attempt: Int)
    /// The row is settled, for this process at least: created, rejected, failed or unknown.
    case outcome(row: Int, RowOutcome)
    /// failures.csv was written.
    case failures(Fingerprint)
    /// The process came to the end of its work.
    case end(exitCode: Int32)
}

/// What a run folder is the run of: the journal's first line.
struct RunIdentity: Sendable, Equatable {
    /// Twelve random lower-case letters and digits; the first part of every import key.
    var id: String
    /// The version of lead-import that began the run.
    var version: String
    /// The input's absolute path.
    var input: String
    /// The input's size in bytes.
    var size: Int
    /// The fingerprint of the input's bytes.
    var fingerprint: Fingerprint
    /// Where its leads are created: `api.base_url`, or `sandbox`. A run continues only where it began.
    var endpoint: String
    /// What makes two leads the same, as the config said (`rules.identity`).
    var identity: String
    /// The metadata key that marks its leads (`tracking_key`), or nil.
    var trackingKey: String?
}

/// A process taking a run up.
struct RunStart: Sendable, Equatable {
    /// In milliseconds since 1970.
    var at: Int64
    /// The fingerprint of the config file's bytes.
    var config: Fingerprint
    /// The failure file this process was fed, kept in the run folder under this name; nil for the run's own input.
    var layer: String?
    /// The fingerprint of that failure file as it was fed.
    var layerFingerprint: Fingerprint?
}

extension JournalEntry {
    /// The entry as the fields of a JSON object.
    var fields: FlatJSON {
        var json = FlatJSON()
        switch self {
        case .run(let run):
            json.add("t", "run")
            json.add("v", 1)
            json.add("run", run.id)
            json.add("version", run.version)
            json.add("input", run.input)
            json.add("size", run.size)
            json.add("fingerprint", run.fingerprint.description)
            json.add("endpoint", run.endpoint)
            json.add("identity", run.identity)
            if let key = run.trackingKey { json.add("tracking_key", key) }
        case .start(let start):
            json.add("t", "start")
            json.add("at", Int(start.at))
            json.add("config", start.config.description)
            if let layer = start.layer { json.add("layer", layer) }
            if let fingerprint = start.layerFingerprint { json.add("layer_fingerprint", fingerprint.description) }
        case .clock(let offset):
            json.add("t", "clock")
            json.add("offset", Int(offset))
        case .plan(let id, let type):
            json.add("t", "plan")
            json.add("plan", id)
            json.add("type", type)
        case .intent(let row, let attempt, let at, let identity):
            json.add("t", "intent")
            json.add("row", row)
            json.add("attempt", attempt)
            json.add("at", Int(at))
            if let identity { json.add("identity", identity.description) }
        case .notSent(let row, let attempt):
            json.add("t", "not_sent")
            json.add("row", row)
            json.add("attempt", attempt)
        case .doubt(let row, let attempt, let until, let reason):
            json.add("t", "doubt")
            json.add("row", row)
            json.add("attempt", attempt)
            json.add("until", Int(until))
            json.add("reason", reason)
        case .absent(let row, let attempt):
            json.add("t", "absent")
            json.add("row", row)
            json.add("attempt", attempt)
        case .outcome(let row, let outcome):
            json.add("t", outcome.state.rawValue)
            json.add("row", row)
            json.add("attempt", outcome.attempts)
            if let lead = outcome.lead {
                json.add("lead", lead.id)
                json.add("link", lead.link)
                json.add("created_at", lead.createdAt)
            }
            if !outcome.violations.isEmpty { json.add("errors", outcome.violations.flatMap(\.journalParts)) }
            if let requestID = outcome.requestID { json.add("request", requestID) }
        case .failures(let fingerprint):
            json.add("t", "failures")
            json.add("fingerprint", fingerprint.description)
        case .end(let exitCode):
            json.add("t", "end")
            json.add("exit", Int(exitCode))
        }
        return json
    }

    /// Reads an entry back; nil if a field is missing or of the wrong kind.
    init?(_ json: FlatJSON) {
        guard let type = json.string("t") else { return nil }
        switch type {
        case "run":
            guard json.number("v") == 1, let id = json.string("run"), let version = json.string("version"),
                let input = json.string("input"), let size = json.number("size"),
                let fingerprint = json.string("fingerprint").flatMap({ Fingerprint($0) }),
                let endpoint = json.string("endpoint"), let identity = json.string("identity")
            else { return nil }
            self = .run(
                RunIdentity(
                    id: id,
                    version: version,
                    input: input,
                    size: size,
                    fingerprint: fingerprint,
                    endpoint: endpoint,
                    identity: identity,
                    trackingKey: json.string("tracking_key")
                )
            )
        case "start":
            guard let at = json.number("at"), let config = json.string("config").flatMap({ Fingerprint($0) })
            else { return nil }
            self = .start(
                RunStart(
                    at: Int64(at),
                    config: config,
                    layer: json.string("layer"),
                    layerFingerprint: json.string("layer_fingerprint").flatMap { Fingerprint($0) }
                )
            )
        case "clock":
            guard let offset = json.number("offset") else { return nil }
            self = .clock(offset: Int64(offset))
        case "plan":
            guard let id = json.string("plan"), let type = json.string("type") else { return nil }
            self = .plan(id: id, type: type)
        case "failures":
            guard let fingerprint = json.string("fingerprint").flatMap({ Fingerprint($0) }) else { return nil }
            self = .failures(fingerprint)
        case "end":
            guard let code = json.number("exit") else { return nil }
            self = .end(exitCode: Int32(truncatingIfNeeded: code))
        default:
            self.init(rowEntry: type, json)
        }
    }

    private init?(rowEntry type: String, _ json: FlatJSON) {
        guard let row = json.number("row"), let attempt = json.number("attempt"), row > 0 else { return nil }
        switch type {
        case "intent":
            guard let at = json.number("at") else { return nil }
            let identity = json.string("identity").flatMap { Fingerprint($0) }
            self = .intent(row: row, attempt: attempt, at: Int64(at), identity: identity)
        case "not_sent": self = .notSent(row: row, attempt: attempt)
        case "doubt":
            guard let until = json.number("until"), let reason = json.string("reason") else { return nil }
            self = .doubt(row: row, attempt: attempt, until: Int64(until), reason: reason)
        case "absent": self = .absent(row: row, attempt: attempt)
        default:
            guard let state = RowState(rawValue: type) else { return nil }
            var outcome = RowOutcome(state, attempts: attempt, requestID: json.string("request"))
            if let id = json.string("lead"), let link = json.string("link"), let at = json.string("created_at") {
                outcome.lead = LeadReference(id: id, link: link, createdAt: at)
            }
            outcome.violations = Violation.list(journalParts: json.strings("errors") ?? [])
            guard state != .created || outcome.lead != nil else { return nil }
            self = .outcome(row: row, outcome)
        }
    }
}

extension Violation {
    /// The violation as four texts: the journal keeps a row's violations as one flat list of them.
    fileprivate var journalParts: [String] {
        [code, field ?? "", columns.joined(separator: "\u{1F}"), message]
    }

    fileprivate static func list(journalParts parts: [String]) -> [Violation] {
        stride(from: 0, to: parts.count - 3, by: 4).map { start in
            Violation(
                code: parts[start],
                field: parts[start + 1].isEmpty ? nil : parts[start + 1],
                columns: parts[start + 2].split(separator: "\u{1F}").map(String.init),
                message: parts[start + 3]
            )
        }
    }
}
