/// Numbers, times and paths as a person reads them, for the terminal and the report alike.
public enum ReadableText {
    /// `12,345`.
    public static func grouped(_ number: Int) -> String {
        var text = String(number.magnitude)
        var index = text.count - 3
        while index > 0 {
            text.insert(",", at: text.index(text.startIndex, offsetBy: index))
            index -= 3
        }
        return number < 0 ? "-" + text : text
    }

    /// With one decimal where that tells something: `9.8`, `10`, `1,250`.
    public static func number(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return String(value) }
        let tenths = (value * 10).rounded() / 10
        return tenths == tenths.rounded() ? grouped(Int(tenths)) : String(tenths)
    }

    /// `4.2 s`, `12 min 5 s`, `3 h 20 min`, `11 d 13 h`.
    public static func duration(_ seconds: Double) -> String {
        if seconds < 59.95 { return "\(number(max(0, seconds))) s" }
        guard seconds.isFinite, seconds < 1e15 else { return "\(seconds) s" }
        let whole = Int(seconds.rounded())
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        if whole < 48 * 3600 { return "\(whole / 3600) h \(whole / 60 % 60) min" }
        return "\(whole / 86_400) d \(whole / 3600 % 24) h"
    }

    /// `7 rows`, `1 row`.
    public static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// A part of a whole in percent. Never `0 %` for something, and never `100 %` for less than all.
    public static func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0, part > 0 else { return "0 %" }
        if part == whole { return "100 %" }
        let percent = Double(part) / Double(whole) * 100
        if percent < 0.1 { return "<0.1 %" }
        if percent > 99.9 { return ">99.9 %" }
        return "\(number(percent)) %"
    }

    /// A path or another word as a shell takes it.
    public static func shellWord(_ text: String) -> String {
        // A tilde at the start would be somebody's home.
        !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "/._-+@%:,=".contains($0) }
            ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
