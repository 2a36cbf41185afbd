import Testing

@testable import NomosSandbox

@Suite("Cutting bytes into requests")
struct HTTPRequestParserTests {
    /// All requests in the bytes, given in pieces of that size.
    private func requests(
        _ text: String,
        chunk: Int,
        limits: HTTPLimits = HTTPLimits()
    ) throws(HTTPFailure) -> [HTTPRequest] {
        let bytes = Array(text.utf8)
        var parser = HTTPRequestParser(limits: limits)
        var found: [HTTPRequest] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            parser.append(bytes[start..<min(start + chunk, bytes.count)])
            parser.append([])
            while let request = try parser.next() { found.append(request) }
        }
        return found
    }

    static let sizes = [1, 2, 3, 7, 64, 10_000]

    @Test("Requests are the same however the bytes were split", arguments: sizes)
    func split(chunk: Int) throws {
        let text =
            "POST /leads?a=b%20c HTTP/1.1\r\nHost: x\r\nCONTENT-length: 5\r\nX-Two:  a b \t\r\n\r\nhällGET / HTTP/1.1\r\nhost: y\r\n\r\n"
            + "\r\nPUT /p HTTP/1.1\r\nHost: z\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: t\r\n\r\n"
            + "GET /last HTTP/1.0\r\n\r\n"
        let found = try requests(text, chunk: chunk)
        #expect(found.map(\.method) == ["POST", "GET", "PUT", "GET"])
        #expect(found.map(\.path) == ["/leads", "/", "/p", "/last"])
        #expect(found.map { String(decoding: $0.body, as: UTF8.self) } == ["häll", "", "abc0123456789", ""])
        #expect(found[0].query == "a=b%20c")
        #expect(found[0].header("x-two") == "a b")
        #expect(found[0].header("host") == "x")
        #expect(found[0].header("missing") == nil)
        #expect(found.map(\.keepsAlive) == [true, true, true, false])
    }

    @Test(
        "What is no request is refused with its status, however it was split",
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            ("GET / HTTP/1.1\nHost: a\n\n", 400),
            ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\u{1}\r\n\r\n", 400),
            ("GET /\r\nHost: a\r\n\r\n", 400),
            ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("GET leads HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
            ("GET / HTTP/1.x\r\nHost: a\r\n\r\n", 400),
            ("\u{16}\u{3}\u{1}", 400),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1x\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n", 413),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n", 413),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
            ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFF\r\n", 413),
            ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n", 413),
        ],
        [1, 5, 10_000]
    )
    func refused(input: (text: String, status: Int), chunk: Int) {
        let error = #expect(throws: HTTPFailure.self) {
            try requests(input.text, chunk: chunk, limits: HTTPLimits(head: 1000, body: 100))
        }
        #expect(error?.status == input.status)
    }

    @Test("A header section beyond the limit is refused, also when it never ends", arguments: sizes)
    func headLimit(chunk: Int) {
        let endless = "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 2000)
        let whole = endless + "\r\n\r\n"
        let many = "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: y\r\n", count: 150) + "\r\n"
        for text in [endless, whole, many] {
            let error = #expect(throws: HTTPFailure.self) {
                try requests(text, chunk: chunk, limits: HTTPLimits(head: 1000, body: 100))
            }
            #expect(error?.status == 431)
        }
    }

    @Test("A body of exactly the limit is taken", arguments: sizes)
    func bodyLimit(chunk: Int) throws {
        let text = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + String(repeating: "b", count: 100)
        let found = try requests(text, chunk: chunk, limits: HTTPLimits(head: 1000, body: 100))
        #expect(found.first?.body.count == 100)
    }

    @Test("An unfinished request is not given out")
    func unfinished() throws {
        #expect(try requests("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab", chunk: 1).isEmpty)
        #expect(try requests("GET / HTTP/1.1\r\nHost: a\r\n", chunk: 1).isEmpty)
    }

    @Test("A whole URL, as a proxy sends it, is cut to its path")
    func absoluteTarget() throws {
        let found = try requests("GET http://127.0.0.1:80/leads?x HTTP/1.1\r\nHost: a\r\n\r\n", chunk: 9)
        #expect(found.map(\.target) == ["/leads?x"])
    }

    @Test(
        "Connection says whether it stays open",
        arguments: [("close", false), ("Close", false), ("keep-alive", true), ("x, close", false)]
    )
    func connectionField(value: String, keepsAlive: Bool) throws {
        let found = try requests("GET / HTTP/1.1\r\nHost: a\r\nConnection: \(value)\r\n\r\n", chunk: 4)
        #expect(found.map(\.keepsAlive) == [keepsAlive])
    }
}
