internal import CZlib

/// Decompresses a gzip stream (RFC 1952) piece by piece, several members in a row included.
final class GzipInflater {
    /// The two bytes every gzip file begins with.
    static let magic: [UInt8] = [0x1F, 0x8B]

    private var stream = z_stream()
    private let name: String
    private let input: (UnsafeMutablePointer<UInt8>, Int) throws -> Int
    /// Compressed bytes read and not yet used.
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private var isInsideMember = true
    private var hasEnded = false

    /// Decompresses what `input` reads: at most the given number of bytes to the given place, 0 at the end.
    /// Throws `CSVError` if there is not enough memory.
    init(name: String, input: @escaping (UnsafeMutablePointer<UInt8>, Int) throws -> Int) throws(CSVError) {
        self.name = name
        self.input = input
        buffer = .allocate(capacity: 64 << 10)
        // 15: the largest window; 16 more: a gzip header.
        let status = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            throw CSVError(.cannotRead, "\(name) cannot be decompressed: zlib does not start (\(status)).")
        }
    }

    deinit {
        inflateEnd(&stream)
        buffer.deallocate()
    }

    /// Writes at most `capacity` decompressed bytes to `output`; 0 at the end. Throws `CSVError` for a broken stream.
    func read(into output: UnsafeMutablePointer<UInt8>, capacity: Int) throws -> Int {
        stream.next_out = output
        stream.avail_out = UInt32(clamping: capacity)
        let room = stream.avail_out
        while stream.avail_out == room, !hasEnded {
            if stream.avail_in == 0, try !refill() { break }
            switch inflate(&stream, Z_NO_FLUSH) {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END: try beginNextMember()
            case Z_DATA_ERROR, Z_NEED_DICT: throw broken("it is damaged")
            default: throw broken("zlib ran out of memory")
            }
        }
        return Int(room - stream.avail_out)
    }

    /// Reads more compressed bytes; false at the end of the file, which must be the end of a member.
    private func refill() throws -> Bool {
        guard let base = buffer.baseAddress else { return false }
        let count = try input(base, buffer.count)
        stream.next_in = base
        stream.avail_in = UInt32(count)
        if count > 0 { return true }
        hasEnded = true
        if isInsideMember { throw broken("it is cut off; get the whole file") }
        return false
    }

    private func beginNextMember() throws {
        isInsideMember = false
        if stream.avail_in == 0, try !refill() { return }
        // What follows the last member and is none itself, such as zeros up to a block's end, is passed over, as gzip does.
        guard stream.next_in[0] == GzipInflater.magic[0] else {
            hasEnded = true
            return
        }
        inflateReset(&stream)
        isInsideMember = true
    }

    private func broken(_ what: String) -> CSVError {
        CSVError(.cannotRead, "\(name) cannot be decompressed: \(what).")
    }
}
