/// The fuzz target of the CSV layer; `Tests/CSVFuzz/run` builds it together with the sources of the layer.
///
/// The first byte chooses settings and chunk size, the rest is the file. What must hold for any file: nothing crashes or
/// hangs; the fast indexer gives what the exact parser gives; chunks make no difference; a record written again with
/// added fields has its columns where they belong.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size > 1 else { return 0 }
    let choice = data[0]
    let file = Array(UnsafeBufferPointer(start: data + 1, count: size - 1))
    var source = ImportConfiguration.Source()
    let delimiters: [Character?] = [nil, ",", ";", "§"]
    source.delimiter = delimiters[Int(choice & 3)]
    source.encoding = choice & 4 == 0 ? nil : .windows1252
    source.escape = choice & 8 == 0 ? nil : "\\"
    source.hasHeader = choice & 16 == 0
    if choice & 32 != 0 { (source.limits.fieldBytes, source.limits.recordBytes, source.limits.columns) = (16, 48, 6) }

    let whole = describe(file, source, chunkSize: 1 << 16)
    // What a limit cuts off depends on what was read already; all else must not depend on chunks.
    if choice & 32 == 0 {
        for chunkSize in [1, 7, 64] where describe(file, source, chunkSize: chunkSize) != whole {
            let other = describe(file, source, chunkSize: chunkSize)
            fatalError("chunks of \(chunkSize) make a difference: \(whole) \(other)")
        }
    }
    compareParsers(file, source)
    writeAgain(file, source)
    return 0
}

private func describe(_ file: [UInt8], _ source: ImportConfiguration.Source, chunkSize: Int) -> [String] {
    var position = 0
    let input = CSVInput(name: "fuzz") {
        guard position < file.count else { return nil }
        defer { position += chunkSize }
        return Array(file[position..<min(file.count, position + chunkSize)])
    }
    var result: [String] = []
    do {
        let reader = try CSVReader(input, source: source, chunkSize: chunkSize)
        result.append("\(reader.dialect)")
        while let batch = try reader.nextBatch() {
            for record in batch {
                let fields = (0..<record.count).map { record.string($0) }
                for field in 0..<record.count where record.isEmpty(field) != fields[field].isEmpty {
                    fatalError("isEmpty")
                }
                result.append("\(record.row) \(record.line) \(fields) \(record.problem?.message ?? "")")
            }
        }
        result.append("\(reader.warnings) \(reader.blankLines)")
    } catch {
        result.append("\(error)")
    }
    return result
}

private func compareParsers(_ file: [UInt8], _ source: ImportConfiguration.Source) {
    let encoding = source.encoding ?? .utf8
    guard let format = try? CSVFormat(delimiter: source.delimiter ?? ";", quote: "\"", escape: nil, encoding: encoding)
    else {
        return
    }
    for horizon in [CSVRecordParser.Horizon.endOfInput, .moreToCome] {
        let results = [true, false].map { usesIndexer in
            let storage = CSVBatchStorage(capacity: file.count, format: format)
            storage.fill(with: file)
            let parser = CSVChunkParser(
                storage: storage,
                limits: source.limits,
                horizon: horizon,
                width: 2,
                usesIndexer: usesIndexer
            )
            let progress = parser.run(from: 0)
            let records = (0..<storage.count).map { index in
                let record = CSVRecord(storage: storage, index: index)
                return "\(record.line) \(record.rawBytes) \(record.count) \(record.problem?.message ?? "")"
            }
            return "\(progress) \(storage.garbledRecords) \(records)"
        }
        if results[0] != results[1] { fatalError("the indexer reads \(results[0]), the parser \(results[1])") }
    }
}

/// Writes all records with two more fields and reads them again: the added fields must be found in their columns.
private func writeAgain(_ file: [UInt8], _ source: ImportConfiguration.Source) {
    var chunks = [file]
    guard source.hasHeader, source.limits == CSVLimits(),
        let reader = try? CSVReader(name: "fuzz", source: source, next: { chunks.popLast() })
    else { return }
    let formatter = CSVFormatter(dialect: reader.dialect)
    var written: [UInt8] = []
    formatter.appendPreamble(to: &written)
    formatter.appendHeader(adding: ["fuzz_row", "fuzz_text"], to: &written)
    var rows = 0
    while let batch = try? reader.nextBatch() {
        for record in batch {
            rows += 1
            formatter.append(
                record,
                adding: ["\(record.row)", "a;b,\"c\"\nd\\"],
                width: reader.header.count,
                to: &written
            )
        }
    }
    var again = source
    again.delimiter = reader.dialect.delimiter
    again.encoding = reader.dialect.encoding
    again.escape = reader.dialect.escape
    again.skipLines = reader.dialect.skippedLines
    chunks = [written]
    guard let second = try? CSVReader(name: "again", source: again, next: { chunks.popLast() }) else {
        fatalError("unreadable")
    }
    var row = 0
    while let batch = try? second.nextBatch() {
        for record in batch {
            row += 1
            let column = reader.header.count
            if record.string(column) != "\(row)" || record.string(column + 1) != "a;b,\"c\"\nd\\" {
                fatalError(
                    "row \(row) is out of its columns: \(String(decoding: written, as: UTF8.self).debugDescription)"
                )
            }
        }
    }
    if row != rows { fatalError("\(rows) rows written, \(row) read") }
}
