import Dispatch
import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An HTTP/1.1 server on 127.0.0.1 with one thread of its own, which answers every request through a handler.
final class HTTPServer: Sendable {
    /// What answers requests. It runs on the server's thread, one request at a time, and must not block.
    struct Handler: Sendable {
        var answer: @Sendable (HTTPRequest) -> HTTPReply
        /// The response to bytes that are no request.
        var refuse: @Sendable (HTTPFailure) -> [UInt8]
    }

    struct Settings: Sendable {
        var limits = HTTPLimits()
        /// How long a connection without a request stays open.
        var idleSeconds = 75.0
        /// How long a request may take from its first byte to its last.
        var requestSeconds = 30.0
        /// How long a client that gets no answer is kept.
        var stallSeconds = 3600.0
        /// After so many answers a connection is closed without notice.
        var requestsPerConnection: Int?
        var maximumConnections = 900
        /// Bytes not yet taken by the client from which on nothing more is read from it.
        var maximumPending = 1 << 20
    }

    let port: Int
    private let stopSignal: StopSignal
    private let finished = DispatchGroup()

    /// Listens and starts the thread. The handler lives until the server has stopped.
    init(port: Int, settings: Settings, handler: Handler) throws(SandboxError) {
        let listener = try Listener(port: port)
        self.port = listener.port
        let stopSignal = try StopSignal()
        self.stopSignal = stopSignal
        finished.enter()
        let finished = finished
        let thread = Thread {
            EventLoop(listener: listener, stop: stopSignal, settings: settings, handler: handler)
                .run()
            finished.leave()
        }
        thread.name = "nomos-sandbox"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Ends the thread and closes every connection; returns when that is done. Further calls do nothing.
    func stop() {
        stopSignal.give()
        finished.wait()
    }

    deinit { stop() }
}

/// A pipe that wakes the event loop. Both ends live as long as either side does: writing into a pipe that nobody reads any more
/// would end the process.
final class StopSignal: Sendable {
    let reader: Socket
    private let writer: Socket

    init() throws(SandboxError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SandboxError("No pipe could be made for the sandbox.") }
        reader = Socket(adopting: ends[0])
        writer = Socket(adopting: ends[1])
    }

    func give() {
        var byte: UInt8 = 0
        _ = write(writer.descriptor, &byte, 1)
    }
}
