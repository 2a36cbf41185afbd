/// The header fields of a response, kept as the bytes that came in and searched on demand: of a dozen fields two or
/// three are ever read.
public struct HTTPHeaders: Sendable, Equatable {
    private let block: [UInt8]

    /// Takes the lines of a header block, each with its line break, without the status line.
    public init(block: [UInt8] = []) {
        self.block = block
    }

    /// The value of a field, spaces around it taken off; the values of a repeated field are joined by `, ` as RFC 9110
    /// section 5.3 has it. Nil if there is no such field, or its value is not UTF-8. O(length of the block).
    public subscript(name: String) -> String? {
        var found: String?
        var start = 0
        while start < block.count {
            let end = block[start...].firstIndex(of: UInt8(ascii: "\n")) ?? block.count
            defer { start = end + 1 }
            let colon = start + name.utf8.count
            // Almost every other line ends here: its colon stands elsewhere.
            guard colon < end, block[colon] == UInt8(ascii: ":"), matches(block[start..<colon], name),
                let value = String(validating: trimmed(block[(colon + 1)..<end]), as: UTF8.self)
            else { continue }
            found = found.map { "\($0), \(value)" } ?? value
        }
        return found
    }

    /// Whether the bytes are the name, which has as many, in whatever case.
    private func matches(_ bytes: ArraySlice<UInt8>, _ name: String) -> Bool {
        zip(bytes, name.utf8).allSatisfy { HTTPHeaders.lowercased($0) == HTTPHeaders.lowercased($1) }
    }

    private func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
        var bytes = bytes.drop(while: isSpace)
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return bytes
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
