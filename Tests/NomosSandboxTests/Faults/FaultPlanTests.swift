import Testing

@testable import NomosSandbox

@Suite("The list of faults")
struct FaultPlanTests {
    @Test("A list names faults and their probabilities")
    func list() throws {
        let plan = try FaultPlan("reset-before:0.02, half:0.01")
        #expect(plan.probabilities == [.resetBefore: 0.02, .half: 0.01])
        #expect(try FaultPlan(plan.description) == plan)
    }

    @Test("'all' spreads its probability over the kinds not named otherwise")
    func all() throws {
        let plan = try FaultPlan("all:0.5,late:0")
        #expect(plan.probabilities.count == Fault.allCases.count - 1)
        #expect(plan.probabilities[.half] == 0.05)
    }

    @Test("No faults have three spellings", arguments: ["", "none", " "])
    func none(text: String) throws {
        #expect(try FaultPlan(text) == FaultPlan.none)
        #expect(FaultPlan.none.description == "none")
    }

    @Test("An unknown name is an error that lists the names")
    func unknown() {
        let error = #expect(throws: SandboxError.self) { try FaultPlan("explode:0.5") }
        #expect(error?.description.contains("'explode'") == true)
        for fault in Fault.allCases { #expect(error?.description.contains(fault.rawValue) == true) }
    }

    @Test(
        "What is no probability is an error",
        arguments: [
            "half", "half:", "half:x", "half:1.1", "half:-0.1", "half:0.6,late:0.6", "half:nan", ":0.1", "half:0.1:2",
        ]
    )
    func wrong(text: String) {
        #expect(throws: SandboxError.self) { try FaultPlan(text) }
    }

    @Test("Each fault owns its part of the numbers from 0 to 1")
    func parts() throws {
        let plan = try FaultPlan("half:0.25,reset-before:0.5")
        #expect(plan.fault(at: 0) == .resetBefore)
        #expect(plan.fault(at: 0.49) == .resetBefore)
        #expect(plan.fault(at: 0.5) == .half)
        #expect(plan.fault(at: 0.75) == nil)
    }

    @Test("The same seed plays the same faults, another seed others")
    func seeded() throws {
        func played(seed: UInt64) throws -> [Fault?] {
            var pure = PureAPI { $0.seed = seed }
            pure.api.faults = try FaultPlan("all:0.5")
            return try (0..<50).map { _ in
                _ = try pure.create()
                return pure.api.log.recent.last?.fault
            }
        }
        #expect(try played(seed: 1) == played(seed: 1))
        #expect(try played(seed: 1) != played(seed: 2))
    }
}
