/// Cuts a connection's bytes into HTTP/1.x requests (RFC 9112), however they were split on the way.
///
/// It is strict where leniency lets two parsers disagree: lines end in CRLF, no space before the colon, no folded lines, one
/// Content-Length or chunked coding but not both. After a failure the connection is of no use any more.
///
/// Memory is bounded by the limits; time is linear in the bytes, since a search is taken up where the last one ended.
struct HTTPRequestParser: Sendable {
    private enum Stage: Sendable {
        case head
        case body(remaining: Int)
        case chunkSize
        case chunk(remaining: Int)
        case chunkEnd
        case trailers
    }

    private let limits: HTTPLimits
    private var buffer: [UInt8] = []
    private var start = 0
    private var searched = 0
    private var stage = Stage.head
    private var request: HTTPRequest?
    private var trailerBytes = 0
    /// The client waits for `100 Continue` before it sends the body; taken back by whoever answers it.
    var awaitsContinue = false

    init(limits: HTTPLimits = HTTPLimits()) { self.limits = limits }

    /// Whether a request has begun and is not yet whole.
    var isMidRequest: Bool { request != nil || start < buffer.count }

    /// Takes the next bytes of the connection, in pieces of any size.
    mutating func append(_ bytes: ArraySlice<UInt8>) {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            searched = 0
            start = 0
        } else if start > 64 * 1024 {
            buffer.removeFirst(start)
            searched = max(0, searched - start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole request; nil until more bytes come.
    mutating func next() throws(HTTPFailure) -> HTTPRequest? {
        while true {
            switch stage {
            case .head:
                guard try readHead() else { return nil }
            case .body(let remaining):
                guard buffer.count - start >= remaining else { return nil }
                request?.body = Array(buffer[start..<start + remaining])
                start += remaining
                return finish()
            case .chunkSize:
                guard let line = try line(limit: 1024) else { return nil }
                let size = try chunkSize(line)
                if size > 0, (request?.body.count ?? 0) + size > limits.body { throw tooLarge }
                stage = size == 0 ? .trailers : .chunk(remaining: size)
            case .chunk(let remaining):
                let part = min(remaining, buffer.count - start)
                guard part > 0 else { return nil }
                request?.body.append(contentsOf: buffer[start..<start + part])
                start += part
                stage = part == remaining ? .chunkEnd : .chunk(remaining: remaining - part)
            case .chunkEnd:
                guard buffer.count - start >= 2 else { return nil }
                guard buffer[start] == 13, buffer[start + 1] == 10 else { throw bad("a chunk has no end") }
                start += 2
                stage = .chunkSize
            case .trailers:
                guard let line = try line(limit: limits.head) else { return nil }
                trailerBytes += line.count
                guard trailerBytes <= limits.head else { throw headTooLarge }
                if line.isEmpty { return finish() }
            }
        }
    }

    private mutating func finish() -> HTTPRequest? {
        stage = .head
        searched = start
        trailerBytes = 0
        awaitsContinue = false
        defer { request = nil }
        return request
    }

    private func bad(_ message: String) -> HTTPFailure { HTTPFailure(status: 400, message: message) }
    private var headTooLarge: HTTPFailure {
        HTTPFailure(status: 431, message: "the header section is longer than \(limits.head) bytes")
    }
    private var tooLarge: HTTPFailure {
        HTTPFailure(status: 413, message: "the body is longer than \(limits.body) bytes")
    }

    /// One line without its CRLF; nil until it is whole.
    private mutating func line(limit: Int) throws(HTTPFailure) -> ArraySlice<UInt8>? {
        guard let end = buffer[start...].firstIndex(of: 10) else {
            guard buffer.count - start <= limit else { throw bad("a line is too long") }
            return nil
        }
        guard end - start <= limit, end > start, buffer[end - 1] == 13 else { throw bad("a line does not end in CRLF") }
        defer { start = end + 1 }
        return buffer[start..<end - 1]
    }

    private func chunkSize(_ line: ArraySlice<UInt8>) throws(HTTPFailure) -> Int {
        var size = 0
        var digits = 0
        for byte in line {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 128 else {
                // Only an extension, which nobody needs, may follow.
                guard digits > 0, byte == UInt8(ascii: ";") || byte == 0x20 || byte == 0x09 else {
                    throw bad("a chunk's size is no hexadecimal number")
                }
                return size
            }
            digits += 1
            guard digits <= 8 else { throw tooLarge }
            size = size * 16 + digit
        }
        guard digits > 0 else { throw bad("a chunk has no size") }
        return size
    }

    /// Reads the header section once it is whole.
    private mutating func readHead() throws(HTTPFailure) -> Bool {
        // Empty lines before a request line are skipped (RFC 9112, section 2.2).
        while buffer.count - start >= 2, buffer[start] == 13, buffer[start + 1] == 10 { start += 2 }
        searched = max(searched, start)
        var end: Int?
        while let lineFeed = buffer[searched...].firstIndex(of: 10) {
            searched = lineFeed + 1
            guard lineFeed > start, buffer[lineFeed - 1] == 13 else { throw bad("a header line does not end in CRLF") }
            if lineFeed >= start + 3, buffer[lineFeed - 1] == 13, buffer[lineFeed - 2] == 10 {
                end = lineFeed + 1
                break
            }
        }
        guard let end else {
            searched = buffer.count
            guard buffer.count - start <= limits.head else { throw headTooLarge }
            // A first line that cannot become a request line is refused without waiting for its end.
            if buffer.count > start, !isToken(buffer[start]), buffer[start] != 13 { throw bad("no HTTP request") }
            return false
        }
        guard end - start <= limits.head else { throw headTooLarge }
        let head = Array(buffer[start..<end])
        start = end
        var reading = HTTPHeadReader(head)
        let (request, framing) = try reading.read()
        self.request = request
        switch framing {
        case .length(let length):
            guard length <= limits.body else { throw tooLarge }
            stage = .body(remaining: length)
        case .chunked: stage = .chunkSize
        }
        awaitsContinue =
            request.bytes(of: "expect").map { $0.map(lowercased).elementsEqual("100-continue".utf8) } ?? false
        return true
    }
}

/// Whether the byte may stand in a method or a field name (RFC 9110, section 5.6.2).
func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122: true
    case 33, 35, 36, 37, 38, 39, 42, 43, 45, 46, 94, 95, 96, 124, 126: true
    default: false
    }
}
