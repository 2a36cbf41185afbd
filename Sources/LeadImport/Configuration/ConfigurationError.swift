/// Everything that is wrong with a config: all of it at once, so that one look at the file mends it.
///
/// The command ends with exit code 78 and shows `description`. Mapping throws it too, for what shows up only when the
/// file's header is known, such as a column that the file lacks.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One thing that is wrong.
    public struct Problem: Sendable, Equatable {
        /// Where; nil if the file as a whole is meant.
        public var position: ConfigurationPosition?
        /// What was expected and what to do, in one line.
        public var message: String

        /// Creates a problem; see the properties for what each part means.
        public init(position: ConfigurationPosition? = nil, message: String) {
            self.position = position
            self.message = message
        }
    }

    /// The config file as the user named it.
    public var file: String
    /// At least one, in the order of the file.
    public var problems: [Problem]

    /// Creates an error from what is wrong with `file`. The problems are put in the order of the file.
    public init(file: String, problems: [Problem]) {
        self.file = file
        self.problems = problems.enumerated().sorted { left, right in
            let (first, second) = (left.element.position, right.element.position)
            return (first?.line ?? 0, first?.column ?? 0, left.offset)
                < (second?.line ?? 0, second?.column ?? 0, right.offset)
        }.map(\.element)
    }

    /// How many problems `description` shows at most.
    static let shownProblems = 50

    /// What the person sees: `FILE:LINE:COLUMN: KEY PATH: MESSAGE`, one problem a line, under a line with their number
    /// if there are several.
    public var description: String {
        var lines = problems.prefix(Self.shownProblems).map(line)
        if problems.count > 1 { lines.insert("\(problems.count) errors in \(file):", at: 0) }
        if problems.count > Self.shownProblems { lines.append("… and \(problems.count - Self.shownProblems) more") }
        return lines.joined(separator: "\n")
    }

    private func line(of problem: Problem) -> String {
        guard let position = problem.position else { return "\(file): \(problem.message)" }
        let path = position.keyPath.isEmpty ? "" : "\(position.keyPath): "
        return "\(file):\(position.line):\(position.column): \(path)\(problem.message)"
    }
}

/// A place in the config file, for errors that show up only when the input is known.
public struct ConfigurationPosition: Sendable, Equatable {
    /// From 1.
    public var line: Int
    /// In characters, from 1.
    public var column: Int
    /// Such as `lead.address.zip`.
    public var keyPath: String
}
