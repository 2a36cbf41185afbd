internal import CCurl

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The sockets libcurl has open, so that one can be looked at just before a request is written to it: libcurl names a
/// connection only by its ports at that moment.
///
/// Confined to the loop's thread.
final class SocketTable {
    private struct Entry {
        let socket: curl_socket_t
        /// 0 until the socket is connected and somebody asked.
        var localPort = 0
    }

    private var entries: [Entry] = []

    func add(_ socket: curl_socket_t) {
        entries.append(Entry(socket: socket))
    }

    func remove(_ socket: curl_socket_t) {
        entries.removeAll { $0.socket == socket }
    }

    /// Whether something can be read from the connection with that local port, its end included. O(open sockets).
    func hasUnreadInput(localPort: Int) -> Bool {
        for index in entries.indices {
            if entries[index].localPort == 0 {
                entries[index].localPort = SocketTable.localPort(of: entries[index].socket)
            }
            guard entries[index].localPort == localPort else { continue }
            var state = pollfd(fd: entries[index].socket, events: Int16(POLLIN), revents: 0)
            if poll(&state, 1, 0) > 0 { return true }
        }
        return false
    }

    private static func localPort(of socket: curl_socket_t) -> Int {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            let result = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
            guard result == 0 else { return 0 }
            // The port stands at the same place for IPv4 and IPv6.
            return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                Int(UInt16(bigEndian: $0.pointee.sin_port))
            }
        }
    }
}
