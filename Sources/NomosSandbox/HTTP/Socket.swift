#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A TCP socket or the end of a pipe, non-blocking, closed when its one owner lets go of it.
struct Socket: ~Copyable, Sendable {
    let descriptor: Int32

    init(adopting descriptor: Int32) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        // A command started by this process must not keep the port in use.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    /// How a read or a write went.
    enum Transfer {
        case bytes(Int)
        /// Nothing can be moved just now.
        case later
        /// The other side sends nothing more.
        case end
        case failed
    }

    func receive(into buffer: inout [UInt8]) -> Transfer {
        let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        return Socket.transfer(count)
    }

    func send(_ bytes: ArraySlice<UInt8>) -> Transfer {
        #if canImport(Glibc)
            let flags = Int32(MSG_NOSIGNAL)
        #else
            let flags: Int32 = 0
        #endif
        let count = bytes.withUnsafeBytes {
            #if canImport(Glibc)
                Glibc.send(descriptor, $0.baseAddress, $0.count, flags)
            #else
                Darwin.send(descriptor, $0.baseAddress, $0.count, flags)
            #endif
        }
        return Socket.transfer(count)
    }

    private static func transfer(_ count: Int) -> Transfer {
        if count > 0 { return .bytes(count) }
        if count == 0 { return .end }
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? .later : .failed
    }

    /// Says that nothing more will be sent; what was sent still arrives.
    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Makes the close that follows a reset (RST): the client sees a broken connection, not its end.
    func breakOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    fileprivate func setOption(_ level: Int32, _ name: Int32) {
        var on: Int32 = 1
        setsockopt(descriptor, level, name, &on, socklen_t(MemoryLayout<Int32>.size))
    }
}

/// A socket that listens on 127.0.0.1.
final class Listener: Sendable {
    let socket: Socket
    let port: Int

    /// Binds a port, 0 for any that is free. Throws the reason in words.
    init(port: Int) throws(SandboxError) {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = Socket(adopting: makeSocket(AF_INET, kind))
        guard descriptor.descriptor >= 0 else { throw SandboxError("No socket could be made: \(lastError()).") }
        descriptor.setOption(SOL_SOCKET, SO_REUSEADDR)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr = in_addr(s_addr: in_addr_t(0x7F00_0001).bigEndian)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let handle = descriptor.descriptor
        // The C calls take a sockaddr, whose kinds share their first bytes.
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(handle, $0, size) }
        }
        guard bound == 0 else {
            throw SandboxError(
                "The sandbox cannot listen on 127.0.0.1, port \(port): \(lastError()). Choose another port, or 0."
            )
        }
        guard listen(handle, 1024) == 0 else { throw SandboxError("The sandbox cannot listen: \(lastError()).") }
        let named = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(handle, $0, &size) }
        }
        guard named == 0 else { throw SandboxError("The sandbox's port cannot be read: \(lastError()).") }
        self.port = Int(in_port_t(bigEndian: address.sin_port))
        socket = descriptor
    }

    enum Accepted: ~Copyable {
        case connection(Socket)
        case none
        /// No descriptor is free: try again later.
        case exhausted
    }

    func accept() -> Accepted {
        #if canImport(Glibc)
            let descriptor = Glibc.accept(socket.descriptor, nil, nil)
        #else
            let descriptor = Darwin.accept(socket.descriptor, nil, nil)
        #endif
        guard descriptor >= 0 else {
            return errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM ? .exhausted : .none
        }
        let accepted = Socket(adopting: descriptor)
        accepted.setOption(Int32(IPPROTO_TCP), TCP_NODELAY)
        #if !canImport(Glibc)
            accepted.setOption(SOL_SOCKET, SO_NOSIGPIPE)
        #endif
        return .connection(accepted)
    }
}

// Outside of the types, whose own `socket` would hide the C function.
private func makeSocket(_ family: Int32, _ kind: Int32) -> Int32 { socket(family, kind, 0) }

private func lastError() -> String { String(cString: strerror(errno)) }
