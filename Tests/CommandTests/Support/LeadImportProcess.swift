import Foundation
import TestSupport
import Testing

/// The real binary, run as a person would run it: words in, exit code and texts out.
///
/// Whatever it prints is looked through for the token and for customers' values, in every test.
final class LeadImportProcess: Sendable {
    /// The token that tests use. It may stand nowhere.
    static let token = "tok-geheim-4711"
    /// Stands in every customer value of the tests' exports. It may stand in the run folder only.
    static let marker = "Markerwert"

    /// What a process printed and ended with.
    struct Result: Sendable {
        /// The exit code; 1000 and the signal's number for a process that a signal ended.
        var code: Int32
        var output: String
        var error: String
    }

    /// Where the products of the build are: beside the test bundle.
    static let products: URL =
        Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
        ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

    /// The package's folder.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private let process: ChildProcess
    private let texts: (output: URL, error: URL)

    /// Starts a program of the build with nothing in its environment but `environment`.
    init(
        _ words: [String],
        program: String = "lead-import",
        environment: [String: String] = [:],
        input: URL? = nil,
        directory: URL = root
    ) throws {
        let name = UUID().uuidString
        let folder = FileManager.default.temporaryDirectory
        texts = (folder.appendingPathComponent(name + ".out"), folder.appendingPathComponent(name + ".err"))
        process = try ChildProcess(
            program.hasPrefix("/") ? program : Self.products.appendingPathComponent(program).path,
            words,
            environment: environment,
            directory: directory.path,
            input: input?.path ?? "/dev/null",
            output: texts.output.path,
            error: texts.error.path
        )
    }

    deinit {
        try? FileManager.default.removeItem(at: texts.output)
        try? FileManager.default.removeItem(at: texts.error)
    }

    /// Runs the binary to its end.
    static func run(
        _ words: String...,
        environment: [String: String] = [:],
        input: URL? = nil,
        mayShowValues: Bool = false
    ) async throws -> Result {
        try await LeadImportProcess(words, environment: environment, input: input).result(mayShowValues: mayShowValues)
    }

    /// Sends a signal, such as SIGINT.
    func send(_ signal: Int32) { process.send(signal) }

    /// What it has printed on standard error so far.
    var errorSoFar: String { Self.text(texts.error) }

    /// Waits for the end. With `mayShowValues`, customers' values may be on standard output: that is what was asked for.
    func result(mayShowValues: Bool = false) async -> Result {
        let code = await process.code()
        let result = Result(code: code, output: Self.text(texts.output), error: Self.text(texts.error))
        for secret in [Self.token, Self.marker, Self.marker.lowercased()] {
            #expect(!result.error.contains(secret), "standard error shows \(secret): \(result.error)")
            if mayShowValues, secret != Self.token { continue }
            #expect(!result.output.contains(secret), "standard output shows \(secret)")
        }
        return result
    }

    private static func text(_ url: URL) -> String {
        String(decoding: (try? Data(contentsOf: url)) ?? Data(), as: UTF8.self)
    }
}
