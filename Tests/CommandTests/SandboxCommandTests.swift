import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("sandbox")
struct SandboxCommandTests {
    @Test("sandbox prints its URL, takes a run's leads, and ends in peace on Ctrl-C")
    func sandbox() async throws {
        let work = try Workplace()
        try work.writeExport(rows: 4)
        try work.writeConfiguration()
        let log = work.path("url")
        let binary = LeadImportProcess.products.appendingPathComponent("lead-import").path
        let process = try LeadImportProcess(
            ["-c", "exec '\(binary)' sandbox --rate 0 --token \(LeadImportProcess.token) > '\(log)'"],
            program: "/bin/bash"
        )
        try await work.until { (try? work.read("url").hasSuffix("\n")) ?? false }
        let url = try work.read("url").trimmingCharacters(in: .newlines)
        #expect(url.hasPrefix("http://127.0.0.1:"))
        let result = try await work.run(
            environment: ["NOMOS_BASE_URL": url, "NOMOS_TOKEN": LeadImportProcess.token]
        )
        #expect(result.code == 0)
        process.send(SIGINT)
        let end = await process.result()
        #expect(end.code == 0)
        #expect(end.error == "4 leads were created\n")
    }
}
