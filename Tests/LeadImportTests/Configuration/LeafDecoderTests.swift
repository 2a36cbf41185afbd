import Testing

@testable import LeadImport

@Suite("Leaf decoder")
struct LeafDecoderTests {
    @Test("A text is short for a column")
    func shortForm() throws {
        let leaf = try #require(try ConfigurationFixture.leaf("'E-Mail'"))
        #expect(leaf.source.column == "E-Mail")
        #expect(leaf.isPlainValue)
        #expect(!leaf.isOptional)
        #expect(leaf.position.keyPath == "lead.created_by")
    }

    @Test("Columns are joined by a space unless the config says otherwise")
    func columns() throws {
        guard case .columns(let names, let join) = try ConfigurationFixture.leaf("{ columns: ['A', 'B'] }")?.source,
            case .columns(_, let other) = try ConfigurationFixture.leaf("{ columns: ['A'], join: '' }")?.source
        else {
            Issue.record("no columns")
            return
        }
        #expect(names == ["A", "B"])
        #expect(join == " ")
        #expect(other == "")
    }

    @Test("A template is cut into texts and columns")
    func template() throws {
        guard case .template(let parts) = try ConfigurationFixture.leaf("{ template: '{{{A}}} {B c}!' }")?.source else {
            Issue.record("no template")
            return
        }
        #expect(parts == [.text("{"), .column("A"), .text("} "), .column("B c"), .text("!")])
    }

    @Test("The choices of first_of are leaves of their own")
    func firstOf() throws {
        let text =
            "{ first_of: ['A', { column: 'B', transform: ['digits'] }, { value: 'x' }], transform: ['lowercase'] }"
        let leaf = try #require(try ConfigurationFixture.leaf(text))
        guard case .firstOf(let leaves) = leaf.source else {
            Issue.record("no choices")
            return
        }
        #expect(leaves.map(\.source.column) == ["A", "B", nil])
        #expect(leaves[1].transforms == [.digits])
        #expect(leaves[1].position.keyPath == "lead.created_by.first_of[1]")
        #expect(leaf.transforms == [.lowercase])
    }

    @Test(
        "A fixed value is written as a field of the file would be",
        arguments: [
            ("meter.estimated_usage", "2500", "2500"), ("meter.estimated_usage", "2500.5", "2500,5"),
            ("metadata.x", "2.5", "2.5"), ("metadata.x", "true", "true"), ("metadata.x", "0x10", "16"),
            ("metadata.x", "'1.0'", "1.0"),
        ]
    )
    func fixedValues(field: String, literal: String, expected: String) throws {
        let usage = field == "meter.estimated_usage" ? "{ value: \(literal) }" : "'kWh'"
        let metadata = field == "metadata.x" ? "{ value: \(literal) }" : "'y'"
        let text = """
            { lead: { plan: { value: "pln_x" }, address: { zip: "PLZ" }, meter: { estimated_usage: \(usage) },
                      metadata: { x: \(metadata) } } }
            """
        let leaf = try ConfigurationFixture.read(text).fields.first { $0.target.path == field }?.leaf
        guard case .value(let value) = leaf?.source else {
            Issue.record("no value")
            return
        }
        #expect(value == expected)
    }

    @Test(
        "Every transform is known by its name",
        arguments: [
            ("trim", Transform.trim), ("collapse_spaces", .collapseSpaces), ("uppercase", .uppercase),
            ("lowercase", .lowercase), ("digits", .digits), ("iban", .iban), ("street_name", .streetName),
            ("house_number", .houseNumber), ("pad_left(5,0)", .padLeft(width: 5, with: "0")),
            ("pad_left( 8 , \"x\" )", .padLeft(width: 8, with: "x")), ("pad_left(3,,)", .padLeft(width: 3, with: ",")),
            ("replace(\"^0049\", \"+49\")", .replace(pattern: "^0049", with: "+49")),
            ("replace(\"\\d+ \\\"x\\\\\",\"\")", .replace(pattern: "\\d+ \"x\\\\", with: "")),
            ("replace(\"(a),(b)\",\")\")", .replace(pattern: "(a),(b)", with: ")")),
        ]
    )
    func transforms(text: String, expected: Transform) throws {
        #expect(try TransformParser.parse(text).get() == expected)
    }

    @Test("A map keeps its outcomes, its rest and what it leaves out")
    func map() throws {
        let leaf = try #require(
            try ConfigurationFixture.leaf("{ column: 'A', map: { x: 'y', n: null, t: true, '*': null } }")
        )
        #expect(leaf.hasMap)
        let expected: [String: String?] = ["x": "y", "n": nil, "t": "true"]
        #expect(leaf.map == expected)
        #expect(leaf.mapRest == .some(nil))
        #expect(try ConfigurationFixture.leaf("{ column: 'A', map: { x: 'y', '*': 'z' } }")?.mapRest == .some("z"))
        #expect(try ConfigurationFixture.leaf("{ column: 'A', map: { x: 'y' } }")?.mapRest == nil)
    }

    @Test(
        "A condition has one test",
        arguments: [
            ("is: 'x'", Leaf.Condition.Test.isOne(of: ["x"])), ("is: ['x', 'y']", .isOne(of: ["x", "y"])),
            ("is_not: 1", .isNone(of: ["1"])), ("empty: true", .empty), ("present: true", .present),
        ]
    )
    func conditions(text: String, expected: Leaf.Condition.Test) throws {
        let leaf = try ConfigurationFixture.leaf("{ column: 'A', when: { column: 'B', \(text) } }")
        #expect(leaf?.condition?.column == "B")
        #expect(leaf?.condition?.test == expected)
    }

    @Test("default, optional and lookup are taken over")
    func others() throws {
        let leaf = try ConfigurationFixture.leaf(
            "{ column: 'A', default: 'x', optional: true, lookup: 'market_partner' }",
            field: "previous_supplier"
        )
        #expect(leaf?.defaultValue == "x")
        #expect(leaf?.isOptional == true)
        #expect(leaf?.lookup == .marketPartner)
    }

    @Test(
        "A wrong leaf is refused",
        arguments: [
            ("{}", "expected one source: \"column\", \"columns\", \"template\", \"first_of\" or \"value\""),
            (
                "{ column: 'A', value: 'x' }",
                "a value has one source, here are \"column\" and \"value\"; for a choice use \"first_of\""
            ),
            ("''", "expected a column name or an object such as { column: \"PLZ\" } or { value: \"…\" }, found \"\""),
            ("{ value: null }", ".value: expected a text, a number, true or false, found null"),
            ("{ value: 1e300 }", ".value: expected a text, a number, true or false, found 1e300"),
            ("{ columns: [] }", ".columns: expected at least one column name"),
            ("{ columns: ['A', 3] }", ".columns[1]: expected a text, found 3"),
            ("{ column: 'A', join: ' ' }", ".join: \"join\" goes only with \"columns\""),
            ("{ column: 'A', colum: 'B' }", ".colum: unknown key; did you mean \"column\"?"),
            (
                "{ template: 'x' }",
                ".template: the template names no column in braces; for a fixed text use \"value\""
            ),
            (
                "{ template: 'a {B' }",
                ".template: \"{\" without \"}\" after it; write \"{{\" for the brace itself (character 3 of the template)"
            ),
            (
                "{ template: '{A} }' }",
                ".template: \"}\" without \"{\" before it; write \"}}\" for the brace itself "
                    + "(character 5 of the template)"
            ),
            (
                "{ column: 'A', transform: ['upercase'] }",
                ".transform[0]: unknown transform \"upercase\"; did you mean \"uppercase\"?"
            ),
            (
                "{ column: 'A', transform: ['rot13'] }",
                ".transform[0]: unknown transform \"rot13\"; there are trim, collapse_spaces, uppercase, lowercase, "
                    + "digits, iban, street_name, house_number, pad_left, replace"
            ),
            ("{ column: 'A', transform: ['digits(3)'] }", ".transform[0]: \"digits\" takes nothing in parentheses"),
            (
                "{ column: 'A', transform: ['pad_left(5)'] }",
                ".transform[0]: expected pad_left(WIDTH,CHARACTER) with a width from 1 to 100, such as pad_left(5,0)"
            ),
            (
                "{ column: 'A', transform: ['replace(a,b)'] }",
                ".transform[0]: expected replace(\"PATTERN\",\"TEXT\"), both in double quotes, such as "
                    + "replace(\"^0049\",\"+49\")"
            ),
            (
                "{ column: 'A', transform: ['trim', 'replace(\"(x\",\"\")'] }",
                ".transform[1]: the pattern \"(x\" is no regular expression: expected ')'"
            ),
            (
                "{ column: 'A', transform: 'trim' }",
                ".transform: expected a list of transforms such as [\"digits\"], found \"trim\""
            ),
            ("{ column: 'A', map: {} }", ".map: expected at least one entry such as \"Umzug\": \"move_in\""),
            (
                "{ column: 'A', map: { x: [] } }",
                ".map.x: expected a text, a number, true, false or null (leave the field out), found a list"
            ),
            (
                "{ column: 'A', map: { 'x ': 'y' } }",
                ".map[\"x \"]: white space at the ends of a value goes before the map, so this entry can never fit"
            ),
            ("{ column: 'A', when: { is: 'x' } }", ".when: \"column\" is missing: the column to look at"),
            (
                "{ column: 'A', when: { column: 'B' } }",
                ".when: expected one test: \"is\", \"is_not\", \"empty\" or \"present\""
            ),
            (
                "{ column: 'A', when: { column: 'B', empty: false } }",
                ".when.empty: expected true (the opposite of \"empty\" is \"present\"), found false"
            ),
            (
                "{ column: 'A', lookup: 'market_partner' }",
                ".lookup: \"market_partner\" finds the ID for \"previous_supplier\", not for \"created_by\""
            ),
            (
                "{ first_of: ['A', { column: 'B', optional: 1 }] }",
                ".first_of[1].optional: expected true or false, found 1"
            ),
        ]
    )
    func refused(leaf: String, expected: String) {
        let path = "lead.created_by" + (expected.hasPrefix(".") ? "" : ": ")
        #expect(
            ConfigurationFixture.problems(ConfigurationFixture.config(lead: "created_by: \(leaf)")) == [path + expected]
        )
    }

    @Test(
        "Fixed texts that the API does not know are refused",
        arguments: [
            (
                "change_reason: { column: 'A', map: { Umzug: 'movein' } }",
                "lead.change_reason.map.Umzug: expected \"supplier_change\" or \"move_in\", found \"movein\" "
                    + "(did you mean \"move_in\"?)"
            ),
            (
                "customer: { type: { column: 'A', default: 'firma' } }",
                "lead.customer.type.default: expected \"person\" or \"company\", found \"firma\""
            ),
            (
                "payment_method: { type: { value: 'card' } }",
                "lead.payment_method.type.value: expected \"sepa_debit\", found \"card\""
            ),
        ]
    )
    func fixedTexts(lead: String, expected: String) {
        #expect(ConfigurationFixture.problems(ConfigurationFixture.config(lead: lead)) == [expected])
    }

    @Test("A fixed plan must look like a plan's ID")
    func planID() {
        let text =
            "{ lead: { plan: { value: 'Ökostrom' }, address: { zip: 'PLZ' }, meter: { estimated_usage: 'kWh' } } }"
        #expect(
            ConfigurationFixture.problems(text) == [
                "lead.plan.value: expected the ID of a plan, which begins with \"pln_\", found \"Ökostrom\""
            ]
        )
    }
}

extension Leaf.Source {
    fileprivate var column: String? {
        if case .column(let name) = self { name } else { nil }
    }
}
