@testable import NomosSandbox

/// The sandbox's API without sockets: requests and times in, parsed responses out.
struct PureAPI {
    struct Response {
        var status: Int
        var headers: [String: String]
        var json: JSONValue
        var delivery: HTTPReply.Delivery
        var bytes: [UInt8]

        var detailCodes: [String] { details.map { $0["code"]?.string ?? "" } }
        var detailFields: [String] { details.map { $0["field"]?.string ?? "" } }
        private var details: [JSONValue] {
            if case .array(let list) = json["errors"] { list } else { [] }
        }
        var items: [JSONValue] {
            if case .array(let list) = json["items"] { list } else { [] }
        }
        var ids: [String] { items.map { $0["id"]?.string ?? "" } }
    }

    var api: SandboxAPI
    /// Noon on 22 May 2026 in UTC; tests move it.
    var now = Timestamp(seconds: 1_779_451_200)

    init(_ configure: (inout SandboxConfiguration) -> Void = { _ in }) {
        var configuration = SandboxConfiguration(requestsPerSecond: 0)
        configure(&configuration)
        api = SandboxAPI(configuration)
    }

    static let lead = #"{"plan":"pln_1","address":{"zip":"10115"},"meter":{"estimated_usage":2500}}"#

    mutating func send(
        _ method: String,
        _ target: String,
        headers: [String: String] = [:],
        body: String = ""
    ) throws -> Response {
        var fields = ["Host": "127.0.0.1", "Authorization": "Bearer t", "Content-Type": "application/json"]
        for (name, value) in headers { fields[name] = value.isEmpty ? nil : value }
        var text = "\(method) \(target) HTTP/1.1\r\n"
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        text += "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        var parser = HTTPRequestParser()
        parser.append(Array(text.utf8)[...])
        guard let request = try parser.next() else { throw Unfinished() }
        return try PureAPI.parsed(api.reply(to: request, at: now))
    }

    mutating func create(_ body: String = lead) throws -> Response {
        try send("POST", "/leads", body: body)
    }

    struct Unfinished: Error {}

    static func parsed(_ reply: HTTPReply) throws -> Response {
        let text = String(decoding: reply.bytes, as: UTF8.self)
        guard let gap = text.firstRange(of: "\r\n\r\n") else { throw Unfinished() }
        let lines = text[..<gap.lowerBound].split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ": ", maxSplits: 1)
            headers[parts[0].lowercased()] = String(parts[1])
        }
        let body = Array(text[gap.upperBound...].utf8)
        return Response(
            status: Int(lines[0].split(separator: " ")[1]) ?? 0,
            headers: headers,
            json: (try? JSONReader.value(of: body)) ?? .null,
            delivery: reply.delivery,
            bytes: reply.bytes
        )
    }
}
