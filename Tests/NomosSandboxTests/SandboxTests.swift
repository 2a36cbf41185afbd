import NomosSandbox
import Testing

@Suite("The running sandbox")
struct SandboxTests {
    @Test("It listens nowhere but on loopback")
    func loopbackOnly() {
        var configuration = SandboxConfiguration()
        configuration.host = "0.0.0.0"
        #expect(throws: SandboxError.self) { try Sandbox.start(configuration) }
    }

    @Test("A port that is taken is an error that names it")
    func portTaken() throws {
        let first = try Sandbox.start()
        defer { first.stop() }
        let error = #expect(throws: SandboxError.self) { try Sandbox.start(SandboxConfiguration(port: first.port)) }
        #expect(error?.description.contains("\(first.port)") == true)
    }

    @Test("Stopping twice is harmless, and the port is free again")
    func stopping() throws {
        let first = try Sandbox.start()
        first.stop()
        first.stop()
        try Sandbox.start(SandboxConfiguration(port: first.port)).stop()
    }
}
