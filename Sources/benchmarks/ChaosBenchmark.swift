import Foundation
import LeadImport
import NomosSandbox

/// `chaos`: imports a file through a sandbox that fails in every way it can, while the importer is killed with `kill -9` at
/// random moments and started again; then holds what the sandbox has against what the run folder says.
///
/// ```
/// benchmarks chaos [--rows 5000] [--kills 20] [--seeds 1] [--first-seed 1] [--late] [--no-read]
/// ```
struct ChaosBenchmark {
    /// What is played.
    struct Plan {
        var rows = 5000
        var kills = 20
        var seed: UInt64 = 1
        /// Only `late` faults, and a list that shows a lead two seconds after it was created.
        var isLate = false
        /// A token that may not list leads.
        var canRead = true
        /// The share of requests that fail.
        var faultShare = 0.08
    }

    /// Runs all seeds, prints a line each, and exits with 1 if any found a lead missing, made twice or misreported.
    static func run(_ arguments: [String]) async throws {
        var plan = Plan()
        var seeds: UInt64 = 1
        var rest = arguments[...]
        while let name = rest.popFirst() {
            func number<Number: LosslessStringConvertible>(_ fallback: Number) -> Number {
                rest.popFirst().flatMap { Number($0) } ?? fallback
            }
            switch name {
            case "--rows": plan.rows = number(plan.rows)
            case "--kills": plan.kills = number(plan.kills)
            case "--seeds": seeds = number(seeds)
            case "--first-seed": plan.seed = number(plan.seed)
            case "--late": plan.isLate = true
            case "--no-read": plan.canRead = false
            default:
                print("benchmarks chaos: unknown option \(name)")
                exit(64)
            }
        }
        var failed = 0
        for seed in plan.seed..<plan.seed + seeds {
            plan.seed = seed
            let verdict = try await ChaosBenchmark(plan: plan).play()
            print("seed \(seed): \(verdict.text)")
            if !verdict.problems.isEmpty { failed += 1 }
            for problem in verdict.problems.prefix(10) { print("  PROBLEM \(problem)") }
        }
        print("\(Int(seeds) - failed) passed, \(failed) failed")
        if failed > 0 { exit(1) }
    }

    struct Verdict {
        var text: String
        var problems: [String]
    }

    let plan: Plan

    private func play() async throws -> Verdict {
        var random = SplitMix64(state: plan.seed)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lead-import-chaos-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appendingPathComponent("export.csv").path
        let config = folder.appendingPathComponent("config.json5").path
        let out = folder.appendingPathComponent("run").path
        let valid = try writeExport(to: input, &random)
        try Data(configText.utf8).write(to: URL(fileURLWithPath: config))

        var configuration = SandboxConfiguration(requestsPerSecond: 0, latencyMilliseconds: 5...50, seed: plan.seed)
        configuration.faults = try FaultPlan(plan.isLate ? "late:\(plan.faultShare)" : "all:\(plan.faultShare)")
        configuration.lateSeconds = 1.4
        configuration.listLagSeconds = plan.isLate ? 2 : 0
        if !plan.canRead { configuration.scopes = [.write] }
        let sandbox = try Sandbox.start(configuration)
        defer { sandbox.stop() }

        let clock = ContinuousClock()
        let start = clock.now
        var kills = 0
        var problems: [String] = []
        var exitCode: Int32 = -1
        let words = ["run", input, "--config", config, "--out", out, "--progress", "none", "--quiet", "--rate", "0"]
        while true {
            let process = try launch(words, sandbox.url)
            if kills < plan.kills {
                let life = UInt64.random(in: 50...(1500 * UInt64(max(plan.rows, 500)) / 5000 + 100), using: &random)
                try await Task.sleep(for: .milliseconds(life))
                if process.isRunning {
                    kill(process.processIdentifier, SIGKILL)
                    process.waitUntilExit()
                    kills += 1
                    continue
                }
            }
            process.waitUntilExit()
            exitCode = process.terminationStatus
            break
        }
        let seconds = start.duration(to: clock.now).components.seconds
        problems += try check(sandbox, out: out, valid: valid)
        var unknown = try count("unknown", out)
        if !plan.canRead {
            // Without proof nothing was sent twice. Sent again on request, doubts may double, and the note says so.
            let process = try launch(words + ["--resend-unknown"], sandbox.url)
            process.waitUntilExit()
            unknown = try count("unknown", out)
        } else if exitCode != (valid.count == plan.rows ? 0 : 1) {
            problems.append("the last process ended with \(exitCode)")
        }
        return Verdict(
            text: "\(valid.count) valid rows, \(sandbox.leadCount) leads, \(kills) kills, \(unknown) unknown, "
                + "\(sandbox.statistics.faultsPlayed.values.reduce(0, +)) faults, \(seconds) s",
            problems: problems
        )
    }

    /// Holds the sandbox's leads against results.csv. Without read scope the doubtful rows are unknown and made once at most.
    private func check(_ sandbox: Sandbox, out: String, valid: Set<Int>) throws -> [String] {
        var problems: [String] = []
        var leads: [Int: [String]] = [:]
        for lead in sandbox.leads {
            guard let key = lead.metadata["import_key"], let row = key.split(separator: "-").last.flatMap({ Int($0) })
            else {
                problems.append("lead \(lead.id) carries no import key")
                continue
            }
            leads[row, default: []].append(lead.id)
        }
        for (row, ids) in leads where ids.count > 1 { problems.append("row \(row) was made \(ids.count) times") }
        for row in leads.keys where !valid.contains(row) { problems.append("row \(row) is invalid but was made") }
        var rows = 0
        for record in try records(out + "/results.csv") {
            rows += 1
            let (row, state, id) = (record.row, record.state, record.lead)
            switch state {
            case "created":
                if leads[row]?.contains(id) != true {
                    problems.append("row \(row) is reported with a lead that is not its own")
                }
            case "invalid":
                if valid.contains(row) { problems.append("row \(row) is valid but reported as invalid") }
            case "unknown" where !plan.canRead: break
            default: problems.append("row \(row) is \(state)")
            }
            if state != "unknown", valid.contains(row), leads[row] == nil { problems.append("row \(row) is missing") }
        }
        if rows != plan.rows { problems.append("results.csv has \(rows) records for \(plan.rows) rows") }
        return problems
    }

    private func count(_ state: String, _ out: String) throws -> Int {
        try records(out + "/results.csv").filter { $0.state == state }.count
    }

    private func records(_ path: String) throws -> [(row: Int, state: String, lead: String)] {
        let reader = try CSVReader(path: path, source: .init())
        let names = reader.header.names
        guard let row = names.firstIndex(of: "import_row"), let state = names.firstIndex(of: "import_status"),
            let lead = names.firstIndex(of: "lead_id")
        else { return [] }
        var records: [(Int, String, String)] = []
        while let batch = try reader.nextBatch() {
            for record in batch {
                records.append((Int(record.string(row)) ?? 0, record.string(state), record.string(lead)))
            }
        }
        return records
    }

    private func launch(_ words: [String], _ url: String) throws -> Process {
        let process = Process()
        let own = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        process.executableURL = own.appendingPathComponent("lead-import")
        process.arguments = words
        process.environment = ["NOMOS_BASE_URL": url, "NOMOS_TOKEN": "chaos"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// A made-up export; gives the rows that are valid. One in fifty has a wrong e-mail address.
    private func writeExport(to path: String, _ random: inout SplitMix64) throws -> Set<Int> {
        var text = "Nummer;Vorname;Nachname;E-Mail;PLZ;Verbrauch\r\n"
        var valid: Set<Int> = []
        for row in 1...plan.rows {
            let isValid = Int.random(in: 0..<50, using: &random) > 0
            if isValid { valid.insert(row) }
            let mail = isValid ? "kunde\(row)@example.com" : "kunde\(row)"
            text += "K-\(row);Vera;Muster;\(mail);10115;\(Int.random(in: 800...9000, using: &random))\r\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return valid
    }

    private var configText: String {
        """
        {
          api: { timeout_seconds: 1, doubt_grace_seconds: \(plan.isLate ? 4 : 1.5), attempts: 12 },
          lead: {
            plan: { value: "pln_a5dpsx46oxi68wbph3af25c3" },
            customer: { first_name: "Vorname", last_name: "Nachname", email: "E-Mail" },
            address: { zip: "PLZ" },
            meter: { estimated_usage: "Verbrauch" },
            metadata: { number: "Nummer" },
          },
        }
        """
    }
}

/// Sebastiano Vigna's SplitMix64: the same numbers for the same seed.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
