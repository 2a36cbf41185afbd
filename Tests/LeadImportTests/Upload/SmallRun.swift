import Foundation
import NomosAPI
import NomosSandbox

@testable import LeadImport

/// A file of a few rows with its config, imported into a sandbox.
struct SmallRun {
    let folder: TemporaryFolder
    let sandbox: Sandbox

    init(rows: Int, sandbox: Sandbox, zip: String = "10115") throws {
        folder = try TemporaryFolder()
        self.sandbox = sandbox
        let lines = (1...rows).map { "K\($0);\(zip);2000" }
        try Data(("Nummer;PLZ;Verbrauch\n" + lines.joined(separator: "\n") + "\n").utf8)
            .write(to: URL(fileURLWithPath: folder.path + "/in.csv"))
        let config = """
            {
              api: { timeout_seconds: 2, doubt_grace_seconds: 0.2, attempts: 2 },
              lead: {
                plan: { value: "pln_a5dpsx46oxi68wbph3af25c3" },
                address: { zip: "PLZ" }, meter: { estimated_usage: "Verbrauch" },
                metadata: { customer_number: "Nummer" },
              },
              rules: { plan_type: "consumption" },
            }
            """
        try Data(config.utf8).write(to: URL(fileURLWithPath: folder.path + "/config.json5"))
    }

    func start(input: String? = nil, out: String? = nil, resendUnknown: Bool = false) async throws -> RunSummary {
        var configuration = try ConfigurationReader.read(path: folder.path + "/config.json5")
        configuration.api.baseURL = sandbox.url
        var options = RunOptions(input: input ?? folder.path + "/in.csv", endpoint: "sandbox", version: "test")
        options.folder = out
        options.rate = 0
        options.resendUnknown = resendUnknown
        let transport = HTTPTransport(configuration: .init(requestTimeout: .seconds(2)))
        let client = try NomosClient(
            configuration: .init(
                baseURL: BaseURL(sandbox.url),
                credentials: .bearer(Secret("test")),
                userAgent: "lead-import-tests"
            ),
            transport: transport
        )
        let pipeline = ImportPipeline(configuration: configuration, options: options, client: client)
        do {
            let summary = try await pipeline.run(stopSignal: StopSignal())
            await transport.shutDown()
            return summary
        } catch {
            await transport.shutDown()
            throw error
        }
    }
}
