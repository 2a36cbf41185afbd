/// What the parser must know of a dialect, in the bytes it works on: the file's own, or UTF-8 made of UTF-16.
struct CSVFormat: Sendable {
    /// The delimiter's last byte; with a delimiter of one byte, the delimiter.
    var delimiter = UInt8(ascii: ",")
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

    /// RFC 4180 in UTF-8.
    init() {}

    /// Translates a dialect into bytes. Throws where a character cannot play its part.
    init(delimiter: Character, quote: Character?, escape: Character?, encoding: CSVEncoding) throws(CSVError) {
        self.encoding = encoding.isSingleByte ? encoding : .utf8
        characters = SingleByteCharacters.table(of: encoding)
        let bytes = try CSVFormat.delimiterBytes(delimiter, characters)
        self.delimiter = bytes.last ?? UInt8(ascii: ",")
        if bytes.count > 1 { longDelimiter = bytes }
        delimiterLength = bytes.count
        skipsSpaces = delimiter != " "
        quotes = quote != nil
        if let quote { self.quote = try CSVFormat.asciiByte(quote, "quote character") }
        // An escape that is the quote itself is the doubling that is understood anyway.
        escapes = escape != nil && escape != quote
        if let escape { self.escape = try CSVFormat.asciiByte(escape, "escape character") }
        if quote == delimiter || escape == delimiter {
            throw CSVError(.notReadableAsCSV, "The delimiter, the quote and the escape character must differ.")
        }
    }

    private static func delimiterBytes(
        _ delimiter: Character,
        _ characters: SingleByteCharacters?
    ) throws(CSVError) -> [UInt8] {
        let scalars = delimiter.unicodeScalars
        guard let scalar = scalars.first, scalars.count == 1, scalar != "\n", scalar != "\r" else {
            throw CSVError(.notReadableAsCSV, "The delimiter must be one character and no line break.")
        }
        guard let characters, !scalar.isASCII else {
            return Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        guard let byte = characters.byte(for: scalar) else {
            throw CSVError(.notReadableAsCSV, "The delimiter \(delimiter) does not exist in the file's encoding.")
        }
        return [byte]
    }

    private static func asciiByte(_ character: Character, _ role: String) throws(CSVError) -> UInt8 {
        // A CRLF is one Character, too, and has an ASCII value.
        guard character.unicodeScalars.count == 1, let byte = character.asciiValue, !character.isNewline else {
            throw CSVError(.notReadableAsCSV, "The \(role) must be one ASCII character and no line break.")
        }
        return byte
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
