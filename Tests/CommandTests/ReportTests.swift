import NomosSandbox
import Testing

@Suite("report.html of a real run")
struct ReportTests {
    @Test("The page says what summary.json says, is for its owner only, and holds no value of any customer")
    func page() async throws {
        let work = try Workplace()
        let result = try await LeadImportProcess.run(
            "run",
            "samples/solarhaus.csv",
            "--config=config/solarhaus.json5",
            "--sandbox",
            "--rate=0",
            "--out",
            work.path("out")
        )
        #expect(result.code == 1)
        let page = try work.read("out/report.html")
        #expect(page.contains("228 of 240 rows have their lead; 12 need a person."))
        #expect(page.contains("<code>email_invalid</code>"))
        #expect(page.contains("<path class=\"created\""))
        #expect(try work.mode("out/report.html") == 0o600)
        for row in try work.records("out/failures.csv") {
            for column in ["Kundennummer", "E-Mail", "IBAN", "Telefon", "Zählernummer"] {
                guard let value = row[column], value.count > 4 else { continue }
                #expect(!page.contains(value), "\(column)")
            }
        }
    }

    @Test("A run that stopped by its own rule leaves its report too")
    func stopped() async throws {
        var configuration = SandboxConfiguration(requestsPerSecond: 0)
        configuration.forcedStatus = 403
        let work = try Workplace(configuration)
        try work.writeExport(rows: 30)
        try work.writeConfiguration()
        let result = try await work.run()
        #expect(result.code == 2)
        let page = try work.read("export.csv.import/report.html")
        #expect(page.contains("The run stopped early: 0 of 30 rows have their lead, 30 were not attempted."))
        #expect(page.contains("write:*"))
    }
}
