/// Puts a response together from the header lines and body pieces that libcurl hands over, and knows whether its header
/// block is complete.
///
/// That must be known because libcurl reports success, with status 200, for a connection that ended in the middle of the
/// header block.
struct ReplyAssembler {
    /// The final status; nil until its status line was seen. 1xx responses are interim ones and are passed over.
    private(set) var status: Int?
    /// Whether the blank line that ends the final header block was seen.
    private(set) var isHeaderComplete = false
    /// Whether the response grew beyond the limit.
    private(set) var isTooLarge = false

    private let limit: Int
    private var block: [UInt8] = []
    private var body: [UInt8] = []

    /// - Parameter limit: How many bytes the header block and the body together may have.
    init(limit: Int) {
        self.limit = limit
    }

    /// Takes one header line with its line break. Gives false if the transfer must end.
    mutating func appendHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        // Lines after the final header block are the trailers of a chunked body: nothing here needs them.
        guard !isHeaderComplete else { return true }
        guard block.count + line.count <= limit else {
            isTooLarge = true
            return false
        }
        if line.starts(with: "HTTP/".utf8) {
            status = ReplyAssembler.finalStatus(of: line)
            block.removeAll(keepingCapacity: true)
        } else if line.allSatisfy({ $0 == 0x0D || $0 == 0x0A }) {
            isHeaderComplete = status != nil
        } else {
            block.append(contentsOf: line)
        }
        return true
    }

    /// Takes a piece of the body. Gives false if the transfer must end.
    mutating func appendBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard block.count + body.count + bytes.count <= limit else {
            isTooLarge = true
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    /// The response; nil as long as its header block is not complete.
    var response: HTTPResponse? {
        guard isHeaderComplete, let status else { return nil }
        return HTTPResponse(status: status, headers: HTTPHeaders(block: block), body: body)
    }

    /// The status of `HTTP/1.1 200 OK` if it is a final one (200 or above).
    private static func finalStatus(of line: UnsafeRawBufferPointer) -> Int? {
        let code = line.drop { $0 != 0x20 }.drop { $0 == 0x20 }.prefix { $0 > 0x20 }
        guard code.count == 3, let status = Int(String(decoding: code, as: UTF8.self)), status >= 200 else {
            return nil
        }
        return status
    }
}
