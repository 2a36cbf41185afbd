import Foundation
import Testing

@testable import LeadImport

@Suite("report.html")
struct RunReportTests {
    /// Names that try to become markup, to break out of an attribute, or to turn the text around them.
    static let hostile = [
        "<script>alert(1)</script>", "\"onload=\"alert(1)", "' onclick='x", "</title><img src=x>", "&lt;b&gt;",
        "\u{202E}gnirts\u{202C}", "a\u{0}b\u{1B}[31m", "]]><!--", String(repeating: "Spalte", count: 2000),
    ]

    @Test("A hostile name never becomes markup, wherever it stands", arguments: hostile)
    func hostileNames(name: String) {
        let summary = reportSummary(
            [.invalid: 1],
            input: "/data/\(name)",
            endpoint: name,
            stop: .inputFailed(name),
            warnings: [name]
        ) { progress in
            progress.errors = [.init(code: name, column: name): 1]
        }
        let page = reportPage(summary, configuration: name)
        // The page is the one with a harmless name, but for that name.
        let escaped = HTML.escaped(name.split(separator: "/").last.map(String.init) ?? name)
        #expect(page.contains(escaped))
        for character: Character in ["<", ">", "\"", "'"] { #expect(!escaped.contains(character)) }
        let tags = page.split(separator: "<").compactMap { $0.split(whereSeparator: { " >".contains($0) }).first }
        let known: Set<Substring> = [
            "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "bdi", "p",
            "section",
            "ol", "ul", "li", "a", "code", "pre", "svg", "rect", "path", "line", "text", "table", "thead", "tbody",
            "tfoot",
            "tr", "th", "td", "span", "dl", "div", "dt", "dd", "footer", "strong",
        ]
        #expect(Set(tags.map { $0.hasPrefix("/") ? $0.dropFirst() : $0 }).subtracting(known).isEmpty)
        #expect(!page.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0 == "\u{202E}" })
    }

    @Test("The page runs no script and fetches nothing")
    func selfContained() {
        let page = reportPage(reportSummary([.created: 3, .rejected: 2]))
        #expect(page.contains("Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\""))
        for forbidden in ["<script", "src=", "url(", "@import", "<link", "http://", "xlink"] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        let links = page.matches(of: /href="([^"]*)"/).map { String($0.output.1) }
        #expect(Set(links) == ["results.csv", "failures.csv", "summary.json"])
    }

    @Test("Every chart says in words what it shows")
    func accessible() {
        let page = reportPage(reportSummary([.created: 30]) { $0.timeline.count(.created, at: 1) })
        let images = page.matches(of: /<svg role="img" aria-labelledby="([^"]*)"/).map { String($0.output.1) }
        #expect(images == ["states-title", "rate-title"])
        for id in images { #expect(page.contains("<title id=\"\(id)\">")) }
        #expect(page.contains("The rows by state: 30 created"))
    }

    @Test("The states are all named, and the sum is the rows")
    func states() {
        let page = reportPage(reportSummary([.created: 9_999_000, .invalid: 988, .duplicate: 12]))
        for state in RowState.allCases { #expect(page.contains("</span>\(state.rawValue)</th>")) }
        #expect(page.contains("<th scope=\"row\">all rows</th><td class=\"number\">10,000,000</td>"))
        #expect(page.contains("<td class=\"number\">988</td><td class=\"number\">&lt;0.1 %</td>"))
    }

    @Test(
        "The verdict says in a sentence how the run ended",
        arguments: [
            ([RowState.created: 240], "All 240 rows have their lead."),
            ([.created: 1], "The one row has its lead."),
            ([.created: 200, .duplicate: 40], "All 240 rows have their lead."),
            ([.created: 228, .invalid: 11, .failed: 1], "228 of 240 rows have their lead; 12 need a person."),
            ([.created: 1, .unknown: 1], "1 of 2 rows has its lead; 1 needs a person."),
            ([.rejected: 1], "0 of 1 row have their lead; 1 needs a person."),
            ([:], "The file has no rows, so there was nothing to import."),
        ] as [([RowState: Int], String)]
    )
    func verdict(states: [RowState: Int], sentence: String) {
        #expect(reportPage(reportSummary(states)).contains("<p class=\"sentence\">\(sentence)</p>"))
    }

    @Test("A duplicate of an unknown row has no lead, so the verdict does not count it")
    func orphanedDuplicates() {
        let summary = reportSummary([.created: 5, .unknown: 1, .duplicate: 2]) { $0.orphanedDuplicates = 2 }
        #expect(reportPage(summary).contains("5 of 8 rows have their lead; 3 need a person."))
    }

    @Test("A stopped run says why, and with which command it goes on")
    func stopped() {
        let page = reportPage(reportSummary([.created: 40, .pending: 60], stop: .signal(2)))
        #expect(page.contains("The run stopped early: 40 of 100 rows have their lead, 60 were not attempted."))
        #expect(page.contains("<p>Interrupted; requests under way were finished and recorded"))
        #expect(
            page.contains(
                "<pre>lead-import run /data/partner.csv --config partner.json5 --out partner.csv.import</pre>"
            )
        )
    }

    @Test("A run that all answers refused goes on with its failure file, since the config will have changed")
    func allRejected() {
        let stop = StopReason.allRejectedAlike(count: 20, codes: ["plan_not_found"])
        let page = reportPage(reportSummary([.rejected: 20, .pending: 80], endpoint: "sandbox", stop: stop))
        #expect(
            page.contains(
                "<pre>lead-import run partner.csv.import/failures.csv --config partner.json5 --sandbox</pre>"
            )
        )
        #expect(page.contains("so no lead is real"))
    }

    @Test("failures.csv is linked only where there is one")
    func failureLink() {
        #expect(!reportPage(reportSummary([.created: 1])).contains("href=\"failures.csv\""))
        #expect(reportPage(reportSummary([.invalid: 1])).contains("href=\"failures.csv\""))
    }

    @Test("Rows found twice are named by their numbers, a few of them, and their leads only in summary.json")
    func twins() {
        let page = reportPage(
            reportSummary([.created: 9000]) { progress in
                for row in 1...33 { progress.twins[row * 100] = ["lead_one", "lead_two"] }
            }
        )
        #expect(page.contains("33 rows exist more than once at the API</strong> (row 100, 200, 300"))
        #expect(page.contains("2,000 and 13 more)"))
        #expect(!page.contains("lead_one"))
    }

    @Test("Errors stand with their meaning, most frequent first, and no more than a page can hold")
    func errors() throws {
        let page = reportPage(
            reportSummary([.invalid: 900]) { progress in
                for index in 1...100 { progress.errors[.init(code: "code_\(index)", column: "Spalte")] = index }
                progress.errors[.init(code: Rule.ibanChecksum.code, column: "IBAN")] = 500
            }
        )
        let codes = page.matches(of: /<th scope="row"><code>([^<]*)</).map { String($0.output.1) }
        #expect(codes.count == ErrorTable.limit)
        #expect(codes.prefix(3) == ["iban_checksum", "code_100", "code_99"])
        #expect(page.contains(HTML.escaped(Rule.ibanChecksum.summary)))
        #expect(page.contains("61 more kinds with 1,891 errors"))
    }

    @Test(
        "Every rule of a row stands with its meaning",
        arguments: Rule.allCases.map(\.code) + [
            "too_few_fields", "too_many_fields", "stray_quote", "unclosed_quote", "field_too_long", "record_too_long",
            "too_many_columns", "invalid_bytes", "not_sent", "lead_in_doubt",
        ]
    )
    func meaning(code: String) {
        let table = ErrorTable(errors: [.init(code: code, column: ""): 1]).html.text
        #expect(table.contains("<span class=\"meaning\">"))
    }

    @Test("The page is written in one step, for its owner only")
    func writing() throws {
        let folder = RunFolder(path: NSTemporaryDirectory() + "report-\(UUID().uuidString)")
        try folder.create()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let report = RunReport(summary: reportSummary([.created: 1]), configuration: "c.json5", started: "now")
        try report.write(to: folder)
        #expect(try String(contentsOfFile: folder.report, encoding: .utf8) == report.html.text)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.report)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.html"])
    }
}
