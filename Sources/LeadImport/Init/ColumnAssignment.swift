/// How sure the proposal is that a column means a field.
public enum ProposalCertainty: String, Sendable, CaseIterable {
    /// The name and the values agree, or the name is known and the values could be anything.
    case sure
    /// The name fits, or nearly; the values don't contradict.
    case likely
    /// Only the values say so, or the name only in part.
    case guess
}

/// Which column has which role.
struct ColumnAssignment {
    /// A column in its role.
    struct Placement {
        var profile: ColumnProfile
        var certainty: ProposalCertainty
        /// Why, without any value: "name and values fit".
        var reason: String
    }

    private(set) var placements: [ColumnRole: Placement] = [:]
    /// The columns without a role, in the order of the file.
    private(set) var unplaced: [ColumnProfile] = []

    /// Gives every column at most one role and every role at most one column: the pairs that fit best first.
    init(_ profiles: [ColumnProfile]) {
        var pairs: [(column: Int, role: ColumnRole, score: Double, placement: Placement)] = []
        for (column, profile) in profiles.enumerated() {
            let matches = HeaderMatcher.matches(profile.name)
            for match in matches {
                guard let placement = Self.judge(profile, match) else { continue }
                pairs.append((column, match.role, placement.score, placement.placement))
            }
            // A name that says something else is believed.
            guard matches.allSatisfy({ $0.strength < 0.6 }) else { continue }
            for (role, score) in Self.guesses(profile) {
                let placement = Placement(profile: profile, certainty: .guess, reason: "only the values say so")
                pairs.append((column, role, score, placement))
            }
        }
        var taken = Set<Int>()
        for pair in pairs.sorted(by: { ($1.score, $0.column) < ($0.score, $1.column) })
        where pair.role != .other && !taken.contains(pair.column) && placements[pair.role] == nil {
            // The parts and their mixture exclude each other; the better one came first.
            if Self.rivals(of: pair.role).contains(where: { placements[$0] != nil }) { continue }
            placements[pair.role] = pair.placement
            taken.insert(pair.column)
        }
        unplaced = profiles.indices.filter { !taken.contains($0) }.map { profiles[$0] }
    }

    /// Roles that cannot stand beside this one.
    private static func rivals(of role: ColumnRole) -> [ColumnRole] {
        switch role {
        case .fullName: [.firstName, .lastName]
        case .firstName, .lastName: [.fullName]
        case .streetAndNumber: [.street, .houseNumber]
        case .street, .houseNumber: [.streetAndNumber]
        case .zipAndCity: [.zip, .city]
        case .zip, .city: [.zipAndCity]
        case .usage: [.feedIn]
        case .feedIn: [.usage]
        default: []
        }
    }

    /// How well a column fits a role that its name speaks for; nil where its values speak against it.
    private static func judge(_ profile: ColumnProfile, _ match: HeaderMatcher.Match) -> (
        score: Double, placement: Placement
    )? {
        let evidence = RoleEvidence.share(match.role, profile)
        if let evidence, profile.filled > 0, evidence < RoleEvidence.least(match.role) { return nil }
        let score = match.strength + 0.3 * (evidence ?? 0.3) + (profile.filled == 0 ? -0.3 : 0)
        let certainty: ProposalCertainty
        let reason: String
        if profile.filled == 0 {
            (certainty, reason) = (.guess, "the name fits, but there is no value in the rows looked at")
        } else if match.strength >= 0.85, let evidence {
            (certainty, reason) =
                evidence >= 0.8 ? (.sure, "name and values fit") : (.likely, "the name fits, not all values do")
        } else if match.strength >= 0.85 {
            (certainty, reason) = (match.strength == 1 ? .sure : .likely, "the name fits")
        } else if match.strength >= 0.5 {
            (certainty, reason) = (.likely, "the name fits in part")
        } else {
            (certainty, reason) = (.guess, "the name could also mean somebody else's")
        }
        return (score, Placement(profile: profile, certainty: certainty, reason: reason))
    }

    /// The roles that the values alone speak for.
    private static func guesses(_ profile: ColumnProfile) -> [(ColumnRole, Double)] {
        guard profile.filled >= 3 else { return [] }
        var roles: [(ColumnRole, Double)] = []
        for (role, shape) in [
            (ColumnRole.email, ValueShape.email), (.iban, .iban), (.zipAndCity, .postcodeAndTown),
            (.meterNumber, .meterNumber), (.plan, .planID), (.previousSupplier, .partnerID),
            (.usage, .numberWithUnit), (.salutation, .customerType), (.changeReason, .changeReason),
            (.meterType, .meterType), (.streetAndNumber, .streetAndNumber),
        ] where profile.share(shape) >= 0.8 {
            roles.append((role, 0.4))
        }
        if profile.share(.postcode) + profile.share(.shortPostcode) >= 0.95, !profile.isUnique || profile.filled < 50,
            profile.share(.postcode) >= 0.5
        {
            roles.append((.zip, 0.3))
        }
        if profile.dateShare >= 0.95 { roles.append((.startDate, 0.25)) }
        if profile.share(.number) >= 0.95, profile.dateShare < 0.5, let median = profile.medianNumber,
            (800...30_000).contains(median), profile.share(.postcode) < 0.9, !profile.isCounting
        {
            roles.append((.usage, 0.2))
        }
        return roles
    }
}

/// What the values of a column must look like for a role.
enum RoleEvidence {
    /// The share of values that fit, or nil where a role's values look like nothing in particular.
    static func share(_ role: ColumnRole, _ profile: ColumnProfile) -> Double? {
        switch role {
        case .email, .createdBy: profile.share(.email)
        case .zip: profile.share(.postcode) + profile.share(.shortPostcode)
        case .zipAndCity: profile.share(.postcodeAndTown)
        case .iban: profile.share(.iban)
        case .usage, .feedIn: profile.share(.number)
        case .startDate: profile.dateShare
        case .houseNumber: profile.share(.houseNumber)
        case .streetAndNumber: profile.share(.streetAndNumber)
        case .street: 1 - profile.share(.streetAndNumber)
        case .city: profile.share(.words)
        case .firstName, .lastName, .accountHolder, .companyName: profile.share(.email) > 0.2 ? 0 : nil
        case .fullName: profile.share(.severalWords)
        case .salutation, .customerType: profile.share(.customerType)
        case .meterType: profile.share(.meterType)
        case .changeReason: profile.share(.changeReason)
        case .nextPossibleStart: profile.share(.boolean)
        case .plan: profile.share(.planID)
        case .meterNumber: 1 - profile.share(.words)
        case .previousSupplier, .customerNumber, .other: nil
        }
    }

    /// Below this share the values speak against the role.
    static func least(_ role: ColumnRole) -> Double {
        switch role {
        case .salutation, .customerType, .meterType, .changeReason: 0.3
        case .firstName, .lastName, .accountHolder, .companyName: 0.1
        case .plan, .nextPossibleStart, .createdBy: 0.9
        default: 0.5
        }
    }
}
