#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Where bytes come from: a file, a pipe, or chunks made in memory. Pulled, never pushed.
final class CSVInput {
    private enum Kind {
        case descriptor(Int32, closes: Bool)
        case chunks(() throws -> [UInt8]?)
        case gzip(GzipInflater, of: CSVInput)
    }

    private let kind: Kind
    /// What errors call it.
    let name: String
    /// What was read ahead or handed back, to be read first.
    private var pending: [UInt8] = []
    private var pendingStart = 0

    /// Opens the file at `path`.
    init(path: String) throws(CSVError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CSVError(.cannotOpen, "\(path) cannot be opened: \(CSVInput.reason(errno)).")
        }
        kind = .descriptor(descriptor, closes: true)
        name = path
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw CSVError(.cannotOpen, "\(path) is a directory, not a file.")
        }
    }

    /// Reads from `descriptor`, which stays open.
    init(descriptor: Int32, name: String) {
        kind = .descriptor(descriptor, closes: false)
        self.name = name
    }

    /// Reads what `next` returns until it returns nil.
    init(name: String, next: @escaping () throws -> [UInt8]?) {
        kind = .chunks(next)
        self.name = name
    }

    /// Decompresses the gzip stream `input`.
    init(decompressing input: CSVInput) throws(CSVError) {
        kind = .gzip(try GzipInflater(name: input.name, input: input.read), of: input)
        name = input.name
    }

    deinit {
        if case .descriptor(let descriptor, true) = kind { close(descriptor) }
    }

    /// Reads at most `capacity` bytes to `buffer`; 0 at the end of the input.
    func read(into buffer: UnsafeMutablePointer<UInt8>, capacity: Int) throws -> Int {
        if pendingStart < pending.count { return takePending(buffer, capacity) }
        switch kind {
        case .descriptor(let descriptor, _):
            return try readDescriptor(descriptor, buffer, capacity)
        case .chunks(let next):
            while let chunk = try next() {
                if chunk.isEmpty { continue }
                putBack(chunk)
                return takePending(buffer, capacity)
            }
            return 0
        case .gzip(let inflater, _):
            return try inflater.read(into: buffer, capacity: capacity)
        }
    }

    /// Has `bytes` read again before anything else, what is still pending after them included.
    func putBack(_ bytes: [UInt8]) {
        pending = pendingStart < pending.count ? bytes + pending[pendingStart...] : bytes
        pendingStart = 0
    }

    /// Calls `body` with the file from its start (decompressed, where it is compressed), chunk by chunk, until it returns
    /// false; the reading position stays. False if the input is no file that can be read twice.
    func scanFromStart(_ body: (UnsafeBufferPointer<UInt8>) -> Bool) throws -> Bool {
        guard let readAt = rereader() else { return false }
        let size = 256 << 10
        let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
        defer { buffer.deallocate() }
        while true {
            let count = try readAt(buffer, size)
            if count == 0 { return true }
            if !body(UnsafeBufferPointer(start: buffer, count: count)) { return true }
        }
    }

    /// A function that reads the file anew from its start, or nil if that is impossible.
    private func rereader() -> ((UnsafeMutablePointer<UInt8>, Int) throws -> Int)? {
        switch kind {
        case .chunks:
            return nil
        case .gzip(_, let compressed):
            guard let reread = compressed.rereader(), let inflater = try? GzipInflater(name: name, input: reread) else {
                return nil
            }
            return inflater.read
        case .descriptor(let descriptor, _):
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            var offset = 0
            return { [self] buffer, size in
                while true {
                    let count = pread(descriptor, buffer, size, off_t(offset))
                    if count < 0, errno == EINTR { continue }
                    guard count >= 0 else {
                        throw CSVError(.cannotRead, "\(name) cannot be read: \(CSVInput.reason(errno)).")
                    }
                    offset += count
                    return count
                }
            }
        }
    }

    private func takePending(_ buffer: UnsafeMutablePointer<UInt8>, _ capacity: Int) -> Int {
        let count = min(capacity, pending.count - pendingStart)
        pending.withUnsafeBufferPointer { bytes in
            if let base = bytes.baseAddress { buffer.update(from: base + pendingStart, count: count) }
        }
        pendingStart += count
        if pendingStart == pending.count { putBack([]) }
        return count
    }

    private func readDescriptor(
        _ descriptor: Int32,
        _ buffer: UnsafeMutablePointer<UInt8>,
        _ capacity: Int
    ) throws(CSVError) -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, buffer, capacity)
            #else
                let count = Darwin.read(descriptor, buffer, capacity)
            #endif
            if count >= 0 { return count }
            if errno == EINTR { continue }
            if errno == EISDIR { throw CSVError(.cannotOpen, "\(name) is a directory, not a file.") }
            throw CSVError(.cannotRead, "\(name) cannot be read: \(CSVInput.reason(errno)).")
        }
    }

    /// The system's words for an error number.
    static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}
