import Testing

@testable import LeadImport

@Suite("Base URL")
struct BaseURLTests {
    @Test(
        "https is good anywhere, http only on this machine",
        arguments: [
            ("https://api.nomos.energy", "https://api.nomos.energy"),
            ("https://host:8443/v1//", "https://host:8443/v1"),
            ("HTTPS://Host", "HTTPS://Host"), ("http://localhost:8080", "http://localhost:8080"),
            ("http://127.0.0.1", "http://127.0.0.1"), ("http://127.1.2.3:1/", "http://127.1.2.3:1"),
            ("http://[::1]:80", "http://[::1]:80"),
        ]
    )
    func good(text: String, expected: String) throws {
        #expect(try BaseURL.checked(text).get() == expected)
    }

    @Test(
        "Everything else is refused",
        arguments: [
            "", "api.nomos.energy", "ftp://host", "http://api.nomos.energy", "http://localhost.example.com",
            "http://127.0.0.1.example.com", "http://127.0.0.256", "http://127.0.0.+1", "http://127.1",
            "http://0.0.0.0", "http://localhost@example.com", "https://user:pass@host", "https://", "https://:80",
            "https://host:", "https://host:0", "https://host:99999", "https://host:80x", "https://ho st",
            "https://host?a",
            "https://host#a", "https://hö.de", "https://host\\@x", "https://host/\r\nX: y", "http://[::2]",
            "https://[::1",
        ]
    )
    func refused(text: String) {
        #expect(throws: BaseURL.Problem.self) { try BaseURL.checked(text).get() }
    }

    @Test("A refused URL is not repeated: it might hold a password")
    func secret() {
        let text = ConfigurationFixture.config(top: "api: { base_url: 'https://me:hunter2@host' }")
        #expect(
            ConfigurationFixture.problems(text) == [
                "api.base_url: expected a URL without a user name or password; secrets go into the environment"
            ]
        )
    }
}
