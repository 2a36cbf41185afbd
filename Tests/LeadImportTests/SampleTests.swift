import Foundation
import Testing

@testable import LeadImport

@Suite("Samples")
struct SampleTests {
    /// The package's folder: tests may be run from anywhere.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The codes of the invalid rows by row number, and how many rows there are.
    static func check(_ sample: String, _ configuration: ImportConfiguration) throws -> (
        rows: Int, invalid: [Int: [String]]
    ) {
        let path = root.appendingPathComponent("samples/\(sample).csv").path
        let reader = try CSVReader(path: path, source: configuration.source)
        let today = try #require(CalendarDate(year: 2026, month: 11, day: 22))
        let planType: LeadValidator.PlanType =
            switch configuration.rules.planType {
            case .auto: .unknown
            case .consumption: .consumption
            case .feedIn: .feedIn
            }
        let preparation = LeadPreparation(
            mapper: try LeadMapper(configuration, header: reader.header),
            validator: LeadValidator(today: today, planType: planType)
        )
        var rows = 0
        var invalid: [Int: [String]] = [:]
        var draft = preparation.makeDraft()
        while let batch = try reader.nextBatch() {
            for record in batch {
                rows += 1
                preparation.prepare(record, into: &draft)
                let codes = preparation.violations(of: draft, in: record).map(\.code)
                if !codes.isEmpty { invalid[record.row] = codes }
            }
        }
        return (rows, invalid)
    }

    static func configuration(_ sample: String) throws -> ImportConfiguration {
        try ConfigurationReader.read(path: root.appendingPathComponent("config/\(sample).json5").path)
    }

    @Test("Solarhaus: 240 rows, of which 12 are wrong in the ways they were made to be")
    func solarhaus() throws {
        let result = try Self.check("solarhaus", Self.configuration("solarhaus"))
        #expect(result.rows == 240)
        #expect(
            result.invalid == [
                17: ["email_invalid"], 39: ["email_invalid"], 58: ["zip_leading_zero_lost"],
                77: ["zip_leading_zero_lost"], 96: ["usage_below_minimum"], 118: ["number_not_readable"],
                134: ["start_date_not_in_future"], 153: ["date_does_not_exist"], 172: ["value_not_in_map"],
                189: ["iban_checksum"], 205: ["email_invalid", "iban_checksum"], 223: ["too_few_fields"],
            ]
        )
    }

    @Test("Nordstrom: 130 rows, of which 4 are wrong")
    func nordstrom() throws {
        let result = try Self.check("nordstrom", Self.configuration("nordstrom"))
        #expect(result.rows == 130)
        #expect(
            result.invalid == [
                21: ["start_date_not_first_of_month"], 48: ["zip_leading_zero_lost"], 74: ["email_invalid"],
                99: ["usage_below_minimum"],
            ]
        )
    }

    @Test("Wohnbau Elbe: 64 rows, of which 2 are wrong")
    func wohnbauElbe() throws {
        let result = try Self.check("wohnbau-elbe", Self.configuration("wohnbau-elbe"))
        #expect(result.rows == 64)
        #expect(result.invalid == [31: ["zip_not_five_digits"], 45: ["number_not_readable"]])
    }

    @Test(
        "A config proposed for a sample, with the plan's ID put in, refuses only rows that are wrong",
        arguments: [
            ("solarhaus", [17, 39, 58, 77, 96, 118, 134, 153, 172, 189, 205, 223], 240),
            ("nordstrom", [21, 48, 74, 99], 130),
            // The two lines above the header are found.
            ("wohnbau-elbe", [31, 45], 64),
        ]
    )
    func proposed(sample: String, wrong: [Int], rows: Int) throws {
        let path = Self.root.appendingPathComponent("samples/\(sample).csv").path
        let proposal = try ConfigurationProposal(path: path)
        #expect(proposal.missing == [])
        let text = proposal.text.replacing(ConfigurationProposal.planPlaceholder, with: "pln_a5dpsx46oxi68wbph3af25c3")
        let configuration = try ConfigurationReader.read(bytes: Array(text.utf8), file: "proposed.json5")
        let result = try Self.check(sample, configuration)
        #expect(result.rows == rows)
        #expect(result.invalid.keys.sorted() == wrong)
    }
}
