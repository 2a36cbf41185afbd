/// The character encodings a CSV file may have. The raw value is the name used in the config and on the command line.
public enum CSVEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case utf16LE = "utf-16le"
    case utf16BE = "utf-16be"
    case windows1252 = "windows-1252"
    case iso8859_1 = "iso-8859-1"
    case iso8859_15 = "iso-8859-15"
    case macRoman = "macroman"
    case cp850 = "cp850"

    /// Whether each character is one byte, ASCII being the lower half.
    var isSingleByte: Bool {
        switch self {
        case .utf8, .utf16LE, .utf16BE: false
        case .windows1252, .iso8859_1, .iso8859_15, .macRoman, .cp850: true
        }
    }

    /// The bytes that may open a file of this encoding to say so; empty where there are none.
    var byteOrderMark: [UInt8] {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .utf16LE: [0xFF, 0xFE]
        case .utf16BE: [0xFE, 0xFF]
        default: []
        }
    }
}
