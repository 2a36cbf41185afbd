@testable import LeadImport

/// Short configs for tests.
enum ConfigurationFixture {
    /// The parts every config needs, as members of `lead`.
    static let requiredFields =
        "plan: { value: \"pln_x\" }, address: { zip: \"PLZ\" }, meter: { estimated_usage: \"kWh\" }"

    /// A config with the required fields and `lead` members, and `top` members beside `lead`.
    static func config(lead: String = "", top: String = "") -> String {
        "{ lead: { \(requiredFields), \(lead) }, \(top) }"
    }

    static func read(_ text: String) throws -> ImportConfiguration {
        try ConfigurationReader.read(bytes: Array(text.utf8), file: "test.json5")
    }

    /// What is wrong with a config: `KEY PATH: MESSAGE` each; empty if nothing is.
    static func problems(_ text: String) -> [String] {
        do {
            _ = try ConfigurationReader.read(bytes: Array(text.utf8), file: "test.json5")
            return []
        } catch {
            return error.problems.map { "\($0.position?.keyPath ?? "-"): \($0.message)" }
        }
    }

    /// The leaf of a field mapped as `text`.
    static func leaf(_ text: String, field: String = "created_by") throws -> Leaf? {
        try read(config(lead: "\(field): \(text)")).fields.first { $0.target.path == field }?.leaf
    }
}
