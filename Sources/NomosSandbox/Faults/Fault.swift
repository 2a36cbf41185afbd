/// A way in which the sandbox fails a request on purpose.
///
/// `before` and `after` say whether the request is processed (a lead created) before it fails: the client cannot tell
/// the two apart, and must find out.
public enum Fault: String, Sendable, CaseIterable, Hashable {
    /// The connection is reset; nothing was created.
    case resetBefore = "reset-before"
    /// The lead is created, then the connection is reset without a byte of an answer.
    case resetAfter = "reset-after"
    /// Status 500; nothing was created.
    case errorBefore = "500-before"
    /// The lead is created, then status 500 is answered.
    case errorAfter = "500-after"
    /// Status 503 with `retry-after`; nothing was created.
    case unavailable = "503"
    /// Status 429 with `retry-after`, whatever the rate; nothing was created.
    case tooManyRequests = "429"
    /// No answer until the client gives up; nothing was created.
    case stallBefore = "stall-before"
    /// The lead is created, but there is no answer until the client gives up.
    case stallAfter = "stall-after"
    /// The lead is created; a part of the answer is sent, which may end within the header section, then the connection ends.
    case half
    /// The lead is created and 200 answered, with a body that is no JSON.
    case garbage
    /// No answer, and the lead is created only `lateSeconds` afterwards, when the client has long given up.
    case late

    /// Whether the request is processed when it arrives.
    var isProcessed: Bool {
        switch self {
        case .resetAfter, .errorAfter, .stallAfter, .half, .garbage: true
        case .resetBefore, .errorBefore, .unavailable, .tooManyRequests, .stallBefore, .late: false
        }
    }
}

/// How probable each fault is.
///
/// ```swift
/// let faults = try FaultPlan("reset-before:0.02,half:0.01")
/// ```
public struct FaultPlan: Sendable, Equatable, CustomStringConvertible {
    /// The probability of each fault, from 0 to 1; their sum is at most 1. A fault that is not in here does not happen.
    public let probabilities: [Fault: Double]
    /// The faults with the upper end of each one's part of 0..<1, in the order of `Fault.allCases`.
    private let bounds: [(fault: Fault, end: Double)]

    /// No faults.
    public static let none = FaultPlan(checked: [:])

    /// Creates a plan; throws if a probability is outside 0...1 or their sum is above 1.
    public init(_ probabilities: [Fault: Double]) throws(SandboxError) {
        for (fault, probability) in probabilities where !(0...1).contains(probability) {
            throw SandboxError(
                "The fault '\(fault.rawValue)' has the probability \(probability): give a number from 0 to 1."
            )
        }
        let sum = probabilities.values.reduce(0, +)
        guard sum <= 1 + 1e-9 else {
            throw SandboxError("The faults' probabilities add up to \(sum): together they can be at most 1.")
        }
        self.init(checked: probabilities)
    }

    /// Reads a list such as `reset-before:0.02,half:0.01`, or `all:0.08`, which spreads the probability evenly over the kinds
    /// that are not named otherwise. An empty text, or `none`, means no faults.
    ///
    /// Throws with the known names if one is unknown, and for anything that is no `NAME:PROBABILITY`.
    public init(_ text: String) throws(SandboxError) {
        var named: [Fault: Double] = [:]
        var rest: Double?
        let text = text.filter { !$0.isWhitespace }
        for item in text == "none" ? [] : text.split(separator: ",") {
            let parts = item.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let probability = Double(parts[1]), (0...1).contains(probability) else {
                throw SandboxError(
                    "'\(item)' is no fault: write NAME:PROBABILITY, such as half:0.01. \(FaultPlan.names)"
                )
            }
            if parts[0] == "all" {
                rest = probability
            } else if let fault = Fault(rawValue: String(parts[0])) {
                named[fault] = probability
            } else {
                throw SandboxError("There is no fault '\(parts[0])'. \(FaultPlan.names)")
            }
        }
        if let rest {
            let others = Fault.allCases.filter { named[$0] == nil }
            for fault in others { named[fault] = rest / Double(others.count) }
        }
        try self.init(named)
    }

    private init(checked probabilities: [Fault: Double]) {
        self.probabilities = probabilities.filter { $0.value > 0 }
        var end = 0.0
        var bounds: [(fault: Fault, end: Double)] = []
        for fault in Fault.allCases {
            guard let probability = self.probabilities[fault] else { continue }
            end += probability
            bounds.append((fault, end))
        }
        self.bounds = bounds
    }

    private static var names: String {
        "The names are: " + (Fault.allCases.map(\.rawValue) + ["all"]).joined(separator: ", ") + "."
    }

    /// The fault that falls on a random number from 0..<1, or none.
    func fault(at number: Double) -> Fault? {
        bounds.first { number < $0.end }?.fault
    }

    /// The plan in the form that `init(_:)` reads.
    public var description: String {
        bounds.isEmpty
            ? "none" : bounds.map { "\($0.fault.rawValue):\(probabilities[$0.fault] ?? 0)" }.joined(separator: ",")
    }

    /// Plans are equal if they give each fault the same probability.
    public static func == (left: FaultPlan, right: FaultPlan) -> Bool { left.probabilities == right.probabilities }
}
