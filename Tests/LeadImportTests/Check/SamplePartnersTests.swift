import Foundation
import Testing

@testable import LeadImport

@Suite("Sample partners")
struct SamplePartnersTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func check(_ partner: String) async throws -> (report: CheckReport, codes: Set<String>) {
        let configuration = try ConfigurationReader.read(
            path: Self.root.appending(path: "config/\(partner).json5").path
        )
        let reader = try CSVReader(
            path: Self.root.appending(path: "samples/\(partner).csv").path,
            source: configuration.source
        )
        let today = try #require(CalendarDate(year: 2026, month: 11, day: 22))
        let report = try await ImportCheck(configuration, today: today).run(reader)
        return (report, Set(report.findings.map(\.code)))
    }

    @Test("Solarhaus: Windows-1252, German numbers and dates, persons and companies")
    func solarhaus() async throws {
        let (report, codes) = try await check("solarhaus")
        #expect(report.rows == 240)
        #expect(report.validRows == 228)
        #expect(
            codes == [
                "email_invalid", "iban_checksum", "zip_leading_zero_lost", "date_does_not_exist", "number_not_readable",
                "start_date_not_in_future", "too_few_fields", "usage_below_minimum", "value_not_in_map",
            ]
        )
    }

    @Test("Nordstrom: a feed-in plan with rules of its own")
    func nordstrom() async throws {
        let (report, codes) = try await check("nordstrom")
        #expect(report.rows == 130)
        #expect(report.validRows == 126)
        #expect(
            codes == ["email_invalid", "start_date_not_first_of_month", "usage_below_minimum", "zip_leading_zero_lost"]
        )
    }

    @Test("Wohnbau Elbe: UTF-16 with title lines, street and postcode split out of one column each")
    func wohnbauElbe() async throws {
        let (report, codes) = try await check("wohnbau-elbe")
        #expect(report.rows == 64)
        #expect(report.validRows == 62)
        #expect(codes == ["number_not_readable", "zip_not_five_digits"])
    }
}
