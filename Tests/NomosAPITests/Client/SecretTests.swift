import Testing

@testable import NomosAPI

@Suite("Secrets stay secret")
struct SecretTests {
    private func dumped(_ value: some Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    @Test("No description, interpolation, reflection or dump shows a secret")
    func secret() {
        let secret = Secret("hunter2")
        #expect(secret.description == "<redacted>")
        #expect("\(secret)" == "<redacted>")
        #expect(String(reflecting: secret) == "<redacted>")
        #expect(!dumped(secret).contains("hunter2"))
        #expect(!Mirror(reflecting: secret).children.contains { "\($0.value)".contains("hunter2") })
        #expect(secret.reveal() == "hunter2")
    }

    @Test("Nor does anything that holds one")
    func holders() throws {
        let base = try BaseURL("http://127.0.0.1:1")
        let credentials = Credentials.client(id: Secret("hunter2"), secret: Secret("hunter2"))
        let configuration = NomosClient.Configuration(baseURL: base, credentials: credentials, userAgent: "x")
        let field = HTTPField("Authorization", Secret("hunter2"))
        let request = HTTPRequest(base: base, path: "/", fields: [field])
        let client = try NomosClient(configuration: configuration, transport: TestTransport.make())
        for value in [credentials, configuration, field, request, client] as [Any] {
            #expect(!"\(value)".contains("hunter2"))
            #expect(!String(reflecting: value).contains("hunter2"))
            #expect(!dumped(value).contains("hunter2"))
        }
        #expect("\(field)" == "Authorization: <redacted>")
    }
}
