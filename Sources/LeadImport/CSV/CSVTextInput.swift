/// The bytes the parser works on: the input's own, or UTF-8 made of UTF-16.
struct CSVTextInput {
    private let input: CSVInput
    private var transcoder: UTF16Transcoder?
    private var raw: [UInt8] = []
    /// Whether the end of the input was seen.
    private(set) var isAtEnd = false

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
        while !isAtEnd {
            let room = storage.capacity - storage.filled
            if transcoder != nil {
                guard room >= 64 else { return }
                storage.filled += try readTranscoded(to: storage.bytes + storage.filled, room: room)
            } else {
                guard room > 0 else { return }
                let count = try input.read(into: storage.bytes + storage.filled, capacity: room)
                storage.filled += count
                isAtEnd = count == 0
            }
        }
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
            isAtEnd = true
            return transcoder?.finish(to: output) ?? 0
        }
        return raw.withUnsafeBufferPointer { buffer in
            transcoder?.transcode(UnsafeBufferPointer(rebasing: buffer[..<count]), to: output) ?? 0
        }
    }
}
