import LeadImport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `records`: how a file is read, record by record.
enum RecordsCommand: Subcommand {
    static let specification = CommandSpecification(
        name: "records",
        summary: "show how a file is read: one JSON array of strings a record, header included",
        operands: ["INPUT"],
        options: [
            .init(name: "--delimiter", value: "D", help: "one character, tab or auto (default)"),
            .init(
                name: "--encoding",
                value: "E",
                help: "auto (default), " + CSVEncoding.allCases.map(\.rawValue).joined(separator: ", ")
            ),
            .init(name: "--quote", value: "Q", help: "one character (default: \") or none"),
            .init(name: "--escape", value: "E", help: "the character that escapes a quote, or none (default)"),
            .init(name: "--rows", value: "N", help: "only the first N records"),
            .init(name: "--count", help: "only the counts"),
        ],
        discussion: """
            INPUT may be - for standard input. Records that are not as they should be are named on standard error;
            the exit code is 65 then.
            """
    )

    static func run(_ arguments: Arguments) async throws -> Int32 {
        var source = ImportConfiguration.Source()
        source.delimiter = try character(arguments, "--delimiter")
        source.encoding = try encoding(arguments)
        if arguments.has("--quote") { source.quote = try character(arguments, "--quote") }
        source.escape = try character(arguments, "--escape")
        let rows = try arguments.integer("--rows", in: 1...Int.max)
        let input = arguments.operands[0]
        let listing =
            input == "-"
            ? try RecordsListing(
                fileDescriptor: STDIN_FILENO,
                name: "standard input",
                source: source,
                maximumRecords: rows
            )
            : try RecordsListing(path: input, source: source, maximumRecords: rows)

        let name = input == "-" ? "standard input" : input
        var problems = 0
        let report = { (violation: Violation) in
            problems += 1
            if problems <= 20 { Terminal.error("\(name): \(violation.code): \(violation.message)\n") }
        }
        let totals: RecordsListing.Totals
        if arguments.has("--count") {
            totals = try listing.count(report: report)
            Terminal.output("\(totals.records) records, \(totals.fields) fields\n")
        } else {
            do {
                totals = try listing.write(
                    to: { bytes in
                        let copy = bytes.withUnsafeBufferPointer { Array($0) }
                        guard Terminal.output(copy) else { throw ReaderGone() }
                    },
                    report: report
                )
            } catch is ReaderGone {
                return ExitCode.success
            }
        }
        if problems > 20 { Terminal.error("… and \(problems - 20) more\n") }
        return totals.problems == 0 ? ExitCode.success : ExitCode.data
    }

    /// Nobody reads standard output any more.
    private struct ReaderGone: Error {}

    private static func character(_ arguments: Arguments, _ name: String) throws(UsageError) -> Character? {
        guard let text = arguments.string(name) else { return nil }
        switch text {
        case "auto", "none": return nil
        case "tab", "\\t": return "\t"
        default:
            guard let character = text.first, text.count == 1 else {
                throw UsageError(message: "\(name) takes one character, not \(text)")
            }
            return character
        }
    }

    private static func encoding(_ arguments: Arguments) throws(UsageError) -> CSVEncoding? {
        guard let name = arguments.string("--encoding"), name != "auto" else { return nil }
        let names = CSVEncoding.allCases.map(\.rawValue)
        guard let encoding = CSVEncoding(rawValue: name.lowercased()) else {
            let nearest = NearestName.of(name.lowercased(), among: names).map { "; did you mean \($0)?" } ?? ""
            throw UsageError(message: "--encoding: unknown encoding \(name)\(nearest)")
        }
        return encoding
    }
}
