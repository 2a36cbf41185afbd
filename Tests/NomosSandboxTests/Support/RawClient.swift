#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A TCP client that sees exactly what arrives, and how the connection ends.
final class RawClient {
    enum Ending: Equatable {
        /// The server closed the connection in order.
        case closed
        case reset
        /// The server had sent nothing more when the time was over.
        case silence
    }

    private let descriptor: Int32
    private(set) var received: [UInt8] = []

    init(port: Int) {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr = in_addr(s_addr: in_addr_t(0x7F00_0001).bigEndian)
        let handle = descriptor
        _ = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    deinit { close(descriptor) }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                #if canImport(Glibc)
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                #else
                    Darwin.send(descriptor, $0.baseAddress, $0.count, 0)
                #endif
            }
            // A server that has refused the request already is free to take no more of it.
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Says that nothing more is sent.
    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads until the connection ends, or nothing has come for so long.
    func readToEnd(milliseconds: Int = 10_000) -> Ending {
        while true {
            if let ending = readSome(milliseconds: milliseconds) { return ending }
        }
    }

    /// Reads until so many whole responses have arrived and gives their statuses.
    func statuses(_ count: Int) -> [Int] {
        while true {
            let found = responses
            if found.count >= count || readSome(milliseconds: 10_000) != nil { return found.map(\.status) }
        }
    }

    /// The whole responses received so far.
    var responses: [(status: Int, body: String)] {
        var found: [(status: Int, body: String)] = []
        var rest = String(decoding: received, as: UTF8.self)[...]
        while let gap = rest.firstRange(of: "\r\n\r\n") {
            let head = rest[..<gap.lowerBound]
            let status = Int(head.dropFirst(9).prefix(3)) ?? 0
            let length =
                head.split(separator: "\r\n").compactMap { line in
                    line.lowercased().hasPrefix("content-length: ") ? Int(line.dropFirst(16)) : nil
                }.first ?? 0
            let body = rest[gap.upperBound...].utf8
            guard body.count >= length else { break }
            found.append((status, String(decoding: body.prefix(length), as: UTF8.self)))
            rest = rest[body.index(body.startIndex, offsetBy: length)...]
        }
        return found
    }

    private func readSome(milliseconds: Int) -> Ending? {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, Int32(milliseconds)) > 0 else { return .silence }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count > 0 {
            received.append(contentsOf: buffer[..<count])
            return nil
        }
        return count == 0 ? .closed : .reset
    }

    /// A POST /leads as text.
    static func post(_ body: String, path: String = "/leads") -> String {
        "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
