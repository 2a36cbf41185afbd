#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Keeps every failure file that is fed back, sorted by row, in the run folder: the rows' newest values are read from there.
struct FailureArchive {
    let folder: RunFolder
    let journal: Journal
    /// How many rows the original input has.
    let rowCount: Int

    /// Takes a fed file in and notes in the journal that a process takes the run up with it.
    ///
    /// The same file again, while the process that took it last did not come to its end, continues that process' work.
    /// Throws `RerunError` where a row stands in it twice, before anything is changed.
    func take(_ path: String, configuration: Fingerprint, source: ImportConfiguration.Source) throws {
        let fingerprint = try InputFingerprint.of(path: path).fingerprint
        let (last, isEnded) = journal.withIndex { ($0.lastStart, $0.isEnded) }
        var name = last?.layer
        if isEnded || last?.layerFingerprint != fingerprint || name == nil {
            let lines = try sortedRows(path, source)
            let isOwn = RunPlan.absolute(path) == RunPlan.absolute(folder.failures)
            if !isOwn, access(folder.failures, F_OK) == 0 {
                try OutputFile.rename(folder.failures, to: folder.file(folder.freeFailuresName()))
            }
            let free = folder.freeFailuresName()
            try copy(path, to: folder.file(free), inOrderOf: lines, source)
            name = free
        }
        journal.append(
            .start(
                RunStart(
                    at: WallClock.milliseconds(),
                    config: configuration,
                    layer: name,
                    layerFingerprint: fingerprint
                )
            )
        )
    }

    /// The rows of the file in ascending order with their places in it; nil if they are in that order already.
    private func sortedRows(_ path: String, _ source: ImportConfiguration.Source) throws -> [(row: Int, place: Int)]? {
        guard let file = try FailureFile(path: path, source: source) else { return nil }
        var rows: [(row: Int, place: Int)] = []
        var isSorted = true
        while let entry = file.next {
            guard entry.row <= rowCount else { throw RerunError.beyondInput(path: path, row: entry.row) }
            if let last = rows.last, entry.row <= last.row { isSorted = false }
            rows.append((entry.row, rows.count))
            try file.advance()
        }
        if isSorted { return nil }
        rows.sort { $0.row < $1.row }
        for (first, second) in zip(rows, rows.dropFirst()) where first.row == second.row {
            throw RerunError.twice(path: path, row: first.row)
        }
        return rows
    }

    private func copy(
        _ path: String,
        to target: String,
        inOrderOf rows: [(row: Int, place: Int)]?,
        _ source: ImportConfiguration.Source
    ) throws {
        let part = target + ".part"
        guard let rows else {
            let output = try OutputFile(path: part, flags: O_WRONLY | O_CREAT | O_TRUNC)
            var failure: OutputError?
            _ = try CSVInput(path: path).scanFromStart { bytes in
                do throws(OutputError) { try output.write(Array(bytes)) } catch { failure = error }
                return failure == nil
            }
            if let failure { throw failure }
            try output.synchronize()
            try OutputFile.rename(part, to: target)
            return
        }
        // A spreadsheet sorted it: such a file has a million rows at the most, so its records fit into memory.
        guard let file = try FailureFile(path: path, source: source) else { return }
        var records: [CSVRecord] = []
        while let entry = file.next {
            records.append(entry.record)
            try file.advance()
        }
        let output = try OutputFile(path: part, flags: O_WRONLY | O_CREAT | O_TRUNC)
        var writer = CSVWriter(fileDescriptor: output.descriptor, dialect: file.dialect)
        try writer.writeHead(adding: [])
        for (_, place) in rows { try writer.write(records[place], adding: [], width: records[place].count) }
        try writer.flush()
        try output.synchronize()
        try OutputFile.rename(part, to: target)
    }
}
