extension ConfigurationReader {
    static func decodeSource(_ node: ConfigurationNode?) -> ImportConfiguration.Source {
        var source = ImportConfiguration.Source()
        guard let object = node?.object() else { return source }
        if let delimiter = object["delimiter"], delimiter.text != "auto" {
            source.delimiter = delimiter.character("one character such as \";\" or \"\\t\" (a tab), or \"auto\"")
        }
        if let encoding = object["encoding"], encoding.text != "auto" { source.encoding = decodeEncoding(encoding) }
        if let quote = object["quote"] {
            source.quote = quote.isNull ? nil : quote.character("one character, or null where the file quotes nothing")
        }
        if let escape = object["escape"] {
            source.escape = escape.isNull ? nil : escape.character("one character such as \"\\\\\", or null for none")
        }
        if let decimal = object["decimal"] {
            if let text = decimal.text, text == "," || text == "." {
                source.decimal = Character(text)
            } else {
                decimal.fail(expected: "\",\" or \".\"")
            }
        }
        if let dates = object["dates"] { source.dates = decodeDates(dates) }
        if let nulls = object["nulls"]?.strings("a list of texts such as [\"-\", \"k.A.\"]") { source.nulls = nulls }
        if let header = object["header"]?.boolean() { source.hasHeader = header }
        if let lines = object["skip_lines"]?.integer(in: 0...1000) { source.skipLines = lines }
        if let limits = object["limits"]?.object() { source.limits = decodeLimits(limits) }
        object.finish()
        checkDistinct(source, object)
        return source
    }

    private static func decodeLimits(_ object: ConfigurationObject) -> CSVLimits {
        var limits = CSVLimits()
        let gibibyte = 1 << 30
        let field = object["field_bytes"]
        if let bytes = field?.integer(in: 1...gibibyte) { limits.fieldBytes = bytes }
        if let bytes = object["record_bytes"]?.integer(in: 1...gibibyte) { limits.recordBytes = bytes }
        if let columns = object["columns"]?.integer(in: 1...1_000_000) { limits.columns = columns }
        object.finish()
        if limits.fieldBytes > limits.recordBytes {
            (field ?? object.node).fail("a field of \(limits.fieldBytes) bytes doesn't fit into record_bytes")
        }
        return limits
    }

    /// Other names by which people know the encodings.
    private static let encodingAliases: [String: CSVEncoding] = [
        "utf8": .utf8, "utf-8-sig": .utf8, "cp1252": .windows1252, "win1252": .windows1252, "ansi": .windows1252,
        "latin1": .iso8859_1, "latin-1": .iso8859_1, "iso8859-1": .iso8859_1, "latin9": .iso8859_15,
        "latin-9": .iso8859_15, "iso8859-15": .iso8859_15, "mac-roman": .macRoman, "macintosh": .macRoman,
        "ibm850": .cp850, "dos": .cp850, "utf-16": .utf16LE, "utf16": .utf16LE,
    ]

    private static func decodeEncoding(_ node: ConfigurationNode) -> CSVEncoding? {
        if let text = node.text?.lowercased(), CSVEncoding(rawValue: text) == nil, let meant = encodingAliases[text] {
            node.fail("the name of this encoding here is \"\(meant.rawValue)\"")
            return nil
        }
        let names = ["auto"] + CSVEncoding.allCases.map(\.rawValue)
        if let text = node.text, let encoding = CSVEncoding(rawValue: text) { return encoding }
        let nearest = node.text.flatMap { NearestName.of($0, among: names) }.map { " (did you mean \"\($0)\"?)" }
        node.fail(expected: ConfigurationNode.oneOf(names) + (nearest ?? ""))
        return nil
    }

    private static func decodeDates(_ node: ConfigurationNode) -> [String] {
        guard let nodes = node.list("a list of date formats such as [\"dd.MM.yyyy\"]") else { return [] }
        if nodes.isEmpty { node.fail("expected at least one date format such as \"dd.MM.yyyy\"") }
        var formats: [String] = []
        for entry in nodes {
            guard let format = entry.string("a date format such as \"dd.MM.yyyy\"") else { continue }
            if let problem = DateFormatRule.problem(with: format) {
                entry.fail(problem)
            } else if formats.contains(format) {
                entry.fail("the format \"\(format)\" stands here twice")
            } else {
                formats.append(format)
            }
        }
        return formats
    }

    /// The three characters must differ, or the file could be read in two ways.
    private static func checkDistinct(_ source: ImportConfiguration.Source, _ object: ConfigurationObject) {
        if let delimiter = source.delimiter, delimiter == source.quote {
            (object["delimiter"] ?? object.node).fail("the delimiter and the quote are the same character")
        }
        if let escape = source.escape, escape == source.delimiter {
            (object["escape"] ?? object.node).fail("the escape and the delimiter are the same character")
        }
    }
}
