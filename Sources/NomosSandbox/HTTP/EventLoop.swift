#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Waits with poll(2) for whatever happens to the listener and the connections, on one thread.
///
/// One round costs time in proportion to the connections, which for the tens that an importer opens is less than epoll's
/// extra calls, and poll is the same on Linux and macOS.
final class EventLoop {
    private let listener: Listener
    private let stop: StopSignal
    private let settings: HTTPServer.Settings
    private let handler: HTTPServer.Handler
    private let clock = SandboxClock()
    private var connections: [Connection] = []
    /// The listener, the stop pipe, then one entry for each connection in the same order.
    private var entries: [pollfd]
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    /// No connection has to be looked at before this.
    private var nextDeadline = Timestamp(nanoseconds: .max)
    private var acceptsAgainAt = Timestamp(nanoseconds: 0)
    private static let fixed = 2

    init(listener: Listener, stop: StopSignal, settings: HTTPServer.Settings, handler: HTTPServer.Handler) {
        self.listener = listener
        entries = [
            pollfd(fd: listener.socket.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stop.reader.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        self.stop = stop
        self.settings = settings
        self.handler = handler
    }

    /// Runs until a byte arrives on the stop pipe.
    func run() {
        while true {
            let before = clock.now()
            let isAccepting = connections.count < settings.maximumConnections && before >= acceptsAgainAt
            entries[0].events = isAccepting ? Int16(POLLIN) : 0
            _ = poll(&entries, nfds_t(entries.count), timeout(at: before, isAccepting: isAccepting))
            let now = clock.now()
            if entries[1].revents != 0 { return }
            serveConnections(at: now)
            if entries[0].revents != 0 { acceptConnections(at: now) }
            if now >= nextDeadline { expireConnections(at: now) }
        }
    }

    private func timeout(at now: Timestamp, isAccepting: Bool) -> Int32 {
        let next = isAccepting ? nextDeadline : min(nextDeadline, now.advanced(byMilliseconds: 100))
        guard next.nanoseconds != .max else { return -1 }
        return Int32(min(60_000, max(0, (next.nanoseconds - now.nanoseconds + 999_999) / 1_000_000)))
    }

    private func serveConnections(at now: Timestamp) {
        // Backwards, since the last connection takes the place of one that is removed.
        for index in connections.indices.reversed() {
            let happened = Int32(entries[index + EventLoop.fixed].revents)
            guard happened != 0 else { continue }
            let connection = connections[index]
            if happened & Int32(POLLOUT) != 0 { connection.resume(at: now, handler) }
            if happened & Int32(POLLIN | POLLHUP | POLLERR | POLLNVAL) != 0 {
                // A hang-up that nobody reads would be reported again and again.
                if connection.wantsToRead {
                    connection.read(into: &buffer, at: now, handler)
                } else {
                    connection.abandon()
                }
            }
            settle(index)
        }
    }

    private func acceptConnections(at now: Timestamp) {
        while connections.count < settings.maximumConnections {
            switch listener.accept() {
            case .none: return
            case .exhausted:
                acceptsAgainAt = now.advanced(byMilliseconds: 100)
                return
            case .connection(let socket):
                let descriptor = socket.descriptor
                connections.append(Connection(socket: socket, settings: settings, now: now))
                entries.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
                settle(connections.count - 1)
            }
        }
    }

    private func expireConnections(at now: Timestamp) {
        nextDeadline = Timestamp(nanoseconds: .max)
        for index in connections.indices.reversed() {
            connections[index].expire(at: now, handler)
            settle(index)
        }
    }

    /// After anything happened to a connection: what to wait for next, or its removal.
    private func settle(_ index: Int) {
        let connection = connections[index]
        if connection.isDead {
            connections.swapAt(index, connections.count - 1)
            entries.swapAt(index + EventLoop.fixed, entries.count - 1)
            connections.removeLast()
            entries.removeLast()
            return
        }
        let events = (connection.wantsToRead ? POLLIN : 0) | (connection.wantsToWrite ? POLLOUT : 0)
        entries[index + EventLoop.fixed].events = Int16(events)
        nextDeadline = min(nextDeadline, connection.deadline)
    }
}
