/// What POST /leads accepts: the schema of the reference (API version 2026-05-27.curie) and the rules that its text adds.
///
/// Every violation is reported at once, each with the field it belongs to. The customer's shape is told by its `type`, so that
/// a wrong e-mail is reported at `customer.email` and not as a mismatch of the whole union.
struct LeadRules: Sendable {
    /// A feed-in plan has rules of its own.
    var feedInPlans: Set<String>
    var unserviceableZips: Set<String> = []
    /// If given, `previous_supplier` must be one of these.
    var knownSuppliers: Set<String>?
    var refusesUnknownFields = false

    /// Everything that is wrong with the body; empty if a lead can be made of it. `today` is the day it is in Germany.
    func violations(of body: JSONValue, today: Day) -> [APIError.Detail] {
        var check = FieldChecker()
        guard case .object = body else {
            check.report("invalid_type", "", "Invalid input: expected object, received \(body.typeName)")
            return check.details
        }
        let plan = check.string(body, "plan", at: "plan", isRequired: true)
        if let plan, !LeadRules.isIdentifier(plan, prefix: "pln_") {
            check.report("invalid_value", "plan", "Invalid input: a plan ID looks like pln_mi4f0oda6x9m7gcsvjk0ole1")
        }
        let isFeedIn = plan.map(feedInPlans.contains) ?? false
        checkCustomer(body, &check)
        checkAddress(body, &check)
        checkMeter(body, isFeedIn: isFeedIn, &check)
        checkPayment(body, &check)
        checkSupplier(body, isFeedIn: isFeedIn, &check)
        check.boolean(body, "next_possible_start", at: "next_possible_start")
        checkStart(body, isFeedIn: isFeedIn, today: today, &check)
        check.choice(body, "change_reason", at: "change_reason", of: ["supplier_change", "move_in"])
        check.string(body, "created_by", at: "created_by", isNullable: true)
        check.strings(body, "metadata", at: "metadata")
        if refusesUnknownFields { checkNames(body, &check) }
        return check.details
    }

    private func checkCustomer(_ body: JSONValue, _ check: inout FieldChecker) {
        guard let customer = check.object(body, "customer", at: "customer", isNullable: true) else { return }
        switch customer["type"] {
        case nil, .string("person"): break
        case .string("company"):
            check.string(customer, "company_name", at: "customer.company_name", minimum: 1, maximum: 100)
        default:
            check.report("invalid_union", "customer.type", "Invalid option: expected one of \"person\"|\"company\"")
        }
        check.string(customer, "first_name", at: "customer.first_name", minimum: 1, maximum: 100)
        check.string(customer, "last_name", at: "customer.last_name", minimum: 1, maximum: 100)
        if let email = check.string(customer, "email", at: "customer.email"), !EmailRule.accepts(email) {
            check.report("invalid_format", "customer.email", "Invalid email address")
        }
    }

    private func checkAddress(_ body: JSONValue, _ check: inout FieldChecker) {
        guard let address = check.object(body, "address", at: "address", isRequired: true) else { return }
        if let zip = check.string(address, "zip", at: "address.zip", isRequired: true, minimum: 5) {
            // The schema wants five characters, Germany five digits: nothing else can be supplied.
            let isGerman = zip.utf8.count == 5 && zip.utf8.allSatisfy { (48...57).contains($0) }
            if !isGerman || unserviceableZips.contains(zip) {
                check.report("unserviceable_zip", "address.zip", "The zip code is not serviceable")
            }
        }
        for name in ["street", "city", "house_number"] {
            check.string(address, name, at: "address.\(name)", isNullable: true, minimum: 1)
        }
    }

    private func checkMeter(_ body: JSONValue, isFeedIn: Bool, _ check: inout FieldChecker) {
        guard let meter = check.object(body, "meter", at: "meter", isRequired: true) else { return }
        check.number(meter, "estimated_usage", at: "meter.estimated_usage", minimum: 100)
        let before = check.details.count
        let type = check.choice(meter, "type", at: "meter.type", of: ["smart", "analog"], isNullable: true)
        if isFeedIn, type != "smart", check.details.count == before {
            check.report("missing_smart_meter", "meter.type", "Feed-in plans need a smart meter")
        }
        check.string(meter, "number", at: "meter.number", isNullable: true, minimum: 1)
    }

    private func checkPayment(_ body: JSONValue, _ check: inout FieldChecker) {
        guard let payment = check.object(body, "payment_method", at: "payment_method", isNullable: true) else { return }
        check.choice(payment, "type", at: "payment_method.type", of: ["sepa_debit"])
        guard let debit = check.object(payment, "sepa_debit", at: "payment_method.sepa_debit") else { return }
        let field = "payment_method.sepa_debit.iban"
        if let iban = check.string(debit, "iban", at: field, isNullable: true) {
            switch IBANRule.verdict(on: iban) {
            case .valid: break
            case .wrongForm:
                check.report("invalid_format", field, "Invalid string: must match pattern \(IBANRule.pattern)")
            case .wrongChecksum: check.report("invalid_iban", field, "The IBAN is invalid")
            }
        }
        let holder = "payment_method.sepa_debit.account_holder"
        check.string(debit, "account_holder", at: holder, isNullable: true, minimum: 1)
    }

    private func checkSupplier(_ body: JSONValue, isFeedIn: Bool, _ check: inout FieldChecker) {
        let field = "previous_supplier"
        guard let supplier = check.string(body, field, at: field, isNullable: true) else { return }
        if isFeedIn {
            check.report("custom", field, "The previous supplier is only supported for consumption plans")
        } else if !LeadRules.isIdentifier(supplier, prefix: "mp_") {
            check.report(
                "invalid_value",
                field,
                "Invalid input: a market partner's ID looks like mp_mi4f0oda6x9m7gcsvjk0ole1"
            )
        } else if let knownSuppliers, !knownSuppliers.contains(supplier) {
            check.report("invalid_value", field, "There is no market partner with this ID")
        }
    }

    /// A date in the future; for feed-in the first day of a month, a month or more ahead.
    private func checkStart(_ body: JSONValue, isFeedIn: Bool, today: Day, _ check: inout FieldChecker) {
        let field = "intended_start_date"
        guard let text = check.string(body, field, at: field, isNullable: true) else { return }
        guard let date = Day(text) else { return check.report("invalid_format", field, "Invalid ISO date") }
        if date <= today {
            check.report("custom", field, "The intended start date must be in the future")
        } else if isFeedIn, date.day != 1 || date < today.oneMonthLater {
            check.report(
                "custom",
                field,
                "For feed-in plans: the first day of a month, at least one month in the future"
            )
        }
    }

    private func checkNames(_ body: JSONValue, _ check: inout FieldChecker) {
        let names: [(path: [String], known: Set<String>)] = [
            (
                [],
                [
                    "plan", "customer", "address", "meter", "payment_method", "previous_supplier",
                    "next_possible_start",
                    "intended_start_date", "change_reason", "created_by", "metadata",
                ]
            ),
            (["customer"], ["type", "first_name", "last_name", "company_name", "email"]),
            (["address"], ["zip", "street", "city", "house_number"]),
            (["meter"], ["estimated_usage", "type", "number"]),
            (["payment_method"], ["type", "sepa_debit"]),
            (["payment_method", "sepa_debit"], ["iban", "account_holder"]),
        ]
        for (path, known) in names {
            guard let object = path.reduce(body, { $0?[$1] }) else { continue }
            check.onlyKnown(object, at: path.joined(separator: "."), known)
        }
        // The two shapes differ in this one name.
        if let customer = body["customer"], customer["company_name"] != nil, customer["type"] != .string("company") {
            check.report("unrecognized_keys", "customer.company_name", "Unrecognized key: \"company_name\"")
        }
    }

    /// Whether the text is the prefix followed by lower-case ASCII letters and digits.
    static func isIdentifier(_ text: String, prefix: String) -> Bool {
        guard text.hasPrefix(prefix) else { return false }
        let rest = text.utf8.dropFirst(prefix.utf8.count)
        return !rest.isEmpty && rest.count <= 64
            && rest.allSatisfy {
                (48...57).contains($0) || (97...122).contains($0 | 0x20) || $0 == UInt8(ascii: "_")
                    || $0 == UInt8(ascii: "-")
            }
    }
}
