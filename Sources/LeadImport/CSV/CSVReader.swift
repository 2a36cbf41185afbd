/// Reads a CSV file as a stream of batches of records, in constant memory.
///
/// Opening it finds out the file's dialect and reads the header; `nextBatch` then gives the records in order. It is
/// pulled by one task at a time; the batches may be worked on anywhere.
///
/// ```swift
/// let reader = try CSVReader(path: "export.csv", source: configuration.source)
/// while let batch = try reader.nextBatch() {
///     for record in batch { record.withUTF8(0) { print($0.count) } }
/// }
/// ```
public final class CSVReader {
    /// What was found out about the file.
    public private(set) var dialect = CSVDialect()
    /// The columns.
    public private(set) var header = CSVHeader(rawNames: [])
    /// What is odd about the file but does not stop it; complete at the end of the file.
    public var warnings: [CSVWarning] {
        guard let garbled else { return openingWarnings }
        let others = garbled.records > 1 ? " and in \(garbled.records - 1) more" : ""
        let message =
            "Letters look garbled in row \(garbled.row) (line \(garbled.line))\(others), as in MÃ¼ller for Müller:"
            + " the file was once saved in the wrong encoding. Ask for a fresh export; nothing is changed here."
        return openingWarnings + [CSVWarning(code: "mojibake", row: garbled.row, line: garbled.line, message: message)]
    }
    /// The blank lines passed so far.
    public private(set) var blankLines = 0

    private let name: String
    private var text: CSVTextInput
    private let limits: CSVLimits
    private let chunkSize: Int
    private var format: CSVFormat
    private var pool: [CSVBatchStorage] = []
    /// The storage that holds the bytes not yet consumed, and where they begin.
    private var current: CSVBatchStorage
    private var position = 0
    /// The blank lines before those in `current`.
    private var blankLinesBefore = 0
    private var openingWarnings: [CSVWarning]
    /// Where letters look garbled, and in how many records.
    private var garbled: (row: Int, line: Int, records: Int)?
    private var row = 1
    /// How many fields each record should have; 0 for any number.
    private var width = 0
    private var line = 1
    private var skipsRestOfLine = false

    /// Opens the file at `path`.
    /// Throws `CSVError`: there is no such file, or it cannot be read as CSV with `source`'s settings.
    public convenience init(path: String, source: ImportConfiguration.Source) throws {
        try self.init(CSVInput(path: path), source: source)
    }

    /// Reads from a descriptor, such as standard input; it stays open. `name` is what errors call it.
    public convenience init(fileDescriptor: Int32, name: String, source: ImportConfiguration.Source) throws {
        try self.init(CSVInput(descriptor: fileDescriptor, name: name), source: source)
    }

    /// Reads the chunks that `next` returns until it returns nil. `name` is what errors call them.
    public convenience init(
        name: String,
        source: ImportConfiguration.Source,
        next: @escaping () throws -> [UInt8]?
    ) throws {
        try self.init(CSVInput(name: name, next: next), source: source)
    }

    /// `chunkSize` is how many bytes are read at once. With `checksWidth` false any number of fields is fine, and a file
    /// without a record too.
    init(
        _ input: CSVInput,
        source: ImportConfiguration.Source,
        chunkSize: Int = 256 << 10,
        checksWidth: Bool = true
    ) throws {
        let opening = try CSVOpening(input, source: source)
        name = input.name
        text = opening.text
        limits = source.limits
        dialect = opening.dialect
        format = opening.format
        openingWarnings = opening.warnings
        line = opening.firstLine
        blankLines = opening.blankLines
        self.chunkSize = chunkSize
        current = CSVBatchStorage(capacity: 0, format: format)
        try readHeader(checksWidth: checksWidth)
        if header.count == 0, checksWidth {
            throw CSVError(.notReadableAsCSV, "\(input.name) is empty: there is no header and no record in it.")
        }
    }

    /// Reads the header, or looks at the first record for the number of columns.
    private func readHeader(checksWidth: Bool) throws {
        let storage = try nextStorage(maximumRecords: 1)
        guard storage.count == 1 else { return }
        let record = CSVRecord(storage: storage, index: 0)
        if checksWidth { width = record.count }
        if dialect.hasHeader {
            try refuseBadHeader(record)
            dialect.rawHeader = record.rawBytes
            header = CSVHeader(rawNames: (0..<record.count).map { record.string($0) })
            openingWarnings += header.warnings
        } else {
            header = CSVHeader(numbered: record.count)
            // The record is read again as the first row, from the start of the storage it is in.
            (line, blankLines) = (storage.firstLine, blankLinesBefore)
            position = 0
        }
    }

    private func refuseBadHeader(_ header: CSVRecord) throws {
        guard let problem = header.problem else { return }
        throw CSVError(.notReadableAsCSV, "The header of \(name) cannot be read. \(problem.message)")
    }

    /// The next records, or nil at the end of the file.
    /// Throws `CSVError` if reading fails. A bad record is no error, it has a `problem`.
    public func nextBatch() throws -> CSVBatch? {
        let storage = try nextStorage(maximumRecords: .max)
        guard storage.count > 0 else { return nil }
        storage.firstRow = row
        row += storage.count
        noteGarbledLetters(storage)
        return CSVBatch(storage: storage)
    }

    private func noteGarbledLetters(_ storage: CSVBatchStorage) {
        guard storage.garbledRecords > 0 else { return }
        let first = CSVRecord(storage: storage, index: storage.firstGarbledRecord)
        let (row, line, before) = garbled ?? (first.row, first.line, 0)
        garbled = (row, line, before + storage.garbledRecords)
    }

    private func nextStorage(maximumRecords: Int) throws -> CSVBatchStorage {
        while true {
            let storage = takeStorage()
            storage.firstLine = line
            blankLinesBefore = blankLines
            let progress = try parseRecords(into: storage, maximumRecords)
            current = storage
            position = progress.position
            line += progress.lines
            blankLines += progress.blankLines
            skipsRestOfLine = progress.skipsRestOfLine
            if storage.count > 0 || (text.isAtEnd && position == storage.filled) { return storage }
        }
    }

    /// Fills `storage` and parses it, making it larger until it holds a record or the record is too long.
    private func parseRecords(into storage: CSVBatchStorage, _ maximumRecords: Int) throws -> CSVChunkParser.Progress {
        while true {
            try text.fill(storage)
            if skipsRestOfLine {
                let progress = skipLine(storage)
                if progress.position > 0 || text.isAtEnd { return progress }
                storage.growBytes(to: storage.capacity * 2)
                continue
            }
            var horizon = text.isAtEnd ? CSVRecordParser.Horizon.endOfInput : .moreToCome
            for _ in 0..<2 {
                let parser = CSVChunkParser(
                    storage: storage,
                    limits: limits,
                    horizon: horizon,
                    width: width,
                    // Only the first record has reached the limit; the last one is merely cut off by the end of the memory.
                    maximumRecords: horizon == .limitReached ? 1 : maximumRecords
                )
                let progress = parser.run(from: 0)
                if progress.position > 0 || text.isAtEnd { return progress }
                guard storage.filled >= limits.recordBytes else { break }
                horizon = .limitReached
            }
            storage.growBytes(to: min(storage.capacity * 2, limits.recordBytes + chunkSize))
        }
    }

    /// Passes the rest of a line whose record was too long.
    private func skipLine(_ storage: CSVBatchStorage) -> CSVChunkParser.Progress {
        var progress = CSVChunkParser.Progress(position: 0, skipsRestOfLine: true)
        while progress.position < storage.filled {
            let byte = storage.bytes[progress.position]
            if byte == UInt8(ascii: "\r"), progress.position + 1 == storage.filled, !text.isAtEnd { return progress }
            progress.position += 1
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
            if byte == UInt8(ascii: "\r"), progress.position < storage.filled,
                storage.bytes[progress.position] == UInt8(ascii: "\n")
            {
                progress.position += 1
            }
            progress.lines = 1
            progress.skipsRestOfLine = false
            return progress
        }
        return progress
    }

    /// A storage nobody uses any more, or a new one, beginning with the bytes not yet consumed.
    private func takeStorage() -> CSVBatchStorage {
        let rest = current.filled - position
        var storage: CSVBatchStorage?
        for index in pool.indices where isKnownUniquelyReferenced(&pool[index]) {
            let unused = pool.remove(at: index)
            // One that a huge record has made large is given back.
            if unused.capacity <= 4 * chunkSize { storage = unused }
            break
        }
        let fresh = storage ?? CSVBatchStorage(capacity: chunkSize, format: format)
        fresh.reset(format: format)
        fresh.growBytes(to: rest + max(1, chunkSize / 2))
        fresh.bytes.update(from: current.bytes + position, count: rest)
        fresh.filled = rest
        pool.append(current)
        return fresh
    }
}
