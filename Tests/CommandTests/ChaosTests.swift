import Testing

/// Short plays of `benchmarks chaos`: the importer is killed over and over while the sandbox fails in every way it can, and
/// afterwards every row is accounted for and no lead was made twice.
@Suite("Chaos", .serialized)
struct ChaosTests {
    @Test(
        "No row is lost and no lead is made twice",
        arguments: [
            ["--rows", "300", "--kills", "4"],
            ["--late", "--rows", "60", "--kills", "2"],
            ["--no-read", "--rows", "200", "--kills", "2"],
        ]
    )
    func chaos(words: [String]) async throws {
        let result = try await LeadImportProcess(["chaos"] + words, program: "benchmarks").result()
        #expect(result.code == 0, "\(result.output)\(result.error)")
        #expect(result.output.hasSuffix("1 passed, 0 failed\n"), "\(result.output)")
    }
}
