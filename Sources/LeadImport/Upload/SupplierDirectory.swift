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
        switch try await partners(.nameEquals(name)) {
        case .failure(let failure): return .notReached(reason: failure.message)
        case .success(let partners):
            if partners.count == 1 { return .id(partners[0].id) }
            if partners.count > 1 {
                return refused("supplier_ambiguous", "the API knows several suppliers of this name")
            }
        }
        switch try await partners(.nameContains(name)) {
        case .failure(let failure): return .notReached(reason: failure.message)
        case .success(let partners):
            let same = partners.filter { $0.name.lowercased() == name.lowercased() }
            if let partner = same.first, same.count == 1 { return .id(partner.id) }
            guard partners.isEmpty else {
                let names = partners.prefix(3).map(\.name).joined(separator: "; ")
                return refused(
                    "supplier_ambiguous",
                    "the API knows no supplier of exactly this name; did the partner mean one of: \(names)?"
                )
            }
            return refused(
                "supplier_unknown",
                "the API knows no supplier of this name; correct it, or leave the field out with a map in the config"
            )
        }
    }

    private func refused(_ code: String, _ message: String) -> Answer {
        .refused(Violation(code: code, field: "previous_supplier", columns: columns, message: message))
    }

    private func partners(_ filter: MarketPartner.Filter) async throws -> Result<[MarketPartner], TransportFailure> {
        while true {
            try await gate.pass()
            switch await client.marketPartners(filter, limit: 10).outcome {
            case .success(let page): return .success(page.items)
            case .notFound: return .success([])
            case .throttled(let retryAfter): gate.pause(for: retryAfter ?? .seconds(1))
            case .refused(let error):
                return .failure(
                    TransportFailure(
                        .other,
                        "the token may not read market partners (\(error.status)), so the supplier's ID is not known"
                    )
                )
            case .failed(let failure, _): return .failure(failure)
            }
        }
    }
}
