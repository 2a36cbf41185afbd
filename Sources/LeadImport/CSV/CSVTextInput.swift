/// The bytes the parser works on: the input's own, or UTF-8 made of UTF-16.
struct CSVTextInput {
    private let input: CSVInput
    private var transcoder: UTF16Transcoder?
    private var raw: [UInt8] = []
    private var hasEnded = false
    /// What was read ahead, to be read first.
    private var head: [UInt8] = []
    private var headStart = 0
    /// Whether there is nothing left to read, as far as is known.
    var isAtEnd: Bool { hasEnded && headStart == head.count }

    init(_ input: CSVInput, encoding: CSVEncoding) {
        self.input = input
        switch encoding {
        case .utf16LE: transcoder = UTF16Transcoder(isBigEndian: false)
        case .utf16BE: transcoder = UTF16Transcoder(isBigEndian: true)
        default: break
        }
    }

    /// Fills `storage` up to its capacity or to the end of the input.
    mutating func fill(_ storage: CSVBatchStorage) throws {
        // One UTF-16 unit and what is left over may take some bytes at once.
        takeHead(storage)
        while !isAtEnd, headStart == head.count, storage.capacity - storage.filled >= (transcoder == nil ? 1 : 64) {
            storage.filled += try readOnce(to: storage.bytes + storage.filled, room: storage.capacity - storage.filled)
        }
    }

    private mutating func takeHead(_ storage: CSVBatchStorage) {
        let count = min(storage.capacity - storage.filled, head.count - headStart)
        guard count > 0 else { return }
        head.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            (storage.bytes + storage.filled).update(from: base + headStart, count: count)
        }
        storage.filled += count
        headStart += count
        if headStart == head.count { putBack([]) }
    }

    /// Has `bytes` read again before all else.
    mutating func putBack(_ bytes: [UInt8]) {
        head = bytes
        headStart = 0
    }

    /// One read; notes the end of the input.
    private mutating func readOnce(to output: UnsafeMutablePointer<UInt8>, room: Int) throws -> Int {
        if transcoder != nil { return try readTranscoded(to: output, room: room) }
        let count = try input.read(into: output, capacity: room)
        hasEnded = count == 0
        return count
    }

    private mutating func readTranscoded(to output: UnsafeMutablePointer<UInt8>, room: Int) throws -> Int {
        let wanted = (room - 9) / 3 * 2
        if raw.count < wanted { raw = [UInt8](repeating: 0, count: wanted) }
        let input = input
        let count = try raw.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            return try input.read(into: base, capacity: wanted)
        }
        guard count > 0 else {
            hasEnded = true
            return transcoder?.finish(to: output) ?? 0
        }
        return raw.withUnsafeBufferPointer { buffer in
            transcoder?.transcode(UnsafeBufferPointer(rebasing: buffer[..<count]), to: output) ?? 0
        }
    }

    /// The next bytes, `count` or a little more; fewer at the end of the input.
    mutating func read(upTo count: Int) throws -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: count + 64)
        while !isAtEnd, result.count < count {
            let room = min(buffer.count, count - result.count + 64)
            let read = try buffer.withUnsafeMutableBufferPointer { memory in
                guard let base = memory.baseAddress else { return 0 }
                return try readOnce(to: base, room: room)
            }
            result += buffer[..<read]
        }
        return result
    }
}
