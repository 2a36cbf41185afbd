/// How a proposal tells companies from persons: by a column that says so, by the salutation, or by whether there is a
/// company's name.
struct CustomerTypeProposal {
    private enum Way {
        case words(ColumnAssignment.Placement, ValueMapProposal)
        case companyName(ColumnAssignment.Placement)
        case personsOnly
    }

    private let way: Way

    /// Whether there may be companies.
    var hasCompanies: Bool {
        if case .personsOnly = way { false } else { true }
    }

    init(_ assignment: ColumnAssignment, rows: [[String]]) {
        let company = assignment.placements[.companyName]
        for role in [ColumnRole.customerType, .salutation] {
            guard let placement = assignment.placements[role],
                let map = ValueMapProposal(placement.profile, .customerType),
                map.known.contains(where: { $0.meaning == "company" })
            else { continue }
            // Where the salutation is that of a company's contact, the company's name decides.
            if role == .salutation, let company, company.profile.filled > 0 {
                let contacts = rows.count { row in
                    Self.isFilled(row, company.profile.index)
                        && Self.meaning(row, placement.profile.index) != "company"
                }
                if contacts * 10 > company.profile.filled { continue }
            }
            way = .words(placement, map)
            return
        }
        way = company.map { $0.profile.filled > 0 ? .companyName($0) : .personsOnly } ?? .personsOnly
    }

    func write(_ writer: inout ProposalWriter, _ lead: inout LeadProposal) {
        switch way {
        case .words(let placement, let map):
            // An unknown word of a type column may mean anything; a salutation is a person's unless it says otherwise.
            let isSalutation = lead.assignment.placements[.customerType]?.profile.index != placement.profile.index
            let note = lead.note("customer.type", placement)
            map.write("type", &writer, note, rest: isSalutation ? "person" : nil, absent: "person")
        case .companyName(let placement):
            let leaf = ProposalWriter.leaf(
                placement.profile.name,
                ["map: { \"*\": \"company\" }", "default: \"person\""]
            )
            writer.line("type: \(leaf),", "likely: who has a company's name is a company")
        case .personsOnly:
            writer.comment("No column tells companies from persons: every customer is a person.")
        }
    }

    private static func isFilled(_ row: [String], _ index: Int) -> Bool {
        index < row.count && row[index].contains { !$0.isWhitespace } && !ValueVocabulary.isNull(row[index])
    }

    private static func meaning(_ row: [String], _ index: Int) -> String? {
        index < row.count ? ValueVocabulary.meaning(row[index], of: .customerType) : nil
    }
}
