import Testing

@Suite("The command line")
struct UsageTests {
    static let subcommands = ["run", "check", "preview", "init", "records", "status", "sandbox", "completions"]

    @Test("--help lists every subcommand, --version tells the version")
    func help() async throws {
        let help = try await LeadImportProcess.run("--help")
        #expect(help.code == 0)
        #expect(help.error == "")
        for subcommand in Self.subcommands { #expect(help.output.contains("\n  \(subcommand) ")) }
        let version = try await LeadImportProcess.run("--version")
        #expect(version.code == 0)
        #expect(version.output.wholeMatch(of: /lead-import \d+\.\d+\.\d+\n/) != nil)
    }

    @Test("Every subcommand has a help with a usage line, on standard output", arguments: subcommands)
    func helpOf(subcommand: String) async throws {
        let result = try await LeadImportProcess.run(subcommand, "--help")
        #expect(result.code == 0)
        #expect(result.output.contains("\nUsage: lead-import \(subcommand)"))
        #expect(result.error == "")
    }

    @Test(
        "A wrong command line ends with 64 and says what is wrong",
        arguments: [
            ([], "Usage: lead-import SUBCOMMAND"),
            (["rnu"], "unknown subcommand rnu; did you mean run?"),
            (["frobnicate"], "unknown subcommand frobnicate\n"),
            (["run"], "run needs INPUT"),
            (["run", "a.csv"], "run needs --config"),
            (["run", "a.csv", "b.csv"], "unexpected b.csv: run takes INPUT"),
            (["run", "a.csv", "--confg", "c"], "unknown option --confg; did you mean --config?"),
            (["run", "a.csv", "--frobnicate"], "unknown option --frobnicate\n"),
            (["run", "a.csv", "--config"], "--config needs a value (FILE)"),
            (["run", "a.csv", "--config", "--yes"], "--config needs a value (FILE)"),
            (["run", "a.csv", "--config", "c", "--out", ""], "--out needs a value (DIR)"),
            (["run", "", "--config", "c"], "INPUT is empty"),
            (["run", "a.csv", "--config=c", "--config=d"], "--config is given twice"),
            (["run", "a.csv", "--yes=1"], "--yes takes no value"),
            (
                ["run", "a.csv", "--progress", "bars"],
                "--progress is one of auto, bar, lines, json, none, not bars; did you mean bar?"
            ),
            (
                ["run", "a.csv", "--config", "config/solarhaus.json5", "--rate", "-1"],
                "--rate takes a number, 0 or more, not -1"
            ),
            (
                ["run", "a.csv", "--config", "config/solarhaus.json5", "--limit", "0"],
                "--limit takes a whole number, 1 or more, not 0"
            ),
            (
                ["run", "a.csv", "--config", "config/solarhaus.json5", "--concurrency", "many"],
                "--concurrency takes a whole number, 1 to 1000, not many"
            ),
            (["run", "-", "--config", "c"], "run cannot read standard input"),
            (["sandbox", "here"], "unexpected here: sandbox takes no operand"),
            (["sandbox", "--port", "70000"], "--port takes a whole number, 0 to 65535, not 70000"),
            (["sandbox", "--fault", "halv:0.1"], "There is no fault 'halv'"),
            (["sandbox", "--scope", "admin"], "--scope takes read, write or both, not admin"),
            (["sandbox", "--latency", "50-5"], "--latency takes milliseconds such as 20 or 5-50, not 50-5"),
            (["records", "a.csv", "--encoding", "utf8"], "unknown encoding utf8; did you mean utf-8?"),
            (["records", "a.csv", "--delimiter", "ab"], "--delimiter takes one character, not ab"),
            (["completions", "tcsh"], "completions takes one of bash, zsh, fish, not tcsh"),
            (["status"], "status needs DIR"),
        ] as [([String], String)]
    )
    func wrong(words: [String], message: String) async throws {
        let result = try await LeadImportProcess(words).result()
        #expect(result.code == 64)
        #expect(result.error.contains(message), "\(result.error)")
        #expect(result.output == "")
    }
}
