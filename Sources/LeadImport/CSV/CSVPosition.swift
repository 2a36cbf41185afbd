/// A place in a text file: line and column from 1, columns counted in characters as an editor would (code points).
struct CSVPosition: Equatable, Sendable {
    var line: Int
    var column = 1
    private var previous: UInt8 = 0

    init(line: Int) { self.line = line }

    /// Moves over `bytes`. LF, CRLF and CR each end a line. A line counts as begun when its first byte is passed.
    mutating func advance(over bytes: UnsafeBufferPointer<UInt8>, _ encoding: CSVEncoding) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                if previous != UInt8(ascii: "\r") { line += 1 }
                column = 1
            } else if byte == UInt8(ascii: "\r") {
                line += 1
                column = 1
            } else if encoding != .utf8 || byte & 0xC0 != 0x80 {
                column += 1
            }
            previous = byte
        }
    }
}
