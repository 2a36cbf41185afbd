import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A terminal that only the process under test sees.
final class PseudoTerminal {
    private let ours: FileHandle
    private let theirs: FileHandle
    private let name: String

    init() throws {
        let (descriptor, name) = try Self.open()
        ours = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        self.name = name
        // Kept open, so that what was printed stays readable after the process' end.
        theirs = try #require(FileHandle(forUpdatingAtPath: name))
    }

    /// Our end of a new terminal, and the path of the other end.
    private static func open() throws -> (descriptor: Int32, name: String) {
        #if canImport(Glibc)
            // Glibc shows posix_openpt(3) and the rest only to those who define _XOPEN_SOURCE; this is what they do.
            let descriptor = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
            let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
            var (lock, number): (Int32, UInt32) = (0, 0)
            guard descriptor >= 0, ioctl(descriptor, setLock, &lock) == 0, ioctl(descriptor, getNumber, &number) == 0
            else { throw POSIXError(.ENXIO) }
            return (descriptor, "/dev/pts/\(number)")
        #else
            let descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
            guard descriptor >= 0, grantpt(descriptor) == 0, unlockpt(descriptor) == 0, let name = ptsname(descriptor)
            else { throw POSIXError(.ENXIO) }
            return (descriptor, String(cString: name))
        #endif
    }

    /// Runs the binary with the terminal as its standard input and standard error. `typing` is typed before it starts. What
    /// it prints must fit into the terminal's buffer of 4 KiB.
    func run(_ words: [String], environment: [String: String], typing: String = "") async throws -> (Int32, String) {
        try ours.write(contentsOf: Data(typing.utf8))
        let process = try ChildProcess(
            LeadImportProcess.products.appendingPathComponent("lead-import").path,
            words,
            environment: environment,
            input: name,
            error: name
        )
        let code = await process.code()
        _ = fcntl(ours.fileDescriptor, F_SETFL, O_NONBLOCK)
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        let count = read(ours.fileDescriptor, &buffer, buffer.count)
        let text = String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
        #expect(!text.contains(LeadImportProcess.token))
        #expect(!text.contains(LeadImportProcess.marker))
        return (code, text)
    }
}
