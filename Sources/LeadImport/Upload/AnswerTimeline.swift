/// How many leads the API answered, interval by interval since the start: what the report's chart is drawn from.
///
/// It is bounded, however long a run takes: when the intervals are used up, neighbours are merged and each becomes twice as
/// long. A pure value; time is passed in, in seconds since the start.
///
///     capacity 4, after 0.5 s        | 1 2 0 3 |            0.125 s each
///     one answer more, at 0.6 s      | 3   3   1   . |      0.25 s each
public struct AnswerTimeline: Sendable, Equatable {
    /// What happened in one interval.
    public struct Interval: Sendable, Equatable {
        /// Leads created.
        public internal(set) var created = 0
        /// Leads refused.
        public internal(set) var refused = 0
        /// Attempts without an answer: in doubt, not sent, or told to wait (429).
        public internal(set) var unanswered = 0

        /// Leads answered.
        public var answered: Int { created + refused }

        static func + (left: Interval, right: Interval) -> Interval {
            Interval(
                created: left.created + right.created,
                refused: left.refused + right.refused,
                unanswered: left.unanswered + right.unanswered
            )
        }
    }

    /// The intervals up to the last one in which anything happened.
    public private(set) var intervals: [Interval] = []
    /// How long each is, in seconds.
    public private(set) var seconds = 0.125

    /// When the uploading ended, in seconds since the start; nil while it goes on.
    public private(set) var end: Double?

    private let capacity: Int

    /// An empty timeline of at most `capacity` intervals (at least 2).
    init(capacity: Int = 256) {
        self.capacity = max(2, capacity)
    }

    /// What an attempt came to.
    enum Kind { case created, refused, unanswered }

    /// Counts an attempt that ended `seconds` after the start. Amortised constant time.
    mutating func count(_ kind: Kind, at seconds: Double) {
        // What is no number, or before the start, belongs to the start.
        let seconds = seconds > 0 && seconds.isFinite ? seconds : 0
        while seconds / self.seconds >= Double(capacity) { merge() }
        let index = Int(seconds / self.seconds)
        while intervals.count <= index { intervals.append(Interval()) }
        switch kind {
        case .created: intervals[index].created += 1
        case .refused: intervals[index].refused += 1
        case .unanswered: intervals[index].unanswered += 1
        }
    }

    /// Notes when the uploading ended: the last interval may reach beyond that.
    mutating func close(at seconds: Double) { end = seconds }

    /// The same in fewer intervals where these hold too few answers to tell a rate from: a chart of 9, 10, 10, 9 is noise.
    func legible() -> AnswerTimeline {
        var merged = self
        let answered = intervals.reduce(0) { $0 + $1.answered }
        while true {
            let count = merged.intervals.count
            guard count > 120 || count > 24 && answered / count < 40 || count > 8 && answered / count < 10 else {
                return merged
            }
            merged.merge()
        }
    }

    private mutating func merge() {
        seconds *= 2
        intervals = stride(from: 0, to: intervals.count, by: 2).map { index in
            index + 1 < intervals.count ? intervals[index] + intervals[index + 1] : intervals[index]
        }
    }
}

extension AnswerTimeline.Kind {
    /// What the timeline counts a result as; nil where nothing was sent.
    init?(_ result: AttemptResult) {
        switch result {
        case .settled(let outcome) where outcome.state == .created: self = .created
        case .settled(let outcome) where outcome.state == .invalid: return nil
        case .settled, .refused: self = .refused
        case .throttled, .notSent, .inDoubt: self = .unanswered
        case .stopped, .outputFailed: return nil
        }
    }
}
