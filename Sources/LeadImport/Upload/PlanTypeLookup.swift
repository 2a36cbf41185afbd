import NomosAPI

/// Finds out whether the plan supplies energy or takes it in: some rules hold for one kind only.
struct PlanTypeLookup {
    let client: NomosClient
    let gate: RequestGate
    let journal: Journal

    /// As the config says, or else as the API says of the config's plan, or said before. Where neither does, it is unknown, and `warning`
    /// says why.
    func type(
        for configuration: ImportConfiguration
    ) async -> (type: LeadValidator.PlanType, warning: String?) {
        switch configuration.rules.planType {
        case .consumption: return (.consumption, nil)
        case .feedIn: return (.feedIn, nil)
        case .auto: break
        }
        guard case .value(let id)? = configuration.fields.first(where: { $0.target == .plan })?.leaf.source else {
            return unknown("the plan is not the same for all rows")
        }
        switch journal.withIndex({ $0.planTypes[id] }).flatMap(ImportConfiguration.Rules.PlanType.init) {
        case .consumption: return (.consumption, nil)
        case .feedIn: return (.feedIn, nil)
        default: break
        }
        while (try? await gate.pass()) != nil {
            switch await client.plan(id: id).outcome {
            case .success(let plan):
                switch plan.kind {
                case .consumption:
                    journal.append(.plan(id: id, type: ImportConfiguration.Rules.PlanType.consumption.rawValue))
                    return (.consumption, nil)
                case .feedIn:
                    journal.append(.plan(id: id, type: ImportConfiguration.Rules.PlanType.feedIn.rawValue))
                    return (.feedIn, nil)
                case nil: return unknown("the API does not say")
                }
            case .throttled(let retryAfter): gate.refused(retryAfter: retryAfter)
            case .notFound: return unknown("the API knows no plan of this ID that the token may read")
            case .refused(let error): return unknown("the token may not read plans (\(error.status))")
            case .failed(let failure, _): return unknown(failure.message)
            }
        }
        return (.unknown, nil)
    }

    private func unknown(_ reason: String) -> (type: LeadValidator.PlanType, warning: String?) {
        (
            .unknown,
            "Whether the plan is for consumption or feed-in could not be found out: \(reason). Rules that hold for one kind "
                + "only are left to the API; rules.plan_type in the config tells the kind."
        )
    }
}
