/// What the parser must know of a dialect, in the bytes it works on: the file's own, or UTF-8 made of UTF-16.
struct CSVFormat: Sendable {
    /// The delimiter's last byte; with a delimiter of one byte, the delimiter.
    var delimiter: UInt8
    /// The whole delimiter where it takes more than one byte (beyond ASCII in UTF-8); otherwise empty.
    var longDelimiter: [UInt8] = []
    /// How many bytes the delimiter takes.
    var delimiterLength = 1
    /// Whether spaces around a quoted field are no part of it; not where the delimiter is a space.
    var skipsSpaces = true
    /// Whether fields can be quoted at all.
    var quotes = true
    /// The quote character; an ASCII character.
    var quote = UInt8(ascii: "\"")
    /// Whether there is an escape character.
    var escapes = false
    /// The escape character; an ASCII character.
    var escape = UInt8(ascii: "\\")
    /// The encoding of the bytes worked on: UTF-8 or a single-byte one.
    var encoding = CSVEncoding.utf8
    /// The characters of a single-byte encoding.
    var characters: SingleByteCharacters?

    init(delimiter: [UInt8], encoding: CSVEncoding) {
        self.delimiter = delimiter.last ?? UInt8(ascii: ",")
        if delimiter.count > 1 { longDelimiter = delimiter }
        delimiterLength = max(1, delimiter.count)
        skipsSpaces = delimiter != [UInt8(ascii: " ")]
        self.encoding = encoding
        characters = SingleByteCharacters.table(of: encoding)
    }

    /// Whether the delimiter begins at `position`. There are at least `delimiterLength` bytes, or it is not there.
    @inline(__always)
    func delimiterStands(at position: Int, in bytes: UnsafeMutablePointer<UInt8>, before end: Int) -> Bool {
        if delimiterLength == 1 { return bytes[position] == delimiter }
        guard position + delimiterLength <= end else { return false }
        for index in 0..<delimiterLength where bytes[position + index] != longDelimiter[index] { return false }
        return true
    }
}
