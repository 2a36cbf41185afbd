/// Reads one header section, request line to empty line, into a request without its body.
struct HTTPHeadReader {
    enum Framing: Equatable {
        case length(Int)
        case chunked
    }

    private let head: [UInt8]
    private var position = 0

    init(_ head: [UInt8]) { self.head = head }

    private func bad(_ message: String) -> HTTPFailure { HTTPFailure(status: 400, message: message) }

    mutating func read() throws(HTTPFailure) -> (HTTPRequest, Framing) {
        let (method, wholeTarget, minor) = try requestLine()
        var fields: [HTTPRequest.Field] = []
        fields.reserveCapacity(12)
        while let field = try nextField() {
            guard fields.count < 100 else { throw HTTPFailure(status: 431, message: "more than 100 header fields") }
            fields.append(field)
        }
        let target = try path(of: wholeTarget)
        let mark = target.firstIndex(of: UInt8(ascii: "?"))
        var request = HTTPRequest(
            method: String(decoding: method, as: UTF8.self),
            path: String(decoding: target[..<(mark ?? target.endIndex)], as: UTF8.self),
            query: mark.map { String(decoding: target[($0 + 1)...], as: UTF8.self) } ?? "",
            keepsAlive: minor >= 1,
            head: head,
            fields: fields,
            body: []
        )
        let hosts = fields.count { matches($0, "host") }
        guard hosts == 1 || (hosts == 0 && minor == 0) else {
            throw bad(hosts == 0 ? "the Host field is missing" : "more than one Host field")
        }
        if let connection = request.bytes(of: "connection").map({ $0.map(lowercased) }) {
            for option in connection.split(separator: UInt8(ascii: ",")) {
                let name = String(decoding: option, as: UTF8.self).filter { $0 != " " && $0 != "\t" }
                if name == "close" { request.keepsAlive = false }
                if name == "keep-alive" { request.keepsAlive = true }
            }
        }
        return (request, try framing(of: request, minor: minor))
    }

    /// The target from its path on. A whole URL, as a proxy gets it, is cut to that (RFC 9112, section 3.2.2).
    private func path(of target: ArraySlice<UInt8>) throws(HTTPFailure) -> ArraySlice<UInt8> {
        if target.first == UInt8(ascii: "/") { return target }
        guard target.starts(with: "http://".utf8), let slash = target.dropFirst(7).firstIndex(of: UInt8(ascii: "/"))
        else { throw bad("the target is neither a path nor a URL with one") }
        return target[slash...]
    }

    private func matches(_ field: HTTPRequest.Field, _ name: String) -> Bool {
        field.name.count == name.utf8.count && head[field.name].lazy.map(lowercased).elementsEqual(name.utf8)
    }

    private mutating func requestLine() throws(HTTPFailure) -> (ArraySlice<UInt8>, ArraySlice<UInt8>, Int) {
        let line = try line()
        let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy(isToken), !parts[1].isEmpty else {
            throw bad("the request line is not of the form METHOD TARGET HTTP/1.1")
        }
        guard parts[1].allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw bad("a control character in the target")
        }
        let version = Array(parts[2])
        guard version.count == 8, version.starts(with: "HTTP/".utf8), version[6] == UInt8(ascii: "."),
            (48...57).contains(version[5]), (48...57).contains(version[7])
        else { throw bad("the request line is not of the form METHOD TARGET HTTP/1.1") }
        guard version[5] == UInt8(ascii: "1") else {
            throw HTTPFailure(status: 505, message: "only HTTP/1.1 is spoken")
        }
        return (parts[0], parts[1], Int(version[7] - 48))
    }

    /// The next line without its CRLF. The section ends in an empty line, so that there always is one.
    private mutating func line() throws(HTTPFailure) -> ArraySlice<UInt8> {
        guard let end = head[position...].firstIndex(of: 10), end > position, head[end - 1] == 13 else {
            throw bad("a header line does not end in CRLF")
        }
        defer { position = end + 1 }
        return head[position..<end - 1]
    }

    private mutating func nextField() throws(HTTPFailure) -> HTTPRequest.Field? {
        let line = try line()
        guard let first = line.first else { return nil }
        guard first != 0x20, first != 0x09 else { throw bad("a header line is folded") }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy(isToken)
        else { throw bad("a header line is not of the form Name: value") }
        var value = line[(colon + 1)...]
        while let byte = value.first, byte == 0x20 || byte == 0x09 { value.removeFirst() }
        while let byte = value.last, byte == 0x20 || byte == 0x09 { value.removeLast() }
        guard value.allSatisfy({ $0 >= 0x20 || $0 == 0x09 }) else { throw bad("a control character in a header field") }
        return HTTPRequest.Field(name: line.startIndex..<colon, value: value.startIndex..<value.endIndex)
    }

    private func framing(of request: HTTPRequest, minor: Int) throws(HTTPFailure) -> Framing {
        let codings = request.fields.filter { matches($0, "transfer-encoding") }
        let lengths = request.fields.filter { matches($0, "content-length") }
        if !codings.isEmpty {
            guard lengths.isEmpty, minor >= 1 else {
                throw bad("Transfer-Encoding beside Content-Length or in HTTP/1.0")
            }
            guard codings.count == 1, head[codings[0].value].lazy.map(lowercased).elementsEqual("chunked".utf8) else {
                throw HTTPFailure(status: 501, message: "only the transfer coding chunked is known")
            }
            return .chunked
        }
        guard let first = lengths.first else { return .length(0) }
        let digits = head[first.value]
        guard lengths.allSatisfy({ head[$0.value] == digits }), !digits.isEmpty,
            digits.allSatisfy({ (48...57).contains($0) })
        else { throw bad("Content-Length is no number or given twice") }
        guard digits.count <= 15, let length = Int(String(decoding: digits, as: UTF8.self)) else {
            throw HTTPFailure(status: 413, message: "Content-Length is beyond all limits")
        }
        return .length(length)
    }
}
