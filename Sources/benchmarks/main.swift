let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "check": try CheckBenchmark.run(Array(arguments.dropFirst()))
case "transport": try await TransportBenchmark.run(Array(arguments.dropFirst()))
default: print("usage: benchmarks check INPUT CONFIG | transport URL [REQUESTS]")
}
