import Testing

@testable import NomosAPI

@Suite("Error envelopes are read leniently")
struct APIErrorTests {
    private func error(_ body: String, status: Int = 400, headers: String = "") -> APIError {
        APIError(
            response: HTTPResponse(
                status: status,
                headers: HTTPHeaders(block: Array(headers.utf8)),
                body: Array(body.utf8)
            )
        )
    }

    @Test(
        "Code and message are found or made up for",
        arguments: [
            ("{\"code\":\"CONFLICT\",\"message\":\"Taken\"}", "CONFLICT", "Taken"),
            ("{\"code\":\"CONFLICT\"}", "CONFLICT", "{\"code\":\"CONFLICT\"}"),
            ("{\"message\":\"Taken\",\"code\":7}", "HTTP_400", "Taken"),
            ("{\"error\":\"invalid_client\",\"error_description\":\"No\"}", "invalid_client", "No"),
            ("", "HTTP_400", "The API answered with status 400 and no explanation."),
            (" \r\n\t", "HTTP_400", "The API answered with status 400 and no explanation."),
            ("<html>\r\n  <b>Bad\u{0}\u{1B}[31m</b>", "HTTP_400", "<html> <b>Bad [31m</b>"),
            ("[]", "HTTP_400", "[]"), ("null", "HTTP_400", "null"), ("\"text\"", "HTTP_400", "\"text\""),
        ]
    )
    func codeAndMessage(body: String, code: String, message: String) {
        #expect(error(body) == APIError(status: 400, code: code, message: message))
    }

    @Test("A long body is cut")
    func longBody() {
        let message = error(String(repeating: "ä", count: 100_000)).message
        #expect(message == String(repeating: "ä", count: 200) + "…")
    }

    @Test("A body that is not UTF-8 gives an error all the same")
    func notUTF8() {
        let response = HTTPResponse(status: 502, headers: HTTPHeaders(), body: [0xFF, 0xFE, 0x41])
        #expect(APIError(response: response).code == "HTTP_502")
    }

    @Test("Details that are odd are read as far as they go")
    func details() {
        let body = """
            {"errors":[{"code":"a","field":["meter",0,"x"],"message":"m"},{"message":"only"},{},7,null,{"field":"f"}]}
            """
        #expect(
            error(body).details == [
                .init(code: "a", field: "meter.0.x", message: "m"), .init(code: "", field: "", message: "only"),
            ]
        )
        #expect(error("{\"errors\":{}}").details.isEmpty)
    }

    @Test("The request ID comes from the envelope, else from the header")
    func requestID() {
        #expect(error("{\"requestId\":\"a\"}", headers: "X-Request-Id: b\r\n").requestID == "a")
        #expect(error("{}", headers: "X-Request-Id: b\r\n").requestID == "b")
        #expect(error("{}").requestID == nil)
    }
}
