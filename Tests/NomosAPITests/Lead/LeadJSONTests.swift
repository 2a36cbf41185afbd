import Testing

@testable import NomosAPI

@Suite("A lead's JSON")
struct LeadJSONTests {
    private func json(_ lead: Lead) -> String {
        var bytes: [UInt8] = []
        lead.json(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let least = Lead(
        plan: "pln_1",
        address: .init(zip: "01067"),
        meter: .init(estimatedUsage: 2500)
    )

    @Test("What is nil is left out")
    func least() {
        let expected = "{\"plan\":\"pln_1\",\"address\":{\"zip\":\"01067\"},\"meter\":{\"estimated_usage\":2500}}"
        #expect(json(LeadJSONTests.least) == expected)
        var empty = LeadJSONTests.least
        empty.customer = .init()
        empty.paymentMethod = .init()
        #expect(json(empty) == expected)
    }

    @Test("Everything, in the order of the reference")
    func everything() {
        let lead = Lead(
            plan: "pln_1",
            customer: .init(
                type: .company,
                firstName: "Jörg",
                lastName: "Süß",
                companyName: "Süß GmbH",
                email: "j@example.com"
            ),
            address: .init(zip: "10115", street: "Torstraße", houseNumber: "119 a", city: "Berlin"),
            meter: .init(estimatedUsage: 9735.5, type: .smart, number: "1A"),
            paymentMethod: .init(iban: "DE00", accountHolder: "J"),
            previousSupplier: "mp_1",
            nextPossibleStart: false,
            intendedStartDate: "2027-01-01",
            changeReason: .moveIn,
            createdBy: "p@example.com",
            metadata: [.init(key: "z", value: "1"), .init(key: "a", value: "")]
        )
        #expect(
            json(lead) == """
                {"plan":"pln_1","customer":{"type":"company","company_name":"Süß GmbH","first_name":"Jörg",\
                "last_name":"Süß","email":"j@example.com"},"address":{"zip":"10115","street":"Torstraße",\
                "house_number":"119 a","city":"Berlin"},"meter":{"estimated_usage":9735.5,"type":"smart","number":"1A"},\
                "payment_method":{"type":"sepa_debit","sepa_debit":{"iban":"DE00","account_holder":"J"}},\
                "previous_supplier":"mp_1","next_possible_start":false,"intended_start_date":"2027-01-01",\
                "change_reason":"move_in","created_by":"p@example.com","metadata":{"z":"1","a":""}}
                """
        )
    }

    @Test("The JSON is appended to what is there")
    func appended() {
        var bytes = Array("x".utf8)
        LeadJSONTests.least.json(into: &bytes)
        LeadJSONTests.least.json(into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "x" + json(LeadJSONTests.least) + json(LeadJSONTests.least))
    }

    @Test("The pretty form has the same content")
    func pretty() {
        var lead = LeadJSONTests.least
        lead.metadata = [.init(key: "a", value: "b")]
        #expect(
            lead.prettyJSON() == """
                {
                  "plan": "pln_1",
                  "address": {
                    "zip": "01067"
                  },
                  "meter": {
                    "estimated_usage": 2500
                  },
                  "metadata": {
                    "a": "b"
                  }
                }
                """
        )
        #expect(JSONValue(parsing: lead.prettyJSON().utf8) == JSONValue(parsing: json(lead).utf8))
    }
}
