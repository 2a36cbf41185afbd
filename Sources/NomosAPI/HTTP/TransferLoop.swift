internal import CCurl

/// The body of a transport's thread: takes commands from the inbox, lets libcurl work, hands results back, sleeps.
///
/// Made on its thread and confined to it.
final class TransferLoop {
    private let inbox: TransferInbox
    private let configuration: HTTPTransport.Configuration
    private let multi: UnsafeMutableRawPointer
    private let sockets = SocketTable()
    private var active: [Transfer] = []
    private var idle: [Transfer] = []
    private var isClosing = false

    /// Nil if libcurl cannot start.
    init?(inbox: TransferInbox, configuration: HTTPTransport.Configuration) {
        guard TransferLoop.isCurlReady, let multi = curl_multi_init() else { return nil }
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, configuration.maximumIdleConnections)
        self.multi = multi
        self.inbox = inbox
        self.configuration = configuration
    }

    deinit {
        // Easy handles before the multi handle, as libcurl asks.
        idle = []
        curl_multi_cleanup(multi)
    }

    /// libcurl's global state, set up once for the process.
    private static let isCurlReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Runs until it is told to shut down and the last request has ended.
    func run() {
        while !(isClosing && active.isEmpty) {
            for command in inbox.drain() { carryOut(command) }
            var running: CInt = 0
            curl_multi_perform(multi, &running)
            let isWorkAdded = collectResults()
            if isClosing && active.isEmpty { break }
            if !isWorkAdded, inbox.fallAsleep(in: multi) {
                // libcurl shortens the sleep to its own next time-out.
                curl_multi_poll(multi, nil, 0, 60_000, nil)
            }
        }
        let failure = TransportFailure(.shutDown, "The transport was shut down.")
        TransferLoop.refuse(inbox.finish(), for: failure)
    }

    /// Ends submissions that were never begun.
    static func refuse(_ commands: [TransferInbox.Command], for failure: TransportFailure) {
        for case .submit(let submission) in commands { submission.continuation.resume(returning: .notSent(failure)) }
    }

    private func carryOut(_ command: TransferInbox.Command) {
        switch command {
        case .submit(let submission): start(submission)
        case .cancel(let ticket):
            // A linear search: cancelling is rare, and the requests under way are few.
            guard let transfer = active.first(where: { $0.submission?.ticket === ticket }) else { return }
            abandon(transfer, for: .cancelled)
        case .shutDown(let cancelling):
            isClosing = true
            guard cancelling else { return }
            for transfer in active {
                abandon(transfer, for: TransportFailure(.shutDown, "The transport was shut down."))
            }
        }
    }

    private func start(_ submission: Submission) {
        guard !submission.ticket.isCancelled else {
            return submission.continuation.resume(returning: .notSent(.cancelled))
        }
        guard let transfer = idle.popLast() ?? Transfer(configuration: configuration, sockets: sockets) else {
            let failure = TransportFailure(
                .other,
                "libcurl cannot be set up (version 7.80 or later and a readable certificate file are needed)."
            )
            return submission.continuation.resume(returning: .notSent(failure))
        }
        if let failure = transfer.prepare(submission) {
            idle.append(transfer)
            return submission.continuation.resume(returning: .notSent(failure))
        }
        transfer.slot = active.count
        active.append(transfer)
        guard curl_multi_add_handle(multi, transfer.easy) == CURLM_OK else {
            return finish(transfer, with: .notSent(TransportFailure(.other, "libcurl did not accept the request.")))
        }
    }

    /// Gives whether a request was begun anew, so that libcurl has work at once.
    private func collectResults() -> Bool {
        var isWorkAdded = false
        var remaining: CInt = 0
        while let message = curl_multi_info_read(multi, &remaining) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            // The message is gone once its handle is removed.
            let code = message.pointee.data.result
            guard let transfer = Transfer.owner(of: easy) else { continue }
            curl_multi_remove_handle(multi, easy)
            if transfer.moveToFreshConnection(), curl_multi_add_handle(multi, easy) == CURLM_OK {
                isWorkAdded = true
                continue
            }
            finish(transfer, with: transfer.exchange(endedBy: code))
        }
        return isWorkAdded
    }

    private func abandon(_ transfer: Transfer, for failure: TransportFailure) {
        let exchange = transfer.exchange(abandonedFor: failure)
        curl_multi_remove_handle(multi, transfer.easy)
        finish(transfer, with: exchange)
    }

    /// Hands the result to the caller and keeps the handle for the next request.
    private func finish(_ transfer: Transfer, with exchange: HTTPExchange) {
        active.swapAt(transfer.slot, active.count - 1)
        active[transfer.slot].slot = transfer.slot
        active.removeLast()
        let submission = transfer.release()
        if idle.count < configuration.maximumIdleConnections { idle.append(transfer) }
        submission?.continuation.resume(returning: exchange)
    }
}

extension TransportFailure {
    static let cancelled = TransportFailure(.cancelled, "The request was cancelled.")
}
