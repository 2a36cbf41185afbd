/// Puts the findings of the batches together, in the order of the file.
struct CheckMerger {
    private let preparation: LeadPreparation
    private let invalidRow: ((CSVRecord, [Violation]) throws -> Void)?
    private var report: CheckReport
    private var tallies = BatchFindings.Tallies()
    private var identities = IdentityIndex()
    private var emails = CompactHashSet()
    private var suppliers: Set<UInt64> = []
    /// A sum of what was touched, kept so that touching is not optimised away.
    private var touched: UInt32 = 0
    private var constants = ColumnConstants()
    private var repeatedEmails = BatchFindings.Tally(subject: .problem("email"), rows: 0, first: [])
    /// So many different suppliers are counted at most: the file may have a name of its own on every row.
    private static let mostSuppliers = 100_000

    /// Begins with a report that has everything that is known before the first row.
    init(_ report: CheckReport, preparation: LeadPreparation, invalidRow: ((CSVRecord, [Violation]) throws -> Void)?) {
        self.report = report
        self.preparation = preparation
        self.invalidRow = invalidRow
    }

    /// Takes in the next batch of the file.
    mutating func merge(_ batch: CSVBatch, _ findings: BatchFindings) throws {
        touched &+= touch(findings)
        var refused = findings.invalid[...]
        for index in batch.indices {
            if let next = refused.first, next.index == index {
                try invalidRow?(batch[index], next.violations)
                refused.removeFirst()
                continue
            }
            try addIdentity(of: index, batch, findings)
            let email = findings.emails[index]
            if email != 0, !emails.insert(email) {
                let record = batch[index]
                repeatedEmails.merge(
                    .init(subject: .problem("email"), rows: 1, first: [.init(row: record.row, line: record.line)])
                )
            }
        }
        report.rows += findings.rows
        report.validRows += findings.validRows
        for tally in findings.tallies.list { tallies.merge(tally) }
        if suppliers.count < Self.mostSuppliers { suppliers.formUnion(findings.suppliers) }
        constants.merge(findings.constants)
    }

    /// Has the places of all of the batch's hashes fetched into the cache: together, which is several times faster than one
    /// by one as they are inserted.
    @inline(never)
    private func touch(_ findings: BatchFindings) -> UInt32 {
        var sum: UInt32 = 0
        for identity in findings.identities { sum &+= identities.touch(identity) }
        for email in findings.emails { sum &+= emails.touch(email) }
        return sum
    }

    /// How many rows there have been, and how many of them are invalid.
    var progress: CheckProgress { CheckProgress(rows: report.rows, invalidRows: report.invalidRows) }

    private mutating func addIdentity(of index: Int, _ batch: CSVBatch, _ findings: BatchFindings) throws {
        let identity = findings.identities[index]
        guard identity != Fingerprint(high: 0, low: 0) else { return }
        let row = batch.firstRow + index
        guard let earlier = identities.firstRow(of: identity, orInsert: row) else { return }
        let record = batch[index]
        report.duplicates.rows += 1
        if report.duplicates.first.count < 3 { report.duplicates.first.append(.init(row: row, line: record.line)) }
        if report.duplicates.treatment == .fail {
            report.validRows -= 1
            tallies.count(.rule(.duplicateRow, slot: -1), record)
            try invalidRow?(record, [preparation.duplicateViolation(of: earlier, in: record)])
        }
    }

    /// The report on all that was merged.
    func finished() -> CheckReport {
        var report = report
        let layout = preparation.mapper.layout
        for tally in tallies.list {
            switch tally.subject {
            case .problem(let code):
                report.findings.append(
                    .init(
                        code: code,
                        field: nil,
                        columns: [],
                        summary: CSVProblem.summary(ofCode: code),
                        rows: tally.rows,
                        first: tally.first
                    )
                )
            case .rule(let rule, let slot):
                let isRow = slot < 0
                report.findings.append(
                    .init(
                        code: rule.code,
                        field: isRow ? nil : layout.paths[Int(slot)],
                        columns: isRow ? layout.identityColumns : layout.columns[Int(slot)],
                        summary: rule.summary,
                        rows: tally.rows,
                        first: tally.first
                    )
                )
            case .suspicion(let suspect, let slot):
                report.suspicions.append(
                    .init(
                        code: suspect.rawValue,
                        columns: layout.columns[Int(slot)],
                        message: suspect.message,
                        rows: tally.rows,
                        first: tally.first
                    )
                )
            }
        }
        if repeatedEmails.rows > 0 {
            report.suspicions.append(
                .init(
                    code: "duplicate_customers",
                    columns: layout.columns[LeadSlot.email],
                    message: "E-mail addresses come up again: the API may refuse a second lead for the same customer.",
                    rows: repeatedEmails.rows,
                    first: repeatedEmails.first
                )
            )
        }
        addConstants(to: &report)
        report.findings.sort { ($1.rows, $0.code) < ($0.rows, $1.code) }
        report.suspicions.sort { ($1.rows, $0.code) < ($0.rows, $1.code) }
        report.suppliersToLookUp = suppliers.count
        return report
    }

    /// Used columns with the same text in every row, or none in any.
    private func addConstants(to report: inout CheckReport) {
        guard report.rows >= 10 else { return }
        for (index, column) in preparation.mapper.usedColumns.enumerated() {
            guard index < constants.texts.count, let text = constants.texts[index] else { continue }
            let name = report.columns[column]
            report.suspicions.append(
                text.isEmpty
                    ? .init(
                        code: "empty_column",
                        columns: [name],
                        message: "The column is empty in every row.",
                        rows: 0,
                        first: []
                    )
                    : .init(
                        code: "constant_column",
                        columns: [name],
                        message: "The column holds the same text in every row: is it the right one?",
                        rows: 0,
                        first: []
                    )
            )
        }
    }
}

/// How far a check has come.
public struct CheckProgress: Sendable, Equatable {
    /// How many rows have been checked.
    public var rows: Int
    /// How many of them are invalid.
    public var invalidRows: Int
}
