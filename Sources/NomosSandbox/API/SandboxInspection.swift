/// `/_sandbox`: what a test reads back and sets. No token, no rate limit, no faults, and not counted.
///
/// - `GET /_sandbox/stats`, `GET /_sandbox/requests`, `GET /_sandbox/leads?from=0&limit=1000` (oldest first)
/// - `GET /_sandbox/faults`; PUT or POST sets them, as text (`half:0.1`) or JSON (`{"faults": "half:0.1"}`)
extension SandboxAPI {
    mutating func inspect(_ request: HTTPRequest, at now: Timestamp) -> HTTPReply {
        var status = 200
        var body: JSONValue
        switch (request.method, request.path) {
        case ("GET", "/_sandbox/stats"): body = statistics.json
        case ("GET", "/_sandbox/requests"): body = ["requests": .array(requests.map(\.json))]
        case ("GET", "/_sandbox/leads"):
            let query = QueryParameters(request.query)
            let from = min(max(Int(query["from"] ?? "") ?? 0, 0), store.count)
            let limit = min(max(Int(query["limit"] ?? "") ?? 1000, 0), 10_000)
            let leads = leads(in: from..<min(store.count, from + limit))
            body = ["total": JSONValue(store.count), "leads": .array(leads.map(\.json))]
        case ("GET", "/_sandbox/faults"): body = ["faults": .string(faults.description)]
        case ("PUT", "/_sandbox/faults"), ("POST", "/_sandbox/faults"):
            let json = try? JSONReader.value(of: request.body)
            let text = json?["faults"]?.string ?? json?.string ?? String(decoding: request.body, as: UTF8.self)
            do {
                faults = try FaultPlan(text)
                body = ["faults": .string(faults.description)]
            } catch {
                status = 400
                body = ["message": .string(error.description)]
            }
        default:
            status = 404
            body = ["message": "There are GET stats, requests, leads and faults, and PUT faults."]
        }
        let head = ResponseHead(
            status: status,
            requestID: "sandbox",
            apiVersion: APIVersion.curie.rawValue,
            date: date(at: now.advanced(bySeconds: configuration.clockOffsetSeconds)),
            verdict: nil,
            error: nil,
            keepsAlive: request.keepsAlive
        )
        return HTTPReply(
            bytes: head.response(body: body.bytes),
            delivery: request.keepsAlive ? .whole : .wholeThenClose
        )
    }

    var statistics: SandboxStatistics {
        SandboxStatistics(
            requests: log.total,
            requestsByEndpoint: log.byEndpoint,
            requestsByStatus: log.byStatus,
            faultsPlayed: log.byFault,
            leads: store.count,
            lateLeads: lateLeadCount,
            peakRequestsPerSecond: log.peakPerSecond
        )
    }

    /// The last requests, oldest first.
    var requests: [SandboxRequest] {
        log.recent.map { entry in
            SandboxRequest(
                number: entry.number,
                receivedAt: entry.receivedAt.iso8601,
                method: entry.request.method,
                target: entry.request.target,
                headers: entry.request.headers.map { field in
                    // A real token may have been sent here by mistake; it is shown to nobody.
                    field.name.lowercased() == "authorization"
                        ? (field.name, "\(field.value.prefix { $0 != " " }) <redacted>") : field
                },
                body: String(decoding: entry.request.body, as: UTF8.self),
                status: entry.status,
                fault: entry.fault,
                requestID: entry.requestID
            )
        }
    }

    /// The leads at those places in the order of creation.
    func leads(in range: Range<Int>) -> [SandboxLead] {
        range.clamped(to: 0..<store.count).map { position in
            let lead = store[position]
            let tail = try? JSONReader.value(of: Array("{".utf8) + lead.tail + Array("}".utf8))
            var metadata: [String: String] = [:]
            if case .object(let members) = tail?["metadata"] {
                for member in members { metadata[member.name] = member.value.string }
            }
            return SandboxLead(
                id: lead.id.text(prefix: "lead_"),
                createdAt: Timestamp(nanoseconds: lead.createdAt * 1_000_000).iso8601,
                createdBy: tail?["created_by"]?.string,
                metadata: metadata,
                body: lead.body.map { String(decoding: $0, as: UTF8.self) }
            )
        }
    }
}

extension SandboxStatistics {
    var json: JSONValue {
        func counts(_ pairs: [(String, Int)]) -> JSONValue {
            .object(pairs.sorted { $0.0 < $1.0 }.map { JSONMember(name: $0.0, value: JSONValue($0.1)) })
        }
        return [
            "requests": JSONValue(requests),
            "requests_by_endpoint": counts(requestsByEndpoint.map { ($0.key, $0.value) }),
            "requests_by_status": counts(requestsByStatus.map { (String($0.key), $0.value) }),
            "faults_played": counts(faultsPlayed.map { ($0.key.rawValue, $0.value) }),
            "leads": JSONValue(leads), "late_leads": JSONValue(lateLeads),
            "peak_requests_per_second": JSONValue(peakRequestsPerSecond),
        ]
    }
}

extension SandboxRequest {
    var json: JSONValue {
        [
            "number": JSONValue(number), "received_at": .string(receivedAt), "method": .string(method),
            "target": .string(target), "headers": .array(headers.map { [.string($0.name), .string($0.value)] }),
            "body": .string(body), "status": status.map { JSONValue($0) } ?? .null, "fault": JSONValue(fault?.rawValue),
            "request_id": .string(requestID),
        ]
    }
}

extension SandboxLead {
    var json: JSONValue {
        [
            "id": .string(id), "created_at": .string(createdAt), "created_by": JSONValue(createdBy),
            "metadata": .object(
                metadata.sorted { $0.key < $1.key }.map { JSONMember(name: $0.key, value: .string($0.value)) }
            ),
            "body": JSONValue(body),
        ]
    }
}
