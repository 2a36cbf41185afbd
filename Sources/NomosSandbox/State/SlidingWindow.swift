/// The times of the events of the last so many nanoseconds, oldest first.
///
/// Adding is O(1) on average; it holds as many times as there were events in the window at the busiest.
struct SlidingWindow: Sendable {
    let length: Int64
    private var times: [Int64] = []
    private var first = 0

    init(length: Int64) { self.length = length }

    var count: Int { times.count - first }

    /// The oldest event still in the window.
    var oldest: Timestamp? { count > 0 ? Timestamp(nanoseconds: times[first]) : nil }

    /// Drops what happened a full window before `now`, or earlier.
    mutating func moveOn(to now: Timestamp) {
        while first < times.count, times[first] <= now.nanoseconds - length { first += 1 }
        if first > 64, first * 2 > times.count {
            times.removeFirst(first)
            first = 0
        }
    }

    mutating func add(_ moment: Timestamp) { times.append(moment.nanoseconds) }
}
