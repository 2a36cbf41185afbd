let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "check": try await CheckBenchmark.run(Array(arguments.dropFirst()))
case "csv": try CSVBenchmark.run(Array(arguments.dropFirst()))
case "transport": try await TransportBenchmark.run(Array(arguments.dropFirst()))
case "chaos": try await ChaosBenchmark.run(Array(arguments.dropFirst()))
default:
    print(
        """
        usage: benchmarks csv [FILE ...]
               benchmarks check INPUT CONFIG [WORKERS]
               benchmarks transport URL [REQUESTS]
               benchmarks chaos [--rows N] [--kills N] [--seeds N] [--first-seed N] [--late] [--no-read]
        """
    )
}
