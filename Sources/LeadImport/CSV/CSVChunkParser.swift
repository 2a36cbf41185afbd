/// Cuts the bytes of one batch into records: skips blank lines, notes where each record stands and what is wrong with it.
struct CSVChunkParser {
    /// How far the parser came.
    struct Progress {
        /// The offset of the first byte not consumed.
        var position: Int
        /// The line breaks consumed.
        var lines = 0
        /// The blank lines among them.
        var blankLines = 0
        /// Whether the last record goes on beyond its limit, so that the rest of its line is to be skipped.
        var skipsRestOfLine = false
    }

    let storage: CSVBatchStorage
    let limits: CSVLimits
    let horizon: CSVRecordParser.Horizon
    /// How many fields a record must have; 0: any number.
    let width: Int
    /// Stop after so many records.
    var maximumRecords = Int.max

    /// Whether `CSVIndexer` may be used; without it every record is read by `CSVRecordParser`, with the same result.
    var usesIndexer = true

    /// Appends all whole records from `start` on to the storage.
    func run(from start: Int) -> Progress {
        var progress = Progress(position: start)
        var parser = CSVRecordParser(storage: storage, limits: limits, horizon: horizon)
        let indexer = usesIndexer && CSVIndexer.reads(storage.format) ? CSVIndexer(self) : nil
        while progress.position < storage.filled, storage.count < maximumRecords {
            if let indexer, indexer.run(&progress) == .incomplete, horizon == .moreToCome { break }
            if progress.position == storage.filled || storage.count == maximumRecords { break }
            if skipBlankLine(&progress) { continue }
            if isWaitingForLineFeed(progress.position) || isEndOfFileMark(&progress) { break }
            let recordStart = progress.position
            let firstField = storage.endsCount
            switch parser.parse(from: recordStart) {
            case .incomplete:
                return finish(progress)
            case .record(let end, let next, let lines, let irregular, let problem):
                append(recordStart, end, firstField, progress.lines, irregular: irregular, problem)
                progress.position = next
                progress.lines += lines
            case .tooLong(let end, let lines, let problem):
                append(recordStart, end, firstField, progress.lines, irregular: true, problem)
                progress.position = end
                progress.lines += lines
                progress.skipsRestOfLine = true
                return finish(progress)
            }
        }
        return finish(progress)
    }

    private func finish(_ progress: Progress) -> Progress {
        storage.close()
        return progress
    }

    /// Passes a line without any byte in it.
    private func skipBlankLine(_ progress: inout Progress) -> Bool {
        let position = progress.position
        switch storage.bytes[position] {
        case UInt8(ascii: "\n"):
            progress.position += 1
        case UInt8(ascii: "\r"):
            if position + 1 == storage.filled, horizon != .endOfInput { return false }
            let isPair = position + 1 < storage.filled && storage.bytes[position + 1] == UInt8(ascii: "\n")
            progress.position += isPair ? 2 : 1
        default:
            return false
        }
        progress.lines += 1
        progress.blankLines += 1
        return true
    }

    private func isWaitingForLineFeed(_ position: Int) -> Bool {
        position + 1 == storage.filled && storage.bytes[position] == UInt8(ascii: "\r") && horizon != .endOfInput
    }

    /// DOS programs end a text file with Ctrl-Z.
    private func isEndOfFileMark(_ progress: inout Progress) -> Bool {
        guard horizon == .endOfInput, progress.position + 1 == storage.filled, storage.bytes[progress.position] == 0x1A
        else {
            return false
        }
        progress.position += 1
        return true
    }

    /// Appends a record whose fields' ends are in the storage already, looking at its bytes closely.
    func append(
        _ start: Int,
        _ end: Int,
        _ firstField: Int,
        _ lineOffset: Int,
        irregular: Bool,
        _ problem: CSVProblem?
    ) {
        var problem = problem
        let fields = storage.endsCount - firstField
        if problem == nil, end - start > limits.recordBytes {
            problem = CSVProblem(kind: .recordTooLong, record: storage.count, offset: start, bound: limits.recordBytes)
        }
        if problem == nil,
            let offset = EncodingValidity.firstInvalid(storage.bytes, start, end, storage.format.encoding)
        {
            problem = CSVProblem(kind: .invalidBytes, record: storage.count, offset: offset)
        }
        if EncodingValidity.hasGarbledLetter(storage.bytes, start, end, storage.format.encoding) {
            if storage.garbledRecords == 0 { storage.firstGarbledRecord = storage.count }
            storage.garbledRecords += 1
        }
        if problem == nil, width > 0, fields != width {
            let kind: CSVProblem.Kind = fields < width ? .tooFewFields : .tooManyFields
            problem = CSVProblem(kind: kind, record: storage.count, offset: start, bound: width)
        }
        var flags: CSVBatchStorage.Flags = irregular ? .irregular : []
        if let problem {
            flags.insert(.problem)
            storage.problems.append(problem)
        }
        storage.reserveEntry()
        storage.entries[storage.count] = CSVBatchStorage.Entry(
            start: UInt32(start),
            end: UInt32(end),
            firstField: UInt32(firstField),
            lineOffset: UInt32(lineOffset),
            flags: flags
        )
        storage.count += 1
    }
}
