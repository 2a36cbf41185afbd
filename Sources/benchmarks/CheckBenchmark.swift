import LeadImport

/// Runs `check` over a file on one core and on two, and prints what a row costs, stage by stage.
enum CheckBenchmark {
    /// `arguments`: the CSV file, the config, and how many batches are worked on at once, if only that check is wanted.
    static func run(_ arguments: [String]) async throws {
        guard arguments.count >= 2 else { return print("usage: benchmarks check INPUT CONFIG [WORKERS]") }
        let configuration = try ConfigurationReader.read(path: arguments[1])
        let today = CalendarDate(daysSince1970: 20_779)
        if arguments.count == 2 { try stages(arguments[0], configuration, today) }
        for workers in arguments.count > 2 ? [Int(arguments[2]) ?? 2] : [1, 2] {
            var rows = 0
            var written = 0
            let time = try await ContinuousClock().measure {
                let reader = try CSVReader(path: arguments[0], source: configuration.source)
                let check = ImportCheck(configuration, today: today, workers: workers)
                rows = try await check.run(reader, invalidRow: { _, _ in written += 1 }).rows
            }
            show("check, \(workers) at once, \(written) invalid", time, rows)
        }
    }

    private static func stages(_ input: String, _ configuration: ImportConfiguration, _ today: CalendarDate) throws {
        var rows = 0
        let reading = try ContinuousClock().measure {
            let reader = try CSVReader(path: input, source: configuration.source)
            while let batch = try reader.nextBatch() { rows += batch.count }
        }
        show("read", reading, rows)
        let preparing = try ContinuousClock().measure {
            let reader = try CSVReader(path: input, source: configuration.source)
            let preparation = LeadPreparation(
                mapper: try LeadMapper(configuration, header: reader.header),
                validator: LeadValidator(today: today)
            )
            var draft = preparation.makeDraft()
            while let batch = try reader.nextBatch() {
                for record in batch { preparation.prepare(record, into: &draft) }
            }
        }
        show("read, map and validate", preparing, rows)
    }

    private static func show(_ stage: String, _ time: Duration, _ rows: Int) {
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
        let nanoseconds = Int(seconds * 1e9 / Double(max(rows, 1)))
        print("\(stage): \((seconds * 1000).rounded() / 1000) s, \(nanoseconds) ns a row")
    }
}
