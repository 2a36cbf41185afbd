import Synchronization

/// Leads known to exist, the last few that were created: a list that does not show them proves nothing of others.
final class Witnesses: Sendable {
    private struct Witness {
        var row: Int
        var id: String
        /// In milliseconds since 1970.
        var at: Int64
    }

    private static let capacity = 512
    private let recent = Mutex<(witnesses: [Witness], next: Int)>(([], 0))

    /// Notes that a row's lead was created just now.
    func add(row: Int, id: String) {
        let witness = Witness(row: row, id: id, at: WallClock.milliseconds())
        recent.withLock { state in
            if state.witnesses.count < Self.capacity {
                state.witnesses.append(witness)
            } else {
                state.witnesses[state.next] = witness
                state.next = (state.next + 1) % Self.capacity
            }
        }
    }

    /// Those that a list made for `doubts` must show: created within the stretch listed, and longer ago than the grace.
    func within(_ doubts: [Doubt], _ settings: UploadSettings) -> [(row: Int, id: String)] {
        guard let from = doubts.map(\.since).min(), let to = doubts.compactMap(\.until).max() else { return [] }
        let oldEnough = WallClock.milliseconds() - settings.grace.milliseconds
        return recent.withLock { state in
            state.witnesses.filter { (from...max(from, to)).contains($0.at) && $0.at <= oldEnough }
                .map { ($0.row, $0.id) }
        }
    }
}
