public import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// SIGINT and SIGTERM: the first one asks a run to stop in good order, the second one ends the process at once. Nothing is
/// lost by the second either: what was sent is in the journal.
public final class StopSignal: Sendable {
    private struct State {
        var received: Int32?
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// A signal that nothing sends yet.
    public init() {}

    /// Takes SIGINT and SIGTERM over for as long as the result is kept. `onFirst` is called with the first one.
    public func listen(onFirst: @escaping @Sendable (Int32) -> Void) -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [weak self] in
                guard let self else { return }
                if self.raise(number) { onFirst(number) } else { _exit(128 + number) }
            }
            source.resume()
            return source
        }
    }

    /// The signal's number once it came.
    public var received: Int32? { state.withLock { $0.received } }

    /// Behaves as if the signal came. Gives false if one came before.
    @discardableResult
    public func raise(_ number: Int32) -> Bool {
        let (isFirst, waiter) = state.withLock { state in
            let isFirst = state.received == nil
            if isFirst { state.received = number }
            defer { state.waiter = nil }
            return (isFirst, state.waiter)
        }
        waiter?.resume()
        return isFirst
    }

    /// Returns the signal when it comes, or nil when the task is cancelled. For one task at a time.
    func wait() async -> Int32? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.received != nil || Task.isCancelled { return true }
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume()
        }
        return received
    }
}
