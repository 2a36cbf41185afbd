import Testing

@testable import LeadImport

@Suite("Configuration reader")
struct ConfigurationReaderTests {
    @Test("A config with nothing but the required fields gets the documented defaults")
    func defaults() throws {
        let read = try ConfigurationFixture.read(ConfigurationFixture.config())
        #expect(read.file == "test.json5")
        #expect(read.api.baseURL == "https://api.nomos.energy")
        #expect(read.api.version == "2026-05-27.curie")
        #expect(read.api.requests == 10)
        #expect(read.api.perSeconds == 1)
        #expect(read.api.concurrency == 16)
        #expect(read.api.timeoutSeconds == 30)
        #expect(read.api.attempts == 6)
        #expect(read.api.doubtGraceSeconds == 35)
        #expect(read.source.delimiter == nil)
        #expect(read.source.encoding == nil)
        #expect(read.source.quote == "\"")
        #expect(read.source.escape == nil)
        #expect(read.source.decimal == ",")
        #expect(read.source.dates == ["dd.MM.yyyy", "yyyy-MM-dd"])
        #expect(read.source.nulls == [])
        #expect(read.source.hasHeader)
        #expect(read.source.skipLines == 0)
        #expect(read.source.limits == CSVLimits())
        #expect(read.rules.duplicates == .skip)
        #expect(read.rules.identity == [])
        #expect(read.rules.ambiguousDates == .fail)
        #expect(read.rules.planType == .auto)
        #expect(read.keptColumns == .all)
        #expect(read.trackingKey == "import_key")
        #expect(read.fields.map(\.target) == [.plan, .addressZip, .meterEstimatedUsage])
    }

    @Test("Every setting is taken over")
    func everySetting() throws {
        let read = try ConfigurationFixture.read(
            ConfigurationFixture.config(
                top: """
                    api: { base_url: "http://127.0.0.1:8080/", version: "2026-01-29.edison",
                           rate: { requests: 50, per_seconds: 0.5 }, concurrency: 4, timeout_seconds: 7.5, attempts: 2 },
                    source: { delimiter: "\\t", encoding: "cp850", quote: null, escape: "\\\\", decimal: ".",
                              dates: ["d/M/yyyy"], nulls: ["-", "k.A."], header: false, skip_lines: 2,
                              limits: { field_bytes: 100, record_bytes: 1000, columns: 20 } },
                    rules: { duplicates: "fail", identity: ["address.zip"], ambiguous_dates: "first",
                             plan_type: "feed_in" },
                    results: { keep: ["PLZ"] }, tracking_key: null, $schema: "./x.json"
                    """
            )
        )
        #expect(read.api.baseURL == "http://127.0.0.1:8080")
        #expect(read.api.version == "2026-01-29.edison")
        #expect(read.api.requests == 50)
        #expect(read.api.perSeconds == 0.5)
        #expect(read.api.concurrency == 4)
        #expect(read.api.attempts == 2)
        #expect(read.api.doubtGraceSeconds == 12.5, "the time-out and five seconds")
        #expect(read.source.delimiter == "\t")
        #expect(read.source.encoding == .cp850)
        #expect(read.source.quote == nil)
        #expect(read.source.escape == "\\")
        #expect(read.source.decimal == ".")
        #expect(read.source.dates == ["d/M/yyyy"])
        #expect(read.source.nulls == ["-", "k.A."])
        #expect(!read.source.hasHeader)
        #expect(read.source.skipLines == 2)
        #expect(read.source.limits.fieldBytes == 100)
        #expect(read.source.limits.recordBytes == 1000)
        #expect(read.source.limits.columns == 20)
        #expect(read.rules.duplicates == .fail)
        #expect(read.rules.identity == ["address.zip"])
        #expect(read.rules.ambiguousDates == .first)
        #expect(read.rules.planType == .feedIn)
        #expect(read.keptColumns == .only(["PLZ"]))
        #expect(read.trackingKey == nil)
    }

    @Test("All errors are reported at once, in the order of the file, with line, column and key path")
    func allErrors() {
        let text = """
            {
              api: { rate: { requests: 0 }, retries: 3 },
              lead: {
                plan: { value: "pln_x" },
                adress: { zip: "PLZ" },
                meter: { estimated_usage: "kWh", typ: "x" },
              },
              api: {},
            }
            """
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationFixture.read(text) }
        #expect(
            error?.description == """
                6 errors in test.json5:
                test.json5:2:28: api.rate.requests: expected a number above 0, at most 100000, found 0
                test.json5:2:33: api.retries: unknown key; known here: base_url, version, rate, concurrency, \
                timeout_seconds, attempts, doubt_grace_seconds
                test.json5:3:9: lead: "address.zip" is missing: the API requires it of every lead
                test.json5:5:5: lead.adress: unknown key; did you mean "address"?
                test.json5:6:38: lead.meter.typ: unknown key; did you mean "type"?
                test.json5:8:3: the key "api" stands here twice, first in line 2
                """
        )
    }

    @Test(
        "What makes no sense is refused",
        arguments: [
            ("api: { concurrency: 0 }", "api.concurrency: expected a whole number from 1 to 1000, found 0"),
            ("api: { concurrency: 2.5 }", "api.concurrency: expected a whole number from 1 to 1000, found 2.5"),
            ("api: { attempts: Infinity }", "api.attempts: expected a whole number from 1 to 100, found Infinity"),
            (
                "api: { timeout_seconds: NaN }",
                "api.timeout_seconds: expected a number above 0, at most 3600, found NaN"
            ),
            ("api: { rate: 10 }", "api.rate: expected an object such as { requests: 10, per_seconds: 1 }, found 10"),
            (
                "api: { version: 'curie\\r\\nX: y' }",
                "api.version: expected a version such as \"2026-05-27.curie\", found \"curie\\u000D\\u000AX: y\""
            ),
            ("api: []", "api: expected an object, found a list"),
            (
                "source: { delimiter: ';;' }",
                "source.delimiter: expected one character such as \";\" or \"\\t\" (a tab), or \"auto\", found \";;\""
            ),
            (
                "source: { delimiter: '\\n' }",
                "source.delimiter: expected one character such as \";\" or \"\\t\" (a tab), or \"auto\", found \"\\u000A\""
            ),
            (
                "source: { delimiter: \"'\", quote: \"'\" }",
                "source.delimiter: the delimiter and the quote are the same character"
            ),
            ("source: { encoding: 'latin1' }", "source.encoding: the name of this encoding here is \"iso-8859-1\""),
            (
                "source: { encoding: 'windows1252' }",
                "source.encoding: expected \"auto\", \"utf-8\", \"utf-16le\", \"utf-16be\", \"windows-1252\", \"iso-8859-1\", \"iso-8859-15\", \"macroman\" or \"cp850\" (did you mean \"windows-1252\"?), found \"windows1252\""
            ),
            ("source: { decimal: ';' }", "source.decimal: expected \",\" or \".\", found \";\""),
            ("source: { dates: [] }", "source.dates: expected at least one date format such as \"dd.MM.yyyy\""),
            (
                "source: { dates: ['TT.MM.JJJJ'] }",
                "source.dates[0]: \"TT.MM.JJJJ\" is no date format: it knows d, dd, M, MM and yyyy, not TT "
                    + "(did you mean \"dd.MM.yyyy\"?)"
            ),
            (
                "source: { dates: ['dd.MM.yy'] }",
                "source.dates[0]: \"dd.MM.yy\" is no date format: write the year as yyyy; with two digits its century is a guess"
            ),
            (
                "source: { dates: ['MM.yyyy'] }",
                "source.dates[0]: \"MM.yyyy\" is no date format: it needs day (d), month (M) and year (yyyy), once each"
            ),
            (
                "source: { limits: { field_bytes: 10, record_bytes: 5 } }",
                "source.limits.field_bytes: a field of 10 bytes doesn't fit into record_bytes"
            ),
            ("source: { header: 'yes' }", "source.header: expected true or false, found \"yes\""),
            (
                "rules: { duplicates: 'skipp' }",
                "rules.duplicates: expected \"skip\", \"send\" or \"fail\" (did you mean \"skip\"?), found \"skipp\""
            ),
            (
                "rules: { identity: ['metadata.customer'] }",
                "rules.identity[0]: \"metadata.customer\" has no value: \"lead\" does not map it"
            ),
            ("rules: { identity: ['zip'] }", "rules.identity[0]: \"zip\" is no field of a lead"),
            (
                "rules: { identity: ['metadata.import_key'] }",
                "rules.identity[0]: \"metadata.import_key\" differs in every row: it can make no two leads the same"
            ),
            ("api: { timeout: 30 }", "api.timeout: unknown key; did you mean \"timeout_seconds\"?"),
            (
                "results: { keep: 'some' }",
                "results.keep: expected \"all\", \"none\" or a list of column names, found \"some\""
            ),
            ("tracking_key: ''", "tracking_key: expected the name of a metadata key, or null to send none, found \"\""),
            (
                "api: { token: 'secret' }",
                "api.token: unknown key; known here: base_url, version, rate, concurrency, timeout_seconds, attempts, doubt_grace_seconds"
            ),
        ]
    )
    func refused(top: String, expected: String) {
        #expect(ConfigurationFixture.problems(ConfigurationFixture.config(top: top)) == [expected])
    }

    @Test(
        "A base URL must be https, or this machine's own; it is never repeated",
        arguments: [
            ("http://api.nomos.energy", "The base URL of api.nomos.energy starts with http://"),
            ("http://localhost.example.com", "The base URL of localhost.example.com starts with http://"),
            ("api.nomos.energy", "The base URL does not start with https://"),
            ("https://me:hunter2@host", "The base URL holds a user name or password before an @"),
            ("", "expected a URL such as"),
        ]
    )
    func baseURL(url: String, expected: String) throws {
        let problems = ConfigurationFixture.problems(ConfigurationFixture.config(top: "api: { base_url: '\(url)' }"))
        #expect(problems.count == 1)
        #expect(problems[0].hasPrefix("api.base_url: \(expected)"))
        #expect(!problems[0].contains("hunter2"))
    }

    @Test("The CSV file in the config's place is told apart from a slip in a config")
    func csvFile() {
        #expect(
            ConfigurationFixture.problems("Kundennummer;Vorname\n1;Anna\n") == [
                ": expected a value, found \"Kundennummer\"; a text needs quotes; "
                    + "a config begins with \"{\" (is this the CSV file?)"
            ]
        )
        #expect(ConfigurationFixture.problems("// x\n { a }") == [": expected \":\" after the key \"a\", found \"}\""])
    }

    @Test("A config without lead says so")
    func missingLead() {
        #expect(
            ConfigurationFixture.problems("{}") == [": \"lead\" is missing: it says where the lead's fields come from"]
        )
        #expect(ConfigurationFixture.problems("[]") == [": expected an object ({ … }), found a list"])
    }

    @Test("A feed-in plan refuses an analog meter and a previous supplier")
    func feedIn() {
        let text = """
            { lead: { plan: { value: "pln_x" }, address: { zip: "PLZ" }, previous_supplier: "Alt",
                      meter: { estimated_usage: "kWh", type: { value: "analog" } } },
              rules: { plan_type: "feed_in" } }
            """
        #expect(
            ConfigurationFixture.problems(text) == [
                "lead.previous_supplier: a feed-in plan takes no previous supplier (rules.plan_type is \"feed_in\")",
                "lead.meter.type: a feed-in plan needs a smart meter (rules.plan_type is \"feed_in\")",
            ]
        )
    }

    @Test("More than fifty errors are counted, not listed")
    func manyErrors() {
        let keys = (0..<3000).map { "k\($0): 1" }.joined(separator: ", ")
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationFixture.read(ConfigurationFixture.config(top: keys))
        }
        #expect(error?.problems.count == 3000)
        #expect(error?.description.hasPrefix("3000 errors in test.json5:\n") == true)
        #expect(error?.description.hasSuffix("\n… and 2950 more") == true)
    }
}
