/// The `lead` and `rules` parts of a proposal.
struct LeadProposal {
    let assignment: ColumnAssignment
    let rows: [[String]]
    private(set) var placements: [ConfigurationProposal.Placement] = []
    private(set) var missing: [String] = []

    init(_ assignment: ColumnAssignment, rows: [[String]]) {
        self.assignment = assignment
        self.rows = rows
    }

    mutating func write(_ writer: inout ProposalWriter) {
        writer.object("lead") { writer in
            writePlan(&writer)
            writer.object("customer") { writeCustomer(&$0) }
            writer.object("address") { writeAddress(&$0) }
            writer.object("meter") { writeMeter(&$0) }
            writer.object("payment_method") { writer in
                writer.object("sepa_debit") { writePayment(&$0) }
            }
            writeContract(&writer)
            writer.object("metadata") { writeMetadata(&$0) }
        }
    }

    // MARK: Lines

    /// A field's line, if a column has the role.
    mutating func field(
        _ key: String,
        _ path: String,
        _ role: ColumnRole,
        _ writer: inout ProposalWriter,
        parts: [String] = [],
        isOptional: Bool? = nil
    ) {
        guard let placement = assignment.placements[role] else { return }
        let optional = isOptional ?? placement.profile.hasGaps ? ["optional: true"] : []
        writer.line("\(key): \(ProposalWriter.leaf(placement.profile.name, parts + optional)),", note(path, placement))
    }

    /// Records a placement, and gives the comment that says how sure it is.
    mutating func note(_ path: String, _ placement: ColumnAssignment.Placement) -> String {
        placements.append(.init(path: path, column: placement.profile.name, certainty: placement.certainty))
        return (placement.certainty == .guess ? "a guess" : placement.certainty.rawValue) + ": " + placement.reason
    }

    /// A required field that no column fits.
    private mutating func todo(_ key: String, _ path: String, _ what: String, _ writer: inout ProposalWriter) {
        missing.append(path)
        writer.line(
            "\(key): \(ProposalWriter.quoted("TODO: the column with \(what)")),",
            "NOT FOUND, and the API requires it"
        )
    }

    // MARK: Parts

    private mutating func writePlan(_ writer: inout ProposalWriter) {
        if assignment.placements[.plan] != nil {
            field("plan", "plan", .plan, &writer, isOptional: false)
        } else {
            writer.line("plan: { value: \"\(ConfigurationProposal.planPlaceholder)\" },", "PUT THE PLAN'S ID HERE")
        }
        writer.blank()
    }

    private mutating func writeCustomer(_ writer: inout ProposalWriter) {
        let type = CustomerTypeProposal(assignment, rows: rows)
        type.write(&writer, &self)
        // A company need not name a person.
        let nameless: Bool? = type.hasCompanies ? true : nil
        if let name = assignment.placements[.fullName] {
            writeFullName(name, &writer)
        } else {
            field("first_name", "customer.first_name", .firstName, &writer, isOptional: nameless)
            field("last_name", "customer.last_name", .lastName, &writer, isOptional: nameless)
        }
        if type.hasCompanies {
            field("company_name", "customer.company_name", .companyName, &writer, isOptional: true)
        }
        field("email", "customer.email", .email, &writer)
        remark(.email, .email, "an e-mail address", &writer)
    }

    private mutating func writeFullName(_ name: ColumnAssignment.Placement, _ writer: inout ProposalWriter) {
        let hasComma = name.profile.share(.nameWithComma) >= 0.5
        let particles = "von|vom|van|zu|zum|zur|de|der|den|di|del|la|le"
        let pattern = "^(.*?)\\\\s+((\(particles))\\\\s.*|\\\\S+)$"
        let first =
            hasComma
            ? "'replace(\"^[^,]*,?\\\\s*\",\"\")'" : "'replace(\"^\\\\S+$\",\"\")', 'replace(\"\(pattern)\",\"$1\")'"
        let last = hasComma ? "'replace(\"\\\\s*,.*$\",\"\")'" : "'replace(\"\(pattern)\",\"$2\")'"
        writer.comment(
            "The name is taken apart: \(hasComma ? "last name, first name" : "the last word is the last name")."
        )
        field(
            "first_name",
            "customer.first_name",
            .fullName,
            &writer,
            parts: ["transform: [\(first)]"],
            isOptional: true
        )
        field("last_name", "customer.last_name", .fullName, &writer, parts: ["transform: [\(last)]"])
    }

    private mutating func writeAddress(_ writer: inout ProposalWriter) {
        if assignment.placements[.zipAndCity] != nil {
            let zip = ["transform: ['replace(\"[ ,/].*$\",\"\")']"]
            field("zip", "address.zip", .zipAndCity, &writer, parts: zip, isOptional: false)
            field(
                "city",
                "address.city",
                .zipAndCity,
                &writer,
                parts: ["transform: ['replace(\"^\\\\d+[ ,/]*\",\"\")']"]
            )
        } else if let zip = assignment.placements[.zip] {
            field("zip", "address.zip", .zip, &writer, isOptional: false)
            let short = zip.profile.count(.shortPostcode)
            if short > 0 {
                writer.comment(
                    "\(short) of \(zip.profile.filled) values have four digits: a spreadsheet has probably dropped the zero. To put it back:"
                )
                writer.comment("zip: \(ProposalWriter.leaf(zip.profile.name, ["transform: [\"pad_left(5,0)\"]"])),")
            }
            field("city", "address.city", .city, &writer)
        } else {
            todo("zip", "address.zip", "the PLZ", &writer)
            field("city", "address.city", .city, &writer)
        }
        if assignment.placements[.streetAndNumber] != nil {
            writer.comment("Street and number stand in one column; what cannot be split surely is refused.")
            field("street", "address.street", .streetAndNumber, &writer, parts: ["transform: [\"street_name\"]"])
            let number = ["transform: [\"house_number\"]"]
            field("house_number", "address.house_number", .streetAndNumber, &writer, parts: number, isOptional: true)
        } else {
            field("street", "address.street", .street, &writer)
            field("house_number", "address.house_number", .houseNumber, &writer)
        }
    }

    private mutating func writeMeter(_ writer: inout ProposalWriter) {
        let role: ColumnRole = assignment.placements[.feedIn] != nil ? .feedIn : .usage
        if assignment.placements[role] != nil {
            field("estimated_usage", "meter.estimated_usage", role, &writer, isOptional: false)
            remark(role, .number, "a number", &writer)
        } else {
            todo("estimated_usage", "meter.estimated_usage", "the yearly kWh", &writer)
        }
        field("number", "meter.number", .meterNumber, &writer)
        map("type", .meterType, role: .meterType, &writer)
    }

    private mutating func writePayment(_ writer: inout ProposalWriter) {
        guard let iban = assignment.placements[.iban] else { return }
        field("iban", "payment_method.sepa_debit.iban", .iban, &writer, parts: ["transform: [\"iban\"]"])
        let when = "when: { column: \(ProposalWriter.quoted(iban.profile.name)), present: true }"
        field(
            "account_holder",
            "payment_method.sepa_debit.account_holder",
            .accountHolder,
            &writer,
            parts: [when],
            isOptional: true
        )
    }

    private mutating func writeContract(_ writer: inout ProposalWriter) {
        if let supplier = assignment.placements[.previousSupplier] {
            if supplier.profile.share(.partnerID) >= 0.5 {
                field("previous_supplier", "previous_supplier", .previousSupplier, &writer, isOptional: true)
            } else {
                let leaf = ProposalWriter.leaf(supplier.profile.name, ["lookup: \"market_partner\"", "optional: true"])
                writer.comment("The API takes the previous supplier by ID. To have the names looked up there:")
                writer.comment("previous_supplier: \(leaf),")
            }
        }
        field("intended_start_date", "intended_start_date", .startDate, &writer)
        field("next_possible_start", "next_possible_start", .nextPossibleStart, &writer)
        map("change_reason", .changeReason, role: .changeReason, &writer)
        field("created_by", "created_by", .createdBy, &writer)
    }

    private mutating func writeMetadata(_ writer: inout ProposalWriter) {
        field("customer_number", "metadata.customer_number", .customerNumber, &writer)
        if let supplier = assignment.placements[.previousSupplier], supplier.profile.share(.partnerID) < 0.5 {
            let path = "metadata.previous_supplier_name"
            field("previous_supplier_name", path, .previousSupplier, &writer, isOptional: true)
        }
        guard !assignment.unplaced.isEmpty else { return }
        writer.comment("These columns have no place. To send some along as they are, list them here:")
        writer.comment("\"*\": \(ProposalWriter.list(assignment.unplaced.map(\.name))),")
    }

    func writeRules(_ writer: inout ProposalWriter) {
        writer.object("rules") { writer in
            let number = assignment.placements[.customerNumber]?.profile
            if let number, number.isUnique, !number.hasGaps {
                writer.line(
                    "identity: [\"metadata.customer_number\"],",
                    "two rows with one \(ProposalWriter.quoted(number.name)) are one lead"
                )
            } else {
                if let number {
                    writer.comment(
                        "\(ProposalWriter.quoted(number.name)) is not in every row or not unique, so it cannot tell leads apart."
                    )
                }
                writer.line("identity: [],", "two rows that are the same in everything are one lead")
            }
            writer.line("duplicates: \"skip\",")
            if assignment.placements[.feedIn] != nil {
                writer.line("plan_type: \"feed_in\",", "likely: the column of the yearly quantity is about feeding in")
            }
        }
    }

    /// A line about values that don't look like their role, counted.
    private func remark(_ role: ColumnRole, _ shape: ValueShape, _ what: String, _ writer: inout ProposalWriter) {
        guard let profile = assignment.placements[role]?.profile else { return }
        let others = profile.filled - profile.count(shape)
        if others > 0 {
            writer.comment("\(others) of \(profile.filled) values don't look like \(what) and will be refused.")
        }
    }

    /// A line with a map from the words found to the API's.
    private mutating func map(
        _ key: String,
        _ target: LeadField,
        role: ColumnRole,
        _ writer: inout ProposalWriter
    ) {
        guard let placement = assignment.placements[role] else { return }
        guard let map = ValueMapProposal(placement.profile, target) else {
            writer.comment(
                "\(ProposalWriter.quoted(placement.profile.name)) may be \"\(target.path)\", but has too many different values."
            )
            return
        }
        map.write(key, &writer, note(target.path, placement))
    }
}
