import Foundation
import Testing

@testable import LeadImport

@Suite("Sample configs")
struct SampleConfigurationTests {
    /// The package's folder: tests may be run from anywhere.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test(
        "Every sample config is read, and names only columns that its sample has",
        arguments: [
            ("solarhaus", String.Encoding.windowsCP1252, ";"), ("nordstrom", .utf8, ","),
            ("wohnbau-elbe", .utf16, "\t"),
        ]
    )
    func samples(name: String, encoding: String.Encoding, delimiter: Character) throws {
        let configuration = try ConfigurationReader.read(
            path: Self.root.appendingPathComponent("config/\(name).json5").path
        )
        let data = try Data(contentsOf: Self.root.appendingPathComponent("samples/\(name).csv"))
        let text = try #require(String(data: data, encoding: encoding))
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let header = lines[configuration.source.skipLines].split(separator: delimiter, omittingEmptySubsequences: false)
        let names = Set(header.map { $0.trimmingCharacters(in: ["\"", "\u{FEFF}"]) })
        let used =
            configuration.fields.flatMap { $0.leaf.columns } + configuration.metadataColumns.map(\.column)
        #expect(!used.isEmpty)
        #expect(Set(used).subtracting(names).isEmpty)
        #expect(configuration.source.delimiter == delimiter)
        if case .only(let kept) = configuration.keptColumns {
            #expect(Set(kept).subtracting(names).isEmpty)
        }
    }
}

extension Leaf {
    /// The columns that the leaf looks at.
    fileprivate var columns: [String] {
        let own: [String] =
            switch source {
            case .column(let name): [name]
            case .columns(let names, _): names
            case .template(let parts): parts.compactMap { if case .column(let name) = $0 { name } else { nil } }
            case .firstOf(let leaves): leaves.flatMap(\.columns)
            case .value: []
            }
        return own + (condition.map { [$0.column] } ?? [])
    }
}
