import Foundation
import NomosSandbox
import Testing

@Suite("What the terminal gets")
struct OutputTests {
    @Test("--quiet says nothing at all, however the rows end")
    func quiet() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 6, invalid: [2])
        try work.writeConfiguration()
        let result = try await work.run("--quiet")
        #expect(result.code == 1)
        #expect(result.error == "")
        #expect(result.output == "")
    }

    @Test("--progress json prints JSON objects, a line each, whose states add up to what is settled at most")
    func json() async throws {
        let work = try Workplace(SandboxConfiguration(requestsPerSecond: 0, latencyMilliseconds: 50...80))
        try work.writeExport(rows: 40, invalid: [2])
        try work.writeConfiguration("concurrency: 2")
        let result = try await work.run("--progress=json")
        #expect(result.code == 1)
        let lines = result.error.split(separator: "\n").filter { $0.hasPrefix("{") }
        #expect(!lines.isEmpty)
        for line in lines {
            let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object["total"] as? Int == 40)
            let settled = try #require(object["settled"] as? Int)
            #expect(try #require(object["created"] as? Int) + #require(object["invalid"] as? Int) <= settled)
        }
    }

    @Test("--progress lines prints plain lines for a log; none prints the summary alone")
    func lines() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 6)
        try work.writeConfiguration()
        let lines = try await work.run("--progress", "lines")
        #expect(lines.code == 0)
        #expect(lines.error.contains(" of 6"))
        #expect(!lines.error.contains("\u{1B}"))
        #expect(!lines.error.contains("\r"))
        let none = try await work.run("--progress", "none", "--out", work.path("none"))
        #expect(none.error.hasPrefix("\n6 rows = 6 created\n"))
    }

    @Test("Colours on a terminal, none with NO_COLOR or on a dumb one", arguments: ["", "NO_COLOR", "dumb"])
    func colour(reason: String) async throws {
        let work = try Workplace()
        try work.writeExport(rows: 3)
        try work.writeConfiguration()
        var environment = work.environment
        environment["TERM"] = reason == "dumb" ? "dumb" : "xterm"
        if reason == "NO_COLOR" { environment["NO_COLOR"] = "1" }
        let terminal = try PseudoTerminal()
        let (code, text) = try await terminal.run(
            ["run", work.path("export.csv"), "--config", work.path("config.json5"), "--yes", "--progress", "none"],
            environment: environment
        )
        #expect(code == 0)
        #expect(text.contains("3 created"))
        #expect(text.contains("\u{1B}[32m3 created\u{1B}[0m") == (reason == ""))
        #expect(text.contains("\u{1B}") == (reason == ""))
    }

    @Test("On a terminal the first real run asks; anything but yes sends nothing", arguments: ["\n", "n\n", "y\n"])
    func question(answer: String) async throws {
        let work = try Workplace()
        try work.writeExport(rows: 3)
        try work.writeConfiguration()
        let terminal = try PseudoTerminal()
        let (code, text) = try await terminal.run(
            ["run", work.path("export.csv"), "--config", work.path("config.json5")],
            environment: work.environment,
            typing: answer
        )
        #expect(code == (answer == "y\n" ? 0 : 2))
        #expect(text.contains("Each one can reach a real customer. [y/N]"))
        #expect(work.sandbox.leadCount == (answer == "y\n" ? 3 : 0))
    }

    @Test("A reader that has seen enough ends the output in peace")
    func closedPipe() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 20_000)
        let binary = LeadImportProcess.products.appendingPathComponent("lead-import").path
        let result = try await LeadImportProcess(
            ["-c", "'\(binary)' records '\(work.path("export.csv"))' | head -n 1; exit ${PIPESTATUS[0]}"],
            program: "/bin/bash",
            environment: ["PATH": "/usr/bin:/bin"]
        ).result()
        #expect(result.code == 0)
        #expect(result.error == "")
        #expect(result.output == "[\"Nummer\",\"Vorname\",\"Nachname\",\"E-Mail\",\"PLZ\",\"Verbrauch\"]\n")
    }
}
