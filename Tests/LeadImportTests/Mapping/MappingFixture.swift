import Foundation
import NomosAPI
import Testing

@testable import LeadImport

/// One made-up file and config: a fixed plan, and whatever a test adds to it.
struct MappingFixture {
    var preparation: LeadPreparation
    var columns: [String]

    /// `lead` is the inside of the config's `lead`, `top` what stands beside it; the columns are the file's.
    init(
        _ lead: String,
        columns: [String],
        top: String = "",
        today: String = "2026-11-22",
        plan: LeadValidator.PlanType = .unknown
    ) throws {
        let fixedPlan = lead.hasPrefix("plan:") ? "" : "plan: { value: 'pln_test' }, "
        let text = "{ lead: { \(fixedPlan)\(lead) }, \(top) }"
        let configuration = try ConfigurationReader.read(bytes: Array(text.utf8), file: "partner.json5")
        let parts = today.split(separator: "-").compactMap { Int($0) }
        let day = try #require(CalendarDate(year: parts[0], month: parts[1], day: parts[2]))
        self.columns = columns
        preparation = LeadPreparation(
            mapper: try LeadMapper(configuration, header: CSVHeader(rawNames: columns)),
            validator: LeadValidator(today: day, planType: plan)
        )
    }

    /// A fixture for one field, from a column `X`: the fields without which there is no lead are fixed. With `type` the
    /// leaf is more than the column's name.
    static func field(_ path: String, _ leaf: String = "'X'", top: String = "", plan: LeadValidator.PlanType = .unknown)
        throws -> MappingFixture
    {
        var fields = [
            "address": ["zip: { value: '10115' }"], "meter": ["estimated_usage: { value: 2500 }"], "customer": [],
            "metadata": [],
        ]
        let parts = path.split(separator: ".").map(String.init)
        if parts.count > 1 {
            let inner = parts.count == 2 ? leaf : "{ \(parts[2]): \(leaf) }"
            fields[parts[0], default: []].removeAll { $0.hasPrefix(parts[1] + ":") }
            fields[parts[0], default: []].append("\(parts[1]): \(inner)")
        }
        var lead = fields.filter { !$0.value.isEmpty }.map { "\($0.key): { \($0.value.joined(separator: ", ")) }" }
        if parts.count == 1 { lead.insert("\(path): \(leaf)", at: 0) }
        return try MappingFixture(lead.joined(separator: ", "), columns: ["X", "Y", "Z"], top: top, plan: plan)
    }

    /// The draft and the violations of a row.
    func prepare(_ fields: [String]) throws -> (draft: LeadDraft, violations: [Violation]) {
        prepare(try CSVFixture.record(fields, columns: columns))
    }

    /// The draft and the violations of a record.
    func prepare(_ record: CSVRecord) -> (draft: LeadDraft, violations: [Violation]) {
        var draft = preparation.makeDraft()
        preparation.prepare(record, into: &draft)
        return (draft, preparation.violations(of: draft, in: record))
    }

    /// The lead of a row that has to be valid.
    func lead(_ fields: String..., location: SourceLocation = #_sourceLocation) throws -> Lead {
        let result = try prepare(fields)
        #expect(result.violations == [], sourceLocation: location)
        return result.draft.lead()
    }

    /// The codes of a row's violations.
    func codes(_ fields: String...) throws -> [String] { try prepare(fields).violations.map(\.code) }
}

/// Records as the reader gives them.
enum CSVFixture {
    /// One record with these fields under these columns; fields that are not given are empty.
    static func record(_ fields: [String], columns: [String]) throws -> CSVRecord {
        let filled = fields + Array(repeating: "", count: max(0, columns.count - fields.count))
        return try #require(try records([filled], columns: columns).first)
    }

    /// Records with these fields, each quoted, under these columns.
    static func records(_ rows: [[String]], columns: [String]) throws -> [CSVRecord] {
        let lines = ([columns] + rows).map { line in
            line.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ";")
        }
        return try records(lines.joined(separator: "\n"))
    }

    /// A file's records.
    static func records(_ text: String) throws -> [CSVRecord] {
        var source = ImportConfiguration.Source()
        source.delimiter = ";"
        source.encoding = .utf8
        let reader = try CSVReader(name: "test.csv", source: source, next: chunks(of: Array(text.utf8), size: 1 << 20))
        var records: [CSVRecord] = []
        while let batch = try reader.nextBatch() { records += batch }
        return records
    }
}
