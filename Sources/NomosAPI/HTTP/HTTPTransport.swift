/// Sends HTTP requests, each exactly once, on libcurl's multi interface.
///
/// One thread carries all requests; connections are kept alive and used again. There is no queue and no limit on how many
/// requests are under way: the caller's task group decides that. HTTP/1.1 only, no redirects, no retries. Certificates
/// are always checked. A proxy named in the environment (`https_proxy`, `no_proxy` …) is used, but never for loopback.
public final class HTTPTransport: Sendable {
    /// The limits of a transport.
    public struct Configuration: Sendable, Equatable {
        /// How long connecting may take: name, TCP and TLS together.
        public var connectTimeout: Duration
        /// How long a whole exchange may take, connecting included.
        public var requestTimeout: Duration
        /// How many connections and handles are kept for later requests. Best at least the number of requests that are
        /// under way at once.
        public var maximumIdleConnections: Int
        /// A connection idle for longer is not used again, in whole seconds: the longer, the likelier that the server
        /// closes it just as a request goes out, which leaves a doubt.
        public var idleConnectionLifetime: Duration
        /// How many bytes a response may have, header and body together. A longer one is given up and is in doubt.
        public var maximumResponseBytes: Int
        /// A file of certificate authorities (PEM) to trust instead of the system's; nil for the system's.
        public var certificateAuthorityFile: String?

        /// Creates a configuration; see the properties for what each part means.
        public init(
            connectTimeout: Duration = .seconds(10),
            requestTimeout: Duration = .seconds(30),
            maximumIdleConnections: Int = 64,
            idleConnectionLifetime: Duration = .seconds(30),
            maximumResponseBytes: Int = 16 * 1024 * 1024,
            certificateAuthorityFile: String? = nil
        ) {
            self.connectTimeout = connectTimeout
            self.requestTimeout = requestTimeout
            self.maximumIdleConnections = maximumIdleConnections
            self.idleConnectionLifetime = idleConnectionLifetime
            self.maximumResponseBytes = maximumResponseBytes
            self.certificateAuthorityFile = certificateAuthorityFile
        }
    }

    private let inbox = TransferInbox()

    /// Starts a transport with its thread. If that fails, every request ends as not sent and says why.
    public init(configuration: Configuration = Configuration()) {
        let inbox = inbox
        let isRunning = WorkerThread.start {
            if let loop = TransferLoop(inbox: inbox, configuration: configuration) {
                loop.run()
            } else {
                let failure = TransportFailure(.other, "libcurl cannot be started.")
                TransferLoop.refuse(inbox.finish(), for: failure)
            }
        }
        if !isRunning { _ = inbox.finish() }
    }

    deinit {
        // Whoever sends holds the transport, so nothing is under way here.
        _ = inbox.post(.shutDown(cancelling: true))
    }

    /// Sends a request and waits for what comes of it. Never throws and never sends twice.
    ///
    /// Cancelling the task gives the request up at once: not sent if nothing had gone out, else in doubt.
    public func send(_ request: HTTPRequest) async -> HTTPExchange {
        let ticket = Ticket()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let submission = Submission(ticket: ticket, request: request, continuation: continuation)
                guard !inbox.post(.submit(submission)) else { return }
                let failure = TransportFailure(.shutDown, "The transport is not running.")
                continuation.resume(returning: .notSent(failure))
            }
        } onCancel: {
            ticket.cancel()
            _ = inbox.post(.cancel(ticket))
        }
    }

    /// Ends the transport and returns once its thread has let go of everything.
    ///
    /// - Parameter cancelling: Whether requests under way are given up; otherwise they are awaited. New ones end as not
    ///   sent in either case.
    public func shutDown(cancelling: Bool = false) async {
        _ = inbox.post(.shutDown(cancelling: cancelling))
        await inbox.waitUntilFinished()
    }
}
