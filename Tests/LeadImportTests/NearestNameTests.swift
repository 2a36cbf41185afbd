import Testing

@testable import LeadImport

@Suite("Nearest name")
struct NearestNameTests {
    @Test(
        "A slip finds the name that was meant",
        arguments: [
            ("emial", "email"), ("Email", "email"), ("e-mail", "email"), ("adress", "address"),
            ("first-name", "first_name"),
            ("zpi", "zip"), ("e_mails", "email"),
        ]
    )
    func near(name: String, expected: String) {
        #expect(NearestName.of(name, among: ["zip", "address", "first_name", "email"]) == expected)
    }

    @Test(
        "A name that nobody means finds none",
        arguments: ["", "q", "customer", String(repeating: "email", count: 9999)]
    )
    func far(name: String) {
        #expect(NearestName.of(name, among: ["zip", "address", "first_name", "email", "", "x"]) == nil)
    }
}
