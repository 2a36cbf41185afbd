/// The errors by code and column, most frequent first, each with a bar.
struct ErrorTable {
    let errors: [RunProgress.ErrorKey: Int]

    /// So many kinds are shown; what comes behind is in summary.json.
    static let limit = 40

    var html: HTML {
        let sorted = errors.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard let most = sorted.first?.value else { return "" }
        let rest = sorted.dropFirst(Self.limit)
        let more: HTML =
            rest.isEmpty
            ? ""
            : """
            <p class="quiet">\(ReadableText.grouped(rest.count)) more kinds with \
            \(ReadableText.count(rest.reduce(0) { $0 + $1.value }, "error")) are in <a href="summary.json">summary.json</a>.</p>
            """
        return """
            <section><h2>What is wrong in the rows</h2>
            <p class="quiet">By rule and column. A row can break several rules, so these numbers may add up to more than the \
            rows in failures.csv.</p>
            <table class="errors"><thead><tr><th scope="col">rule and column</th><th scope="col"><span class="hidden">share</span></th>
            <th scope="col" class="number">rows</th></tr></thead><tbody>
            \(sorted.prefix(Self.limit).map { row($0.key, $0.value, most) })</tbody></table>\(more)</section>
            """
    }

    private func row(_ key: RunProgress.ErrorKey, _ count: Int, _ most: Int) -> HTML {
        let column: HTML = key.column.isEmpty ? "" : " <span class=\"column\">in <bdi>\(key.column)</bdi></span>"
        let rule = Rule(rawValue: key.code)?.summary ?? Self.others[key.code]
        let meaning: HTML = rule.map { "<span class=\"meaning\">\($0)</span>" } ?? ""
        let width = max(Double(count) / Double(most) * 100, 0.8)
        return """
            <tr><th scope="row"><code>\(key.code)</code>\(column)\(meaning)</th>\
            <td class="track"><svg aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">\
            <rect class="invalid" width="\(width)" height="10"/></svg></td>\
            <td class="number">\(ReadableText.grouped(count))</td></tr>

            """
    }

    /// What codes mean that are no rules of a row.
    private static let others = [
        "not_sent": "All attempts are used up; the lead was certainly not created. Run it again later.",
        "too_few_fields": "The record has fewer fields than the header.",
        "too_many_fields":
            "The record has more fields than the header; a delimiter within a field needs quotes around it.",
        "stray_quote": "A quote stands where none may stand.",
        "unclosed_quote": "A quote is opened and never closed.",
        "field_too_long": "A field is longer than the limit.",
        "record_too_long": "The record is longer than the limit; perhaps a line break is missing.",
        "too_many_columns": "The record has more fields than the limit.",
        "invalid_bytes": "There are bytes that the file's encoding does not have.",
        "lead_in_doubt": "Sent, but whether the lead was created is not known. Look it up in the Nomos dashboard.",
    ]
}
