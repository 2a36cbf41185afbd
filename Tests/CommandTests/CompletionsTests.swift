import Foundation
import Testing

@Suite("completions")
struct CompletionsTests {
    /// Where a shell is; nil where it is not installed.
    private static func shell(_ name: String) -> String? {
        ["/bin/", "/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Puts the completions for `name` into a file of a new folder that also has a file and a folder to be found.
    private func prepare(_ name: String) async throws -> Workplace {
        let work = try Workplace()
        let script = try await LeadImportProcess.run("completions", name)
        #expect(script.code == 0)
        #expect(script.error == "")
        try work.write(script.output, to: "completions")
        try work.write("", to: "some export.csv")
        try FileManager.default.createDirectory(atPath: work.path("some run"), withIntermediateDirectories: false)
        return work
    }

    @Test(
        "bash completes subcommands, options, choices, files and folders",
        .enabled(if: shell("bash") != nil),
        arguments: [
            (["ru"], ["run"]),
            (["--v"], ["--version"]),
            (["run", "--conf"], ["--config"]),
            (["run", "--co"], ["--config", "--concurrency"]),
            (["run", "--progress", "j"], ["json"]),
            (["run", "--progress", "=", "no"], ["none"]),
            (["run", "--progress", "="], ["auto", "bar", "lines", "json", "none"]),
            (["run", "some"], ["some export.csv", "some run"]),
            (["run", "a.csv", "--config", "some e"], ["some export.csv"]),
            (["run", "a.csv", "--out", "some"], ["some run"]),
            (["run", "a.csv", "--limit", ""], []),
            (["status", ""], ["some run"]),
            (["completions", "z"], ["zsh"]),
            (["sandbox", "so"], []),
            (["nonsense", "so"], []),
        ] as [([String], [String])]
    )
    func bash(words: [String], expected: [String]) async throws {
        let work = try await prepare("bash")
        let quoted = (["lead-import"] + words).map { "'\($0)'" }.joined(separator: " ")
        let script = """
            source ./completions
            COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count)
            _lead_import
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let result = try await LeadImportProcess(
            ["--noprofile", "--norc", "-c", script],
            program: Self.shell("bash") ?? "",
            directory: work.folder
        ).result()
        #expect(result.code == 0)
        #expect(result.error == "")
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect(lines.sorted() == expected.sorted())
    }

    @Test("zsh takes the completions in", .enabled(if: shell("zsh") != nil))
    func zsh() async throws {
        let work = try await prepare("zsh")
        let script = """
            autoload -Uz compinit && compinit -D -u
            source ./completions
            print -r -- $_comps[lead-import]
            """
        let result = try await LeadImportProcess(
            ["-f", "-c", script],
            program: Self.shell("zsh") ?? "",
            environment: ["HOME": work.folder.path, "PATH": "/usr/bin:/bin"],
            directory: work.folder
        ).result()
        #expect(result.code == 0)
        #expect(result.error == "")
        #expect(result.output == "_lead-import\n")
    }

    @Test(
        "fish completes subcommands, options, choices, files and folders",
        .enabled(if: shell("fish") != nil),
        arguments: [
            ("ru", ["run"]),
            ("run --conf", ["--config"]),
            ("run --progress j", ["json"]),
            ("run --progress=no", ["--progress=none"]),
            ("run some", ["some export.csv", "some run/"]),
            ("run a.csv --out some", ["some run/"]),
            ("status some", ["some run/"]),
            ("completions z", ["zsh"]),
            ("sandbox some", []),
        ] as [(String, [String])]
    )
    func fish(line: String, expected: [String]) async throws {
        let work = try await prepare("fish")
        let result = try await LeadImportProcess(
            ["--no-config", "-c", "source ./completions; complete -C 'lead-import \(line)'"],
            program: Self.shell("fish") ?? "",
            environment: ["HOME": work.folder.path, "PATH": "/usr/bin:/bin", "TERM": "dumb"],
            directory: work.folder
        ).result()
        #expect(result.code == 0)
        let words = result.output.split(separator: "\n").map { $0.prefix { $0 != "\t" } }.map(String.init)
        #expect(words.map { $0.replacing("\\", with: "") }.sorted() == expected.sorted())
    }
}
