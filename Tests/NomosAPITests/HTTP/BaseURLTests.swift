import Testing

@testable import NomosAPI

@Suite("Base URLs")
struct BaseURLTests {
    @Test(
        "What is accepted, and how it is written then",
        arguments: [
            ("https://api.nomos.energy", "https://api.nomos.energy", false),
            ("https://api.nomos.energy/", "https://api.nomos.energy", false),
            ("HTTPS://API.Nomos.Energy:8443/V1//", "https://api.nomos.energy:8443/V1", false),
            ("http://localhost:8080", "http://localhost:8080", true),
            ("http://127.0.0.1:1", "http://127.0.0.1:1", true), ("http://127.255.0.9/x", "http://127.255.0.9/x", true),
            ("http://[::1]:8080/", "http://[::1]:8080", true),
            ("https://[2001:db8::1]", "https://[2001:db8::1]", false),
        ]
    )
    func accepted(text: String, expected: String, isLoopback: Bool) throws {
        let url = try BaseURL(text)
        #expect(url.text == expected)
        #expect(url.isLoopback == isLoopback)
    }

    @Test(
        "What is refused, and why",
        arguments: [
            ("", BaseURLError.noScheme), ("api.nomos.energy", .noScheme), ("ftp://api.nomos.energy", .noScheme),
            ("https:/api", .noScheme), ("https://", .noHost), ("https:///leads", .noHost), ("https://:443", .noHost),
            ("https://a%2eb", .noHost), ("https://[::1", .noHost), ("https://[xyz]", .noHost),
            ("https://a:", .port), ("https://a:0", .port), ("https://a:65536", .port), ("https://a:x", .port),
            ("https://[::1]x", .port), ("https://user:hunter2@a", .credentials), ("https://a?b", .notABase),
            ("https://a#b", .notABase), ("https://a\\@b", .notABase), ("https://a b", .invalidCharacter),
            ("https://a\n", .invalidCharacter), ("https://bücher.example", .invalidCharacter),
            ("http://api.nomos.energy", .plainText(host: "api.nomos.energy")),
            ("http://127.0.0.1.evil.example", .plainText(host: "127.0.0.1.evil.example")),
            ("http://localhost.evil.example", .plainText(host: "localhost.evil.example")),
            ("http://128.0.0.1", .plainText(host: "128.0.0.1")),
            ("http://127.0.0.256", .plainText(host: "127.0.0.256")),
            ("http://0.0.0.0", .plainText(host: "0.0.0.0")), ("http://[::2]", .plainText(host: "::2")),
            ("http://localhost:1@evil.example", .credentials),
        ]
    )
    func refused(text: String, expected: BaseURLError) {
        let error = #expect(throws: BaseURLError.self) { try BaseURL(text) }
        #expect(error == expected)
        #expect(error?.description.contains("hunter2") == false)
    }
}
