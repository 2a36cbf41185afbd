#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writing to an open descriptor: the one loop around `write(2)`.
public enum DescriptorOutput {
    /// Writes all of `bytes`, however many calls that takes. Gives how many were written, and the number of the system's
    /// error that kept the rest from being written, or 0.
    public static func write(_ bytes: [UInt8], to descriptor: Int32) -> (written: Int, error: Int32) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                    Glibc.write(descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
                #else
                    Darwin.write(descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
                #endif
            }
            if written > 0 {
                offset += written
            } else if written < 0, errno != EINTR {
                return (offset, errno)
            }
        }
        return (offset, 0)
    }
}
