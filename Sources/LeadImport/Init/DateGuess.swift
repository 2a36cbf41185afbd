/// Which date formats the texts of a column fit.
enum DateGuess {
    /// The formats that are tried; where several fit every text, the first counts.
    static let formats = [
        "dd.MM.yyyy", "yyyy-MM-dd", "dd/MM/yyyy", "MM/dd/yyyy", "dd-MM-yyyy", "yyyy/MM/dd", "yyyyMMdd",
        "dd.MM.yyyy HH:mm", "dd.MM.yyyy HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss",
    ]

    private static let patterns = formats.map { try? DatePattern($0) }

    /// The formats of `formats` that read the trimmed text as an existing day, by their number.
    static func fitting(_ text: String) -> [Int] {
        guard text.utf8.count <= 24, text.utf8.first.map({ (0x30...0x39).contains($0) }) == true else { return [] }
        let bytes = Array(text.utf8)
        return patterns.indices.filter { index in
            // Eight digits may be any number; a year of this or a neighbouring century makes them a date.
            guard case .date(let date) = patterns[index]?.read(bytes.span) else { return false }
            return (1900...2200).contains(date.year)
        }
    }
}
