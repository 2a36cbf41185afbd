extension Lead {
    /// Appends the lead as compact JSON, UTF-8: the body of `POST /leads`.
    ///
    /// Keys stand in the order of the API's reference, so equal leads give equal bytes. What is nil is left out, and so
    /// is an object of which nothing remains. O(length of the texts).
    public func json(into bytes: inout [UInt8]) {
        // The array is handed over and back, so that the writer appends in place instead of copying it.
        var writer = JSONWriter()
        swap(&bytes, &writer.bytes)
        write(to: &writer)
        swap(&bytes, &writer.bytes)
    }

    /// The same JSON for people: a key on each line, two spaces a level, no line break at the end.
    public func prettyJSON() -> String {
        var writer = JSONWriter(pretty: true)
        write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("plan", plan)
            if let customer, customer != Customer() {
                writer.member("customer") { $0.object(customer.writeMembers) }
            }
            writer.member("address") { $0.object(address.writeMembers) }
            writer.member("meter") { $0.object(meter.writeMembers) }
            if let paymentMethod, paymentMethod != PaymentMethod() {
                writer.member("payment_method") { $0.object(paymentMethod.writeMembers) }
            }
            writer.member("previous_supplier", previousSupplier)
            writer.member("next_possible_start", nextPossibleStart)
            writer.member("intended_start_date", intendedStartDate)
            writer.member("change_reason", changeReason?.rawValue)
            writer.member("created_by", createdBy)
            if !metadata.isEmpty {
                writer.member("metadata") { writer in
                    writer.object { writer in
                        for entry in metadata { writer.member(entry.key, entry.value) }
                    }
                }
            }
        }
    }
}

extension Lead.Customer {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("type", type?.rawValue)
        writer.member("company_name", companyName)
        writer.member("first_name", firstName)
        writer.member("last_name", lastName)
        writer.member("email", email)
    }
}

extension Lead.Address {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("zip", zip)
        writer.member("street", street)
        writer.member("house_number", houseNumber)
        writer.member("city", city)
    }
}

extension Lead.Meter {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("estimated_usage", estimatedUsage)
        writer.member("type", type?.rawValue)
        writer.member("number", number)
    }
}

extension Lead.PaymentMethod {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("type", "sepa_debit")
        writer.member("sepa_debit") { writer in
            writer.object { writer in
                writer.member("iban", iban)
                writer.member("account_holder", accountHolder)
            }
        }
    }
}
