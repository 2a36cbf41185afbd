/// Which date formats a config may name.
enum DateFormatRule {
    /// What is wrong with a format, or nil if it is good; `DatePattern` decides.
    static func problem(with format: String) -> String? {
        if format.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return "\(JSON5Scanner.shown(format)) is no date format: it has a control character"
        }
        do {
            _ = try DatePattern(format)
            return nil
        } catch {
            let reason = error.description.hasSuffix(".") ? String(error.description.dropLast()) : error.description
            return reason + (suggestion(for: format).map { " (did you mean \"\($0)\"?)" } ?? "")
        }
    }

    /// `DD.MM.YYYY`, `TT.MM.JJJJ` and `%d.%m.%Y` are the same in other notations.
    private static func suggestion(for format: String) -> String? {
        var meant = format
        for (other, ours) in [
            ("%d", "dd"), ("%m", "MM"), ("%Y", "yyyy"), ("DD", "dd"), ("TT", "dd"), ("tt", "dd"), ("mm", "MM"),
            ("YYYY", "yyyy"), ("JJJJ", "yyyy"), ("jjjj", "yyyy"),
        ] {
            meant = meant.replacing(other, with: ours)
        }
        return meant != format && (try? DatePattern(meant)) != nil ? meant : nil
    }
}
