import Dispatch
import Synchronization

#if canImport(Glibc)
    public import Glibc
#else
    public import Darwin
#endif

/// A program run by a test. Its standard streams are files, so nobody has to empty them while it runs.
///
/// Foundation's `Process` is not used: on Linux it crashes now and then (a copy beyond the end of a buffer in `run`) when a
/// test process with many threads starts many of them.
public final class ChildProcess: Sendable {
    /// The program could not be started.
    public struct StartError: Error {
        /// The number of the system's error.
        public let code: Int32
    }

    /// The process' ID.
    public let id: pid_t
    private let ending = Mutex<(code: Int32?, waiters: [CheckedContinuation<Int32, Never>])>((nil, []))

    /// Starts the program at the path `program`. Streams are given by their paths; nothing else is inherited but what has no
    /// close-on-exec flag.
    public init(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        directory: String = "/",
        input: String = "/dev/null",
        output: String = "/dev/null",
        error: String = "/dev/null"
    ) throws {
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDWR | O_NOCTTY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_NOCTTY, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, error, O_WRONLY | O_CREAT | O_NOCTTY, 0o600)
        // The test runner's threads block signals, and a background job ignores some: the program starts without either.
        #if canImport(Glibc)
            var attributes = posix_spawnattr_t()
        #else
            var attributes: posix_spawnattr_t?
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGINT, SIGTERM, SIGPIPE, SIGQUIT, SIGHUP] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        // A shell goes to the folder first, and the program takes its place.
        let words = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", directory, program] + arguments
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        var id: pid_t = 0
        let code = posix_spawn(&id, "/bin/sh", &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw StartError(code: code) }
        self.id = id
        // A queue of its own for what blocks, so that none of the test runner's threads is held.
        DispatchQueue(label: "child-process").async { [self] in finish() }
    }

    /// Sends a signal, such as SIGINT.
    public func send(_ signal: Int32) { kill(id, signal) }

    /// The exit code; 1000 and the signal's number for a process that a signal ended.
    public func code() async -> Int32 {
        await withCheckedContinuation { continuation in
            let code = ending.withLock { state in
                if state.code == nil { state.waiters.append(continuation) }
                return state.code
            }
            if let code { continuation.resume(returning: code) }
        }
    }

    private func finish() {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 1000 + (status & 0x7F)
        let waiters = ending.withLock { state in
            state.code = code
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: code) }
    }
}
