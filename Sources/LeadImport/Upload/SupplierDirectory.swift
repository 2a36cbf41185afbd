import NomosAPI
import Synchronization

/// The IDs of previous suppliers by the names that partners write: asked for once each.
final class SupplierDirectory: Sendable {
    /// What is known of a name.
    enum Answer: Sendable {
        case id(String)
        /// The API knows no such supplier, or several.
        case refused(Violation)
        case notReached(reason: String)
    }

    private let client: NomosClient
    private let gate: RequestGate
    private let columns: [String]
    private let known = Mutex<[String: Answer]>([:])

    /// A directory that asks `client`; `columns` are the CSV columns the names come from.
    init(client: NomosClient, gate: RequestGate, columns: [String]) {
        self.client = client
        self.gate = gate
        self.columns = columns
    }

    /// The ID of the supplier of that name. Throws `CancellationError` when the run stops meanwhile.
    func id(of name: String) async throws -> Answer {
        if let answer = known.withLock({ $0[name] }) { return answer }
        let answer = try await ask(name)
        if case .notReached = answer { return answer }
        known.withLock { $0[name] = answer }
        return answer
    }

    private func ask(_ name: String) async throws -> Answer {
        let equal = try await partners(.nameEquals(name))
        guard case .found(let same) = equal else { return answer(equal) }
        if same.count == 1 { return .id(same[0].id) }
        if same.count > 1 { return refused("supplier_ambiguous", "the API knows several suppliers of this name") }
        let containing = try await partners(.nameContains(name))
        guard case .found(let similar) = containing else { return answer(containing) }
        let alike = similar.filter { $0.name.lowercased() == name.lowercased() }
        if let partner = alike.first, alike.count == 1 { return .id(partner.id) }
        guard !similar.isEmpty else {
            return refused(
                "supplier_unknown",
                "the API knows no supplier of this name; correct it, or leave the field out with a map in the config"
            )
        }
        let names = similar.prefix(3).map(\.name).joined(separator: "; ")
        return refused(
            "supplier_ambiguous",
            "the API knows no supplier of exactly this name; did the partner mean one of: \(names)?"
        )
    }

    private enum Partners {
        case found([MarketPartner])
        case forbidden(status: Int)
        case failed(TransportFailure)
    }

    private func answer(_ partners: Partners) -> Answer {
        switch partners {
        case .failed(let failure): .notReached(reason: failure.message)
        case .forbidden(let status):
            refused(
                "supplier_lookup_refused",
                "the token may not read market partners (\(status)), so the supplier's ID is not known; it needs read:*"
            )
        case .found: refused("supplier_unknown", "the API knows no supplier of this name")
        }
    }

    private func refused(_ code: String, _ message: String) -> Answer {
        .refused(Violation(code: code, field: "previous_supplier", columns: columns, message: message))
    }

    private func partners(_ filter: MarketPartner.Filter) async throws -> Partners {
        while true {
            try await gate.pass()
            switch await client.marketPartners(filter, limit: 10).outcome {
            case .success(let page): return .found(page.items)
            case .notFound: return .found([])
            case .throttled(let retryAfter): gate.refused(retryAfter: retryAfter)
            case .refused(let error): return .forbidden(status: error.status)
            case .failed(let failure, _): return .failed(failure)
            }
        }
    }
}
