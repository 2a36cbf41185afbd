/// What a worker found in one batch; merged in the order of the file.
struct BatchFindings: Sendable {
    /// What is counted together.
    enum Subject: Sendable, Hashable {
        /// A rule broken at a slot of the draft.
        case rule(Rule, slot: Int16)
        /// A record that is no sound CSV, by the problem's code.
        case problem(String)
        case suspicion(Suspect, slot: Int16)
    }

    struct Tally: Sendable {
        var subject: Subject
        var rows: Int
        var first: [CheckReport.Place]

        mutating func merge(_ other: Tally) {
            rows += other.rows
            first += other.first.prefix(max(0, 3 - first.count))
        }
    }

    struct Tallies: Sendable {
        private(set) var list: [Tally] = []

        /// Counts a row. Few different things go wrong in a file, so a list is searched faster than a table.
        mutating func count(_ subject: Subject, _ record: CSVRecord) {
            merge(Tally(subject: subject, rows: 1, first: []), place: record)
        }

        mutating func merge(_ tally: Tally) {
            if let index = list.firstIndex(where: { $0.subject == tally.subject }) {
                list[index].merge(tally)
            } else {
                list.append(tally)
            }
        }

        private mutating func merge(_ tally: Tally, place record: CSVRecord) {
            if let index = list.firstIndex(where: { $0.subject == tally.subject }) {
                list[index].rows += 1
                if list[index].first.count < 3 { list[index].first.append(.init(row: record.row, line: record.line)) }
            } else {
                var tally = tally
                tally.first = [.init(row: record.row, line: record.line)]
                list.append(tally)
            }
        }
    }

    var rows = 0
    var validRows = 0
    var tallies = Tallies()
    /// The invalid records, by their index in the batch, in ascending order.
    var invalid: [(index: Int, violations: [Violation])] = []
    /// The identity of each row, by its index in the batch; all zero for rows that are invalid or have none.
    var identities: [Fingerprint] = []
    /// Hashes of the e-mail addresses of each row, 0 for none.
    var emails: [UInt64] = []
    /// Hashes of the suppliers' names to be looked up.
    var suppliers: Set<UInt64> = []
    /// The used columns' texts as far as they are the same in all rows of the batch.
    var constants = ColumnConstants()
}

/// Which columns have held one and the same text so far.
struct ColumnConstants: Sendable {
    /// The text of each used column; nil once there have been two.
    private(set) var texts: [[UInt8]?] = []

    /// Takes in a record's fields. Costs next to nothing for columns known to vary.
    mutating func add(_ record: CSVRecord, columns: [Int]) {
        if texts.isEmpty {
            texts = columns.map { column in
                record.withUTF8(column) { field in
                    var copy: [UInt8] = []
                    copy.append(copying: field)
                    return copy
                }
            }
            return
        }
        for (index, column) in columns.enumerated() {
            guard let text = texts[index] else { continue }
            let same = record.withUTF8(column) { TextScan.equal($0, text.span, text.indices) }
            if !same { texts[index] = nil }
        }
    }

    mutating func merge(_ other: ColumnConstants) {
        if texts.isEmpty {
            texts = other.texts
        } else if !other.texts.isEmpty {
            for index in texts.indices where texts[index] != other.texts[index] { texts[index] = nil }
        }
    }
}
