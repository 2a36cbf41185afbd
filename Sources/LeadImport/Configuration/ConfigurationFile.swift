#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The bytes of a config file and their text.
enum ConfigurationFile {
    /// Reads the file, up to the limit for configs.
    static func bytes(path: String) throws(ConfigurationError) -> [UInt8] {
        guard let file = fopen(path, "rb") else {
            throw failure(path, "cannot be opened: \(systemMessage(errno))")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count < chunk.count, ferror(file) != 0 {
                throw failure(path, "cannot be read: \(systemMessage(errno))")
            }
            bytes.append(contentsOf: chunk.prefix(count))
            if bytes.count > ConfigurationReader.maximumBytes {
                throw failure(path, "is larger than 1 MiB and no config (is it the CSV file?)")
            }
            if count < chunk.count { return bytes }
        }
    }

    /// The text of a config: UTF-8, with or without a byte order mark.
    static func text(of bytes: [UInt8], file: String) throws(ConfigurationError) -> String {
        if bytes.count > ConfigurationReader.maximumBytes {
            throw failure(file, "is larger than 1 MiB and no config (is it the CSV file?)")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw failure(file, "is UTF-16; save it as UTF-8")
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            throw notUTF8(Array(content), file: file)
        }
        if text.allSatisfy(\.isWhitespace) {
            throw failure(file, "is empty; \"lead-import init INPUT\" proposes a config from a CSV file")
        }
        return text
    }

    private static func notUTF8(_ bytes: [UInt8], file: String) -> ConfigurationError {
        // The text up to the first wrong byte has the same lines and columns as what decoding mends it to.
        let mended = Array(String(decoding: bytes, as: UTF8.self).utf8)
        let good = zip(bytes, mended).prefix { $0 == $1 }.count
        var position = TextPosition()
        for scalar in String(decoding: bytes[..<good], as: UTF8.self).unicodeScalars {
            position.column += 1
            if scalar == "\n" { position = TextPosition(line: position.line + 1, column: 1) }
        }
        let byte = good < bytes.count ? bytes[good] : 0
        let advice =
            byte == 0 || bytes.contains(0)
            ? "is it a text at all?" : "the file looks like Windows-1252: save it as UTF-8"
        let number = (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        return ConfigurationError(
            file: file,
            problems: [
                .init(
                    position: ConfigurationPosition(line: position.line, column: position.column, keyPath: ""),
                    message: "the byte 0x\(number) is not UTF-8; \(advice)"
                )
            ]
        )
    }

    private static func failure(_ file: String, _ message: String) -> ConfigurationError {
        ConfigurationError(file: file, problems: [.init(message: message)])
    }

    private static func systemMessage(_ code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
