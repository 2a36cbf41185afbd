import Synchronization

@testable import NomosAPI

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A server of raw sockets on loopback: each connection gets a thread, and the test's closure does with it whatever a
/// broken server might do.
final class LoopbackServer: Sendable {
    let port: Int
    private let state = State()

    private final class State: Sendable {
        let connections = Mutex(0)
        let isStopped = Mutex(false)
    }

    /// How many connections were accepted so far.
    var connections: Int { state.connections.withLock { $0 } }

    /// A base URL for this server.
    var base: BaseURL {
        get throws { try BaseURL("http://127.0.0.1:\(port)") }
    }

    /// Listens on a free port; `handle` serves one connection, which is closed when it returns.
    init(_ handle: @escaping @Sendable (Connection) -> Void) throws {
        let (listener, port) = try LoopbackServer.listen(backlog: 1024)
        self.port = port
        let isRunning = WorkerThread.start { [state] in
            // The thread that accepts also closes, so that the descriptor is never used after it went to somebody else.
            defer { LoopbackServer.close(listener) }
            while !state.isStopped.withLock({ $0 }) {
                var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
                guard poll(&waiting, 1, 50) > 0 else { continue }
                // Inherited by a process that another test starts, the connection would not end when it is closed here.
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { continue }
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                let number = state.connections.withLock { count in
                    count += 1
                    return count
                }
                let isServed = WorkerThread.start {
                    let connection = Connection(descriptor: descriptor, number: number)
                    handle(connection)
                    connection.close()
                }
                if !isServed { LoopbackServer.close(descriptor) }
            }
        }
        guard isRunning else { throw SocketError(call: "pthread_create") }
    }

    deinit {
        state.isStopped.withLock { $0 = true }
    }

    struct SocketError: Error {
        let call: String
    }

    static func close(_ descriptor: CInt) {
        #if canImport(Glibc)
            _ = Glibc.close(descriptor)
        #else
            _ = Darwin.close(descriptor)
        #endif
    }

    /// A listening socket on a free port of 127.0.0.1; with no backlog it only keeps the port from anybody else, and
    /// whoever connects is refused.
    static func listen(backlog: CInt?) throws -> (descriptor: CInt, port: Int) {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw SocketError(call: "socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard bound else { throw SocketError(call: "bind") }
        guard let backlog else { return (descriptor, Int(UInt16(bigEndian: address.sin_port))) }
        #if canImport(Glibc)
            guard Glibc.listen(descriptor, backlog) == 0 else { throw SocketError(call: "listen") }
        #else
            guard Darwin.listen(descriptor, backlog) == 0 else { throw SocketError(call: "listen") }
        #endif
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }
}

/// One accepted connection; used by its own thread only.
final class Connection {
    /// From 1, in the order of acceptance.
    let number: Int
    private let descriptor: CInt
    private var buffer: [UInt8] = []
    private var isClosed = false

    init(descriptor: CInt, number: Int) {
        self.descriptor = descriptor
        self.number = number
        // A test that goes wrong must not leave a thread reading for ever.
        var timeout = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var on: CInt = 1
        setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
    }

    struct Request: Sendable {
        var head: String
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        /// The first line, without the version.
        var line: String { head.split(separator: " HTTP/1.1").first.map(String.init) ?? "" }

        func field(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { continue }
                return parts[1].drop { $0 == " " }.description
            }
            return nil
        }
    }

    /// The next whole request; nil once the client closed.
    func readRequest() -> Request? {
        let blankLine = Array("\r\n\r\n".utf8)
        while true {
            if let end = buffer.firstRange(of: blankLine) {
                var request = Request(head: String(decoding: buffer[..<end.lowerBound], as: UTF8.self), body: [])
                let length = request.field("Content-Length").flatMap { Int($0) } ?? 0
                while buffer.count < end.upperBound + length { guard fill() else { return nil } }
                request.body = Array(buffer[end.upperBound..<(end.upperBound + length)])
                buffer.removeFirst(end.upperBound + length)
                return request
            }
            guard fill() else { return nil }
        }
    }

    /// Waits until the first byte of a request is there, or the client closed; reads nothing off the socket.
    func waitForInput() -> Bool {
        var byte: UInt8 = 0
        return !buffer.isEmpty || recv(descriptor, &byte, 1, CInt(MSG_PEEK)) > 0
    }

    private func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer.append(contentsOf: chunk[..<count])
        return true
    }

    @discardableResult
    func write(_ text: String) -> Bool {
        write(Array(text.utf8))
    }

    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Answers with a status, a body and its length.
    func answer(_ status: String = "200 OK", _ body: String = "{}", fields: [String] = []) {
        let head = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + fields
        write(head.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// Ends the connection with a FIN.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        LoopbackServer.close(descriptor)
    }

    /// Ends the connection with an RST.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }
}

/// What a server saw, for the test to look at afterwards.
final class RequestLog: Sendable {
    private let requests = Mutex<[Connection.Request]>([])

    var all: [Connection.Request] { requests.withLock { $0 } }

    /// How often each body came.
    var bodies: [String: Int] {
        all.reduce(into: [:]) { $0[$1.text, default: 0] += 1 }
    }

    /// Gives how many there are now, this one included.
    @discardableResult
    func append(_ request: Connection.Request) -> Int {
        requests.withLock { requests in
            requests.append(request)
            return requests.count
        }
    }
}
