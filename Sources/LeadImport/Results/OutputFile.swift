#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An open file that is closed exactly once, when its owner goes.
struct OutputFile: ~Copyable {
    let path: String
    let descriptor: Int32

    /// Opens `path` with the flags of `open(2)`; a new file can be read by its owner only.
    init(path: String, flags: Int32) throws(OutputError) {
        let descriptor = open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw OutputError.cannotCreate(path: path, reason: systemMessage(errno))
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        _ = close(descriptor)
    }

    /// Writes all of `bytes`, however many calls that takes.
    func write(_ bytes: [UInt8]) throws(OutputError) {
        let error = DescriptorOutput.write(bytes, to: descriptor).error
        guard error == 0 else { throw OutputError.cannotWrite(path: path, reason: systemMessage(error)) }
    }

    /// Waits until what was written is on the disk, as far as the system can tell.
    func synchronize() throws(OutputError) {
        #if canImport(Glibc)
            let result = fdatasync(descriptor)
        #else
            let result = fcntl(descriptor, F_FULLFSYNC)
        #endif
        // A pipe or a special file cannot be synced; that is no failure of the disk.
        guard result == 0 || errno == EINVAL || errno == ENOTSUP else {
            throw OutputError.cannotWrite(path: path, reason: systemMessage(errno))
        }
    }

    /// Takes the file for this process alone, or gives false if another one has it.
    func lock() -> Bool {
        // Another process that only asks (`isLockedElsewhere`) has it for a moment: that is no reason to give up.
        for _ in 0..<5 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            usleep(10_000)
        }
        return false
    }

    /// Whether another process has the file for itself now. The lock is tried, not kept.
    func isLockedElsewhere() -> Bool {
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
        _ = flock(descriptor, LOCK_UN)
        return false
    }

    /// The file's size in bytes.
    func size() throws(OutputError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw OutputError.cannotWrite(path: path, reason: systemMessage(errno))
        }
        return Int(status.st_size)
    }

    /// Cuts the file off after `size` bytes.
    func truncate(to size: Int) throws(OutputError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else {
            throw OutputError.cannotWrite(path: path, reason: systemMessage(errno))
        }
    }

    /// Reads up to `count` bytes from `offset`; fewer at the end of the file.
    func read(at offset: Int, count: Int) throws(OutputError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(
                    descriptor,
                    buffer.baseAddress.map { $0 + filled },
                    count - filled,
                    off_t(offset + filled)
                )
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                if got <= 0 { break }
                filled += got
            }
        }
        guard failure == 0 else { throw OutputError.cannotWrite(path: path, reason: systemMessage(failure)) }
        return bytes
    }

    /// Puts a whole file in place in one step.
    static func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
        let part = path + ".part"
        do {
            let file = try OutputFile(path: part, flags: O_WRONLY | O_CREAT | O_TRUNC)
            try file.write(bytes)
        }
        try rename(part, to: path)
    }

    /// Gives a file another name in one step, in place of a file that has it.
    static func rename(_ path: String, to final: String) throws(OutputError) {
        #if canImport(Glibc)
            let result = Glibc.rename(path, final)
        #else
            let result = Darwin.rename(path, final)
        #endif
        guard result == 0 else { throw OutputError.cannotWrite(path: final, reason: systemMessage(errno)) }
    }

    /// Takes a file away, if it is there.
    static func remove(_ path: String) throws(OutputError) {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw OutputError.cannotWrite(path: path, reason: systemMessage(errno))
        }
    }
}
