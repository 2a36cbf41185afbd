import Foundation
import Synchronization
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

    private let process = Process()
    private let texts: (output: URL, error: URL)
    private let ending = Ending()

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
        process.executableURL =
            program.hasPrefix("/")
            ? URL(fileURLWithPath: program) : Self.products.appendingPathComponent(program)
        process.arguments = words
        process.environment = environment
        process.currentDirectoryURL = directory
        // Files, not pipes: nobody has to empty them while the process runs.
        process.standardOutput = try Self.open(texts.output)
        process.standardError = try Self.open(texts.error)
        process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
        process.terminationHandler = { [ending] in
            ending.set($0.terminationReason == .exit ? $0.terminationStatus : 1000 + $0.terminationStatus)
        }
        try process.run()
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
    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// What it has printed on standard error so far.
    var errorSoFar: String { Self.text(texts.error) }

    /// Waits for the end. With `mayShowValues`, customers' values may be on standard output: that is what was asked for.
    func result(mayShowValues: Bool = false) async -> Result {
        let code = await ending.wait()
        let result = Result(code: code, output: Self.text(texts.output), error: Self.text(texts.error))
        for secret in [Self.token, Self.marker, Self.marker.lowercased()] {
            #expect(!result.error.contains(secret), "standard error shows \(secret): \(result.error)")
            if mayShowValues, secret != Self.token { continue }
            #expect(!result.output.contains(secret), "standard output shows \(secret)")
        }
        return result
    }

    private static func open(_ url: URL) throws -> FileHandle {
        try Data().write(to: url)
        return try FileHandle(forWritingTo: url)
    }

    private static func text(_ url: URL) -> String {
        String(decoding: (try? Data(contentsOf: url)) ?? Data(), as: UTF8.self)
    }
}

/// The end of a process, to be waited for without holding a thread.
private final class Ending: Sendable {
    private let state = Mutex<(code: Int32?, waiter: CheckedContinuation<Int32, Never>?)>((nil, nil))

    func set(_ code: Int32) {
        let waiter = state.withLock { state in
            state.code = code
            return state.waiter
        }
        waiter?.resume(returning: code)
    }

    func wait() async -> Int32 {
        await withCheckedContinuation { continuation in
            let code = state.withLock { state in
                if state.code == nil { state.waiter = continuation }
                return state.code
            }
            if let code { continuation.resume(returning: code) }
        }
    }
}
