@testable import NomosAPI

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Makes the transports of these tests, every one under a proxy environment, so that each test on loopback also shows
/// that no proxy is used there.
enum TestTransport {
    static func make(
        connectTimeout: Duration = .seconds(20),
        requestTimeout: Duration = .seconds(20),
        maximumResponseBytes: Int = 1_000_000
    ) -> HTTPTransport {
        _ = proxy
        return HTTPTransport(
            configuration: .init(
                connectTimeout: connectTimeout,
                requestTimeout: requestTimeout,
                maximumResponseBytes: maximumResponseBytes
            )
        )
    }

    /// What the proxy was asked for.
    static let proxyLog = RequestLog()

    /// The proxy that the environment names for https; nil if it could not be started. Set once, before any transport
    /// reads it: the environment must not change while another thread looks at it.
    private static let proxy: LoopbackServer? = {
        let server = try? LoopbackServer { connection in
            guard let request = connection.readRequest() else { return }
            proxyLog.append(request)
            if request.line.contains("refused.invalid") { connection.answer("403 Forbidden", "") }
            if request.line.contains("reset.invalid") { connection.reset() }
            if request.line.contains("opened.invalid") {
                connection.write("HTTP/1.1 200 Connection established\r\n\r\nthis is no TLS")
            }
        }
        setenv("https_proxy", "http://user:hunter2@127.0.0.1:\(server?.port ?? 1)", 1)
        // Port 1: whoever asks this proxy gets no answer.
        setenv("http_proxy", "http://127.0.0.1:1", 1)
        setenv("no_proxy", "unresolvable.invalid", 1)
        return server
    }()
}

extension HTTPExchange {
    /// The verdict in a word and a few facts, for expectations that are easy to read.
    var summary: String {
        switch self {
        case .response(let response): "\(response.status) \(String(decoding: response.body, as: UTF8.self))"
        case .notSent(let failure): "not sent: \(failure.kind.rawValue)"
        case .inDoubt(let failure): "in doubt: \(failure.kind.rawValue)"
        }
    }

    var failure: TransportFailure? {
        switch self {
        case .response: nil
        case .notSent(let failure), .inDoubt(let failure): failure
        }
    }
}

extension HTTPRequest {
    static func post(_ body: String, to base: BaseURL, fields: [HTTPField] = []) -> HTTPRequest {
        HTTPRequest(base: base, path: "/leads", method: .post(body: Array(body.utf8)), fields: fields)
    }
}
