/// A token or a password that no description, debugger dump or string interpolation shows.
///
/// The text is reached only through ``reveal()``, so that every place that uses it can be found by that name.
public struct Secret: Sendable, Equatable {
    private let text: String

    /// Wraps a secret text.
    public init(_ text: String) {
        self.text = text
    }

    /// The secret itself, for the one header or body it belongs into.
    public func reveal() -> String {
        text
    }

    /// Whether there is no text at all.
    public var isEmpty: Bool {
        text.isEmpty
    }

    /// Whether the text can stand in an HTTP header: visible ASCII only. A line break copied along with a token, the
    /// usual accident, is found by this.
    public var isHeaderSafe: Bool {
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    public var description: String { "<redacted>" }

    /// Always `<redacted>`.
    public var debugDescription: String { "<redacted>" }

    /// Shows no stored property to `dump` and the debugger.
    public var customMirror: Mirror {
        Mirror(self, children: ["": "<redacted>"], displayStyle: .struct)
    }
}
