internal import CCurl
internal import Synchronization

/// A request on its way to the loop, with the caller who waits for what comes of it.
struct Submission: Sendable {
    let ticket: Ticket
    let request: HTTPRequest
    let continuation: CheckedContinuation<HTTPExchange, Never>
}

/// Identifies a submission and remembers whether its caller gave it up. The flag settles the race between the two
/// commands: a cancellation that reaches the loop before the submission finds nothing to cancel, but the submission
/// then carries the mark.
final class Ticket: Sendable {
    private let cancelled = Atomic(false)

    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    func cancel() { cancelled.store(true, ordering: .releasing) }
}

/// What a transport's callers tell its thread. The only state that more than one thread touches.
final class TransferInbox: Sendable {
    enum Command: Sendable {
        case submit(Submission)
        case cancel(Ticket)
        case shutDown(cancelling: Bool)
    }

    private struct State {
        /// libcurl's multi handle, while the loop runs. It is here only to be woken up, the one call libcurl allows from
        /// other threads, and under the lock, so that it is never woken after its end.
        var multi: UnsafeMutableRawPointer?
        var commands: [Command] = []
        var isAsleep = false
        var isClosed = false
        var isFinished = false
        var finishWaiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    // MARK: The callers' side

    /// Leaves a command for the loop. Gives false, and drops it, if the loop takes nothing any more.
    func post(_ command: Command) -> Bool {
        state.withLock { state in
            if state.isClosed {
                guard case .submit = command else { return post(command, to: &state) }
                return false
            }
            if case .shutDown = command { state.isClosed = true }
            return post(command, to: &state)
        }
    }

    private func post(_ command: Command, to state: inout State) -> Bool {
        guard !state.isFinished else { return false }
        state.commands.append(command)
        if state.isAsleep, let multi = state.multi {
            state.isAsleep = false
            curl_multi_wakeup(multi)
        }
        return true
    }

    /// Returns once the loop has ended.
    func waitUntilFinished() async {
        await withCheckedContinuation { continuation in
            let isFinished = state.withLock { state in
                if !state.isFinished { state.finishWaiters.append(continuation) }
                return state.isFinished
            }
            if isFinished { continuation.resume() }
        }
    }

    // MARK: The loop's side

    /// Takes all commands.
    func drain() -> [Command] {
        state.withLock { state in
            state.isAsleep = false
            guard !state.commands.isEmpty else { return [] }
            let commands = state.commands
            state.commands = []
            return commands
        }
    }

    /// Tells that the loop is about to sleep in `multi`; false if there are commands, so it must not.
    func fallAsleep(in multi: UnsafeMutableRawPointer) -> Bool {
        // The pointer goes through an integer because the lock must not keep what the caller still holds.
        let address = UInt(bitPattern: multi)
        return state.withLock { state in
            guard state.commands.isEmpty else { return false }
            state.multi = UnsafeMutableRawPointer(bitPattern: address)
            state.isAsleep = true
            return true
        }
    }

    /// Ends the inbox for good: nothing is accepted from here on. Gives what nobody will carry out.
    func finish() -> [Command] {
        let (commands, waiters) = state.withLock { state in
            defer {
                state.commands = []
                state.finishWaiters = []
            }
            state.multi = nil
            state.isAsleep = false
            state.isClosed = true
            state.isFinished = true
            return (state.commands, state.finishWaiters)
        }
        for waiter in waiters { waiter.resume() }
        return commands
    }
}
