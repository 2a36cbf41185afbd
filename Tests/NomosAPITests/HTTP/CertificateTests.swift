import Foundation
import TestSupport
import Testing

@testable import NomosAPI

/// A real TLS server, by the `openssl` command; without that command these tests are skipped.
@Suite("Certificates are always checked", .timeLimit(.minutes(1)), .enabled(if: OpenSSL.path != nil))
struct CertificateTests {
    @Test("A certificate nobody vouches for is refused before anything is sent; one that the system trusts is accepted")
    func selfSigned() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lead-import-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let certificate = folder.appending(path: "certificate.pem").path
        let key = folder.appending(path: "key.pem").path
        try await OpenSSL.run(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout",
            key,
            "-out",
            certificate
        )
        // A port that was free a moment ago; s_server cannot choose one itself and say which.
        let (descriptor, port) = try LoopbackServer.listen(backlog: 1)
        LoopbackServer.close(descriptor)
        let server = try OpenSSL.start(
            "s_server",
            "-www",
            "-accept",
            "127.0.0.1:\(port)",
            "-cert",
            certificate,
            "-key",
            key
        )
        defer { server.send(SIGTERM) }

        let trusting = HTTPTransport(configuration: .init(certificateAuthorityFile: certificate))
        var exchange = HTTPExchange.notSent(.cancelled)
        // The server needs a moment until it listens.
        for _ in 0..<200 {
            let base = try BaseURL("https://localhost:\(port)")
            exchange = await trusting.send(HTTPRequest(base: base, path: "/"))
            guard exchange.failure?.kind == .notConnected else { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(exchange.summary.hasPrefix("200 "))

        // The name on the certificate is another one.
        let byNumber = try BaseURL("https://127.0.0.1:\(port)")
        #expect(await trusting.send(.post("{}", to: byNumber)).summary == "not sent: tls")
        await trusting.shutDown()

        // Nobody the system trusts has signed it.
        let transport = TestTransport.make()
        let byName = try BaseURL("https://localhost:\(port)")
        #expect(await transport.send(.post("{}", to: byName)).summary == "not sent: tls")
        await transport.shutDown()
    }
}

private enum OpenSSL {
    static let path = ["/usr/bin/openssl", "/opt/homebrew/bin/openssl", "/usr/local/bin/openssl"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    static func start(_ arguments: String...) throws -> ChildProcess {
        try ChildProcess(path ?? "", arguments, environment: ["PATH": "/usr/bin:/bin"])
    }

    static func run(_ arguments: String...) async throws {
        let process = try ChildProcess(path ?? "", arguments, environment: ["PATH": "/usr/bin:/bin"])
        try #require(await process.code() == 0)
    }
}
