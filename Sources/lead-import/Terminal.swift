import LeadImport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard output and standard error: data goes to the first, everything for the person to the second.
enum Terminal {
    /// Whether standard error is a terminal that a person looks at.
    static let isInteractive = isatty(STDERR_FILENO) == 1

    /// Whether colours may be used: on a terminal, and never with NO_COLOR (no-color.org).
    static let hasColour = isInteractive && !isSet("NO_COLOR") && variable("TERM") != "dumb"

    /// How many characters fit on a line of the terminal.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// How many processors there are to work on.
    static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Writes to standard output.
    static func output(_ text: String) { write(Array(text.utf8), to: STDOUT_FILENO) }

    /// Writes bytes to standard output. Gives false when nobody reads it any more.
    @discardableResult
    static func output(_ bytes: [UInt8]) -> Bool { write(bytes, to: STDOUT_FILENO) }

    /// Writes to standard error.
    static func error(_ text: String) { write(Array(text.utf8), to: STDERR_FILENO) }

    /// Tells the person why the command cannot do what it was asked to.
    static func fail(_ message: String) {
        error("\(coloured("lead-import:", .red)) \(message)\n")
    }

    /// The colours in use.
    enum Colour: String {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case dim = "2"
        case bold = "1"
    }

    /// A text from a file, such as a column's name, without what a terminal would obey.
    static func plain(_ text: String) -> String {
        String(text.map { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : $0 })
    }

    /// The text in a colour, where colours may be used.
    static func coloured(_ text: String, _ colour: Colour) -> String {
        hasColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Asks a question on the terminal; true for yes. Where there is no terminal to ask on, true.
    static func confirms(_ question: String) -> Bool {
        guard isInteractive, isatty(STDIN_FILENO) == 1 else { return true }
        error("\(question) [y/N] ")
        guard let answer = readLine(strippingNewline: true)?.lowercased() else { return false }
        return ["y", "yes", "j", "ja"].contains(answer)
    }

    /// An environment variable, or nil if it is not set or empty.
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    private static func isSet(_ name: String) -> Bool { variable(name) != nil }

    /// Writes all of `bytes` to a descriptor. Gives false where that is not possible.
    @discardableResult
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        DescriptorOutput.write(bytes, to: descriptor).error == 0
    }
}
