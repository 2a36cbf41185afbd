/// Finds out a file's encoding and refuses what is no text.
///
/// `auto` goes by the byte order mark, then by the shape of UTF-16, then by UTF-8 validity: the first bytes beyond ASCII,
/// wherever in the file they are, decide. Text in a single-byte encoding is practically never valid UTF-8 by chance. Where
/// some are valid and some are not, the more frequent kind wins: a single wrong byte does not turn every umlaut
/// of a UTF-8 file into two letters, it makes its record invalid. What is not UTF-8 is taken for Windows-1252.
struct EncodingDetector {
    /// What was found.
    struct Finding: Equatable {
        var encoding: CSVEncoding
        /// The length of the byte order mark.
        var markLength = 0
        /// How it was found: a short sentence.
        var reason: String
        /// What does not fit, if anything.
        var warning: String?
    }

    /// How many characters beyond ASCII there are, by whether they are valid UTF-8.
    struct Census: Equatable {
        var valid = 0
        var invalid = 0
        /// Bytes that windows-1252 does not define.
        var undefined1252 = 0
        /// Whether the bytes counted last ended within what may be a character.
        private var isCut = false

        /// Whether the bytes are UTF-8 rather than a single-byte encoding; nil if all are ASCII.
        var isUTF8: Bool? { valid + invalid == 0 ? nil : valid > invalid }

        /// Counts the characters of `bytes`, which go on where those counted before ended. One cut off at the very end
        /// counts with what follows. Pieces have four bytes or more, save the last.
        mutating func count(_ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool) {
            guard let base = bytes.baseAddress, bytes.count > 0 else { return }
            var position = 0
            if isCut {
                isCut = false
                while position < min(3, bytes.count), base[position] & 0xC0 == 0x80 { position += 1 }
                if position > 0 { valid += 1 } else { invalid += 1 }
            }
            while true {
                position = EncodingValidity.endOfASCII(base, position, bytes.count)
                if position >= bytes.count { return }
                let length = EncodingValidity.sequenceLength(base, position, bytes.count)
                if length > 0 {
                    valid += 1
                } else if isWhole || bytes.count - position >= 4 {
                    invalid += 1
                    if EncodingValidity.isUndefined1252(base[position]) { undefined1252 += 1 }
                } else {
                    isCut = true
                    return
                }
                position += max(1, length)
            }
        }
    }

    /// Finds out the encoding from the first bytes. `scan` gives the whole file again where that is possible, until
    /// told to stop; it is used where the sample is pure ASCII.
    static func detect(
        sample: [UInt8],
        isWhole: Bool,
        given: CSVEncoding?,
        scan: ((UnsafeBufferPointer<UInt8>) -> Bool) throws -> Bool
    ) throws -> Finding {
        if let marked = byMark(sample) {
            guard let given, given != marked.encoding else { return marked }
            var finding = marked
            finding.warning =
                "The source is said to be \(given.rawValue), but its byte order mark says \(marked.encoding.rawValue): it is read as the latter."
            return finding
        }
        if let given {
            return Finding(
                encoding: given,
                reason: "The encoding is \(given.rawValue) because the source's settings say so."
            )
        }
        if let shaped = byShapeOfUTF16(sample) { return shaped }
        var census = Census()
        sample.withUnsafeBufferPointer { census.count($0, isWhole: isWhole) }
        var scope = isWhole ? "the file" : "the first \(sample.count) bytes"
        if census.isUTF8 == nil, !isWhole {
            census = Census()
            let wasScanned = try scan { bytes in
                census.count(bytes, isWhole: false)
                return census.isUTF8 == nil
            }
            scope = wasScanned ? "the file" : "the first \(sample.count) bytes (a pipe cannot be read twice)"
        }
        return finding(census, scope)
    }

    private static func finding(_ census: Census, _ scope: String) -> Finding {
        guard let isUTF8 = census.isUTF8 else {
            return Finding(encoding: .utf8, reason: "The encoding is utf-8: \(scope) is pure ASCII.")
        }
        if isUTF8 {
            let exceptions = census.invalid == 0 ? "" : ", \(census.invalid) are not, whose records are invalid"
            let reason = "The encoding is utf-8: the characters beyond ASCII are valid UTF-8\(exceptions)."
            return Finding(encoding: .utf8, reason: reason)
        }
        var found = Finding(
            encoding: .windows1252,
            reason: "The encoding is windows-1252: the bytes beyond ASCII are no valid UTF-8."
        )
        if census.undefined1252 > 0 {
            found.warning =
                "The file is no UTF-8 and has bytes that windows-1252 does not know."
                + " It may be cp850 or macroman: look at its umlauts and name the encoding in the source's settings."
        }
        return found
    }

    private static func byMark(_ sample: [UInt8]) -> Finding? {
        for encoding in [CSVEncoding.utf8, .utf16LE, .utf16BE] where sample.starts(with: encoding.byteOrderMark) {
            return Finding(
                encoding: encoding,
                markLength: encoding.byteOrderMark.count,
                reason: "The encoding is \(encoding.rawValue): the file has its byte order mark."
            )
        }
        return nil
    }

    /// UTF-16 of Latin letters has a zero in nearly every second byte and none in the others.
    private static func byShapeOfUTF16(_ sample: [UInt8]) -> Finding? {
        let pairs = sample.count / 2
        guard pairs >= 2 else { return nil }
        var zeros = (even: 0, odd: 0)
        for index in 0..<pairs {
            if sample[2 * index] == 0 { zeros.even += 1 }
            if sample[2 * index + 1] == 0 { zeros.odd += 1 }
        }
        let isLittle = zeros.odd * 10 >= pairs * 7 && zeros.even == 0
        let isBig = zeros.even * 10 >= pairs * 7 && zeros.odd == 0
        guard isLittle || isBig else { return nil }
        let encoding: CSVEncoding = isLittle ? .utf16LE : .utf16BE
        return Finding(
            encoding: encoding,
            reason:
                "The encoding is \(encoding.rawValue): \(isLittle ? "the second" : "the first") byte of nearly every pair is zero."
        )
    }

    /// Why the file is no text at all, or nil if it may be. A delimiter that is given may be a control character.
    static func reasonNotText(_ sample: [UInt8], encoding: CSVEncoding, delimiter: Character?) -> String? {
        let magics: [([UInt8], String)] = [
            ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive or an Excel workbook (xlsx); save the sheet as CSV first"),
            ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook (xls); save the sheet as CSV first"),
            (Array("%PDF-".utf8), "a PDF document"),
            ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"),
            ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
            ([0x7F, 0x45, 0x4C, 0x46], "a program"),
            ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd; decompress it first"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz; decompress it first"),
            ([0x37, 0x7A, 0xBC, 0xAF], "a 7-Zip archive; unpack it first"),
            (Array("BZh91AY&SY".utf8), "compressed with bzip2; decompress it first"),
            ([0xFF, 0xFE, 0x00, 0x00], "UTF-32; save it as UTF-8 first"),
            ([0x00, 0x00, 0xFE, 0xFF], "UTF-32; save it as UTF-8 first"),
        ]
        for (magic, what) in magics where sample.starts(with: magic) { return "it is \(what)" }
        if encoding == .utf16LE || encoding == .utf16BE { return nil }
        // Tab to CR, Ctrl-Z, and the separators 0x1C to 0x1F occur in text; a few strays are the records' business.
        let given = delimiter?.asciiValue
        let controls = sample.count {
            $0 < 0x20 && $0 != given && !(0x09...0x0D).contains($0) && !(0x1A...0x1F).contains($0)
        }
        return controls >= 8 && controls * 20 > sample.count { $0 != 0x0A && $0 != 0x0D }
            ? "it is full of control characters; it is no text file" : nil
    }
}
