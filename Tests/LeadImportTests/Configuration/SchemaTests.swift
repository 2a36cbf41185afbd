import Foundation
import Testing

@testable import LeadImport

@Suite("JSON Schema of the config")
struct SchemaTests {
    private let schema: JSONSchema

    init() throws {
        let path = SampleTests.root.appendingPathComponent("config/lead-import.schema.json").path
        schema = try JSONSchema(path: path)
    }

    /// A config with every object that the decoder looks into.
    private static let everyObject = """
        { api: { rate: {} }, source: { limits: {} }, rules: {}, results: {},
          lead: { plan: { when: {} }, customer: {}, address: {}, meter: {}, payment_method: { sepa_debit: {} }, metadata: {} } }
        """

    @Test("The schema and the decoder know the same keys")
    func keys() {
        let problems = ConfigurationProblems()
        _ = ConfigurationReader.decode(Self.everyObject, file: "test", problems: problems)
        #expect(problems.knownKeys.count == 16)
        for (path, known) in problems.knownKeys {
            var object = schema.root
            for step in path.split(separator: ".") {
                object = schema.resolve(object["properties"]?[String(step)] ?? object)
                // A leaf is a text or an object.
                if let leaf = object["anyOf"]?.items.last { object = schema.resolve(leaf) }
            }
            #expect(Set(object["properties"]?.members.map(\.key) ?? []) == known, "\(path)")
            let refusesOthers = object["additionalProperties"]?.kind == .boolean(false)
            #expect(refusesOthers || path == "lead.metadata", "\(path)")
        }
    }

    @Test("The schema has an object for every object of the decoder, and no other")
    func objects() {
        var paths: [String] = []
        func walk(_ object: JSON5Value, _ path: String) {
            paths.append(path)
            for member in object["properties"]?.members ?? [] where member.value["properties"] != nil {
                walk(member.value, path.isEmpty ? member.key : "\(path).\(member.key)")
            }
        }
        walk(schema.root, "")
        #expect(
            Set(paths) == [
                "", "api", "api.rate", "source", "source.limits", "lead", "lead.customer", "lead.address", "lead.meter",
                "lead.payment_method", "lead.payment_method.sepa_debit", "lead.metadata", "rules", "results",
            ]
        )
    }

    @Test("Every name that the schema lists is one that the decoder takes, and the reverse")
    func names() {
        func choices(_ path: String...) -> Set<String> {
            let found = path.reduce(schema.root) { schema.resolve($0)["properties"]?[$1] ?? $0 }
            return Set(found["enum"]?.texts ?? [])
        }
        #expect(choices("source", "encoding") == Set(["auto"] + CSVEncoding.allCases.map(\.rawValue)))
        typealias Rules = ImportConfiguration.Rules
        #expect(choices("rules", "duplicates") == Set(Rules.Duplicates.allCases.map(\.rawValue)))
        #expect(choices("rules", "ambiguous_dates") == Set(Rules.AmbiguousDates.allCases.map(\.rawValue)))
        #expect(choices("rules", "plan_type") == Set(Rules.PlanType.allCases.map(\.rawValue)))
        let leaf = schema.root["definitions"]?["leafObject"]?["properties"]
        #expect(Set(leaf?["lookup"]?["enum"]?.texts ?? []) == Set(Leaf.Lookup.allCases.map(\.rawValue)))
        let transforms = leaf?["transform"]?["items"]?["anyOf"]?.items.first?["enum"]?.texts ?? []
        #expect(transforms == TransformParser.simple.map(\.name))
    }

    @Test("The defaults in the schema change nothing")
    func defaults() throws {
        func defaults(_ object: JSON5Value) -> String {
            let members = object["properties"]?.members.compactMap { member -> String? in
                if let value = member.value["default"] { return "'\(member.key)': \(value.plain)" }
                guard member.value["properties"] != nil, member.key != "lead" else { return nil }
                return "'\(member.key)': { \(defaults(member.value)) }"
            }
            return (members ?? []).joined(separator: ", ")
        }
        let text = defaults(schema.root).replacing("\"\"\"", with: "'\"'")
        #expect(text.contains("'doubt_grace_seconds'") && text.contains("'tracking_key'"))
        let explicit = try ConfigurationFixture.read(ConfigurationFixture.config(top: text))
        let implicit = try ConfigurationFixture.read(ConfigurationFixture.config())
        #expect("\(explicit.api)" == "\(implicit.api)")
        #expect("\(explicit.source)" == "\(implicit.source)")
        #expect("\(explicit.rules)" == "\(implicit.rules)")
        #expect(explicit.keptColumns == implicit.keptColumns)
        #expect(explicit.trackingKey == implicit.trackingKey)
    }

    @Test("Every sample config is valid by the schema", arguments: ["solarhaus", "nordstrom", "wohnbau-elbe"])
    func samples(name: String) throws {
        let path = SampleTests.root.appendingPathComponent("config/\(name).json5").path
        let text = try ConfigurationFile.text(of: try ConfigurationFile.bytes(path: path), file: path)
        let value = try JSON5Parser.parse(text).value
        #expect(schema.problems(value, schema.root) == [])
    }

    @Test(
        "What the decoder refuses for its shape, the schema refuses too",
        arguments: [
            "api: { concurrency: 0 }", "api: { attempts: 2.5 }", "api: { rate: 10 }", "api: { rate: { requests: 0 } }",
            "api: { version: 'curie' }", "api: { base_url: 'ftp://x' }", "source: { delimiter: ';;' }",
            "source: { encoding: 'latin1' }", "source: { quote: '' }", "source: { dates: [] }",
            "source: { nulls: [''] }",
            "source: { decimal: 1 }", "rules: { duplicates: 'no' }", "results: { keep: 'some' }", "tracking_key: ''",
            "apu: {}", "api: { retries: 3 }",
        ]
    )
    func refused(top: String) throws {
        let text = ConfigurationFixture.config(top: top)
        #expect(!ConfigurationFixture.problems(text).isEmpty)
        #expect(!schema.problems(try JSON5Parser.parse(text).value, schema.root).isEmpty)
    }

    @Test(
        "What the decoder refuses of a leaf for its shape, the schema refuses too",
        arguments: [
            "''", "5", "{}", "{ column: 'A', value: 'x' }", "{ value: null }", "{ columns: [] }",
            "{ column: 'A', join: '' }",
            "{ template: 'x' }", "{ first_of: [] }", "{ column: 'A', transform: 'trim' }",
            "{ column: 'A', transform: ['rot13'] }", "{ column: 'A', map: {} }", "{ column: 'A', map: { x: [] } }",
            "{ column: 'A', when: {} }", "{ column: 'A', when: { column: 'B' } }",
            "{ column: 'A', when: { column: 'B', empty: false } }", "{ column: 'A', optional: 1 }",
            "{ column: 'A', lookup: 'x' }", "{ column: 'A', colum: 'B' }",
        ]
    )
    func refusedLeaves(leaf: String) throws {
        let text = ConfigurationFixture.config(lead: "created_by: \(leaf)")
        #expect(!ConfigurationFixture.problems(text).isEmpty)
        // `dependencies` is the one keyword that the checker here does not know.
        if !leaf.contains("join") {
            #expect(!schema.problems(try JSON5Parser.parse(text).value, schema.root).isEmpty)
        }
    }
}
