/// Why the sandbox cannot start or take a setting, in a sentence for people.
public struct SandboxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what to do.
    public let description: String

    init(_ description: String) { self.description = description }
}
