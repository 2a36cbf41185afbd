import LeadImport

/// Maps and validates every row of a file, and prints what a row costs, stage by stage.
enum CheckBenchmark {
    /// `arguments`: the CSV file and the config.
    static func run(_ arguments: [String]) throws {
        guard arguments.count >= 2 else { return print("usage: benchmarks check INPUT CONFIG") }
        let configuration = try ConfigurationReader.read(path: arguments[1])
        let clock = ContinuousClock()
        var rows = 0
        let reading = try clock.measure {
            let reader = try CSVReader(path: arguments[0], source: configuration.source)
            while let batch = try reader.nextBatch() { rows += batch.count }
        }
        var valid = 0
        let preparing = try clock.measure {
            let reader = try CSVReader(path: arguments[0], source: configuration.source)
            let preparation = LeadPreparation(
                mapper: try LeadMapper(configuration, header: reader.header),
                validator: LeadValidator(today: CalendarDate(daysSince1970: 20_779))
            )
            var draft = preparation.makeDraft()
            while let batch = try reader.nextBatch() {
                for record in batch {
                    preparation.prepare(record, into: &draft)
                    if draft.isValid { valid += 1 }
                }
            }
        }
        show("read", reading, rows)
        show("read, map and validate", preparing, rows)
        print("\(valid) of \(rows) rows are valid")
    }

    private static func show(_ stage: String, _ time: Duration, _ rows: Int) {
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
        let nanoseconds = Int(seconds * 1e9 / Double(max(rows, 1)))
        print("\(stage): \((seconds * 1000).rounded() / 1000) s, \(nanoseconds) ns a row")
    }
}
