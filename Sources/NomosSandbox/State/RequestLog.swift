/// What came in and what was done with it: counters for ever, the last requests in detail.
struct RequestLog: Sendable {
    struct Entry: Sendable {
        var number: Int
        var receivedAt: Timestamp
        var request: HTTPRequest
        var requestID: String
        /// The status of the answer, also where a fault kept it from arriving; nil if there was none to send.
        var status: Int?
        var fault: Fault?
    }

    private let limit: Int
    private let keepsBodies: Bool
    /// A ring once it is full: the oldest entry is at `oldest`.
    private var entries: [Entry] = []
    private var oldest = 0
    private var second = SlidingWindow(length: 1_000_000_000)

    private(set) var total = 0
    private(set) var byEndpoint: [String: Int] = [:]
    private(set) var byStatus: [Int: Int] = [:]
    private(set) var byFault: [Fault: Int] = [:]
    private(set) var peakPerSecond = 0

    init(limit: Int, keepsBodies: Bool) {
        self.limit = limit
        self.keepsBodies = keepsBodies
    }

    /// Counts a request that arrived; the answer follows with `add`.
    mutating func arrived(at now: Timestamp) {
        total += 1
        second.moveOn(to: now)
        second.add(now)
        peakPerSecond = max(peakPerSecond, second.count)
    }

    mutating func add(_ entry: Entry, endpoint: String) {
        byEndpoint[endpoint, default: 0] += 1
        if let status = entry.status { byStatus[status, default: 0] += 1 }
        if let fault = entry.fault { byFault[fault, default: 0] += 1 }
        guard limit > 0 else { return }
        var entry = entry
        if !keepsBodies { entry.request.body = [] }
        if entries.count < limit {
            entries.append(entry)
        } else {
            entries[oldest] = entry
            oldest = (oldest + 1) % limit
        }
    }

    /// The entries kept, oldest first.
    var recent: [Entry] { Array(entries[oldest...] + entries[..<oldest]) }
}
