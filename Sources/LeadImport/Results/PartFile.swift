#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A CSV file that grows beside the place it is meant for.
final class PartFile {
    private let path: String
    private let file: OutputFile
    private var writer: CSVWriter

    init(_ path: String, dialect: CSVDialect) throws(OutputError) {
        self.path = path
        file = try OutputFile(path: path + ".part", flags: O_WRONLY | O_CREAT | O_TRUNC)
        writer = CSVWriter(fileDescriptor: file.descriptor, dialect: dialect)
    }

    func write(_ fields: [String]) throws(OutputError) {
        try write { (writer) throws(CSVError) in try writer.write(fields) }
    }

    func write(_ body: (inout CSVWriter) throws(CSVError) -> Void) throws(OutputError) {
        do {
            try body(&writer)
        } catch {
            throw OutputError.cannotWrite(path: path, reason: error.description)
        }
    }

    /// Puts the file in place, whole and on the disk.
    func finish() throws(OutputError) {
        try write { (writer) throws(CSVError) in try writer.flush() }
        try file.synchronize()
        try OutputFile.rename(path + ".part", to: path)
    }
}
