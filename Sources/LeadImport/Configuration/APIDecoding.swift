internal import NomosAPI

extension ConfigurationReader {
    static func decodeAPI(_ node: ConfigurationNode?) -> ImportConfiguration.API {
        var api = ImportConfiguration.API()
        guard let object = node?.object() else { return api }
        if let url = object["base_url"], let text = url.string("a URL such as \"https://api.nomos.energy\"") {
            do {
                api.baseURL = try BaseURL(text).text
            } catch {
                // The URL itself is not repeated: it might hold a password.
                url.fail(error.description)
            }
        }
        if let version = object["version"], let text = version.string("a version such as \"\(api.version)\"") {
            if isVersion(text) {
                api.version = text
            } else {
                version.fail(expected: "a version such as \"\(api.version)\"")
            }
        }
        if let rate = object["rate"]?.object("an object such as { requests: 10, per_seconds: 1 }") {
            if let requests = rate["requests"]?.number(above: 0, to: 100_000) { api.requests = requests }
            if let seconds = rate["per_seconds"]?.number(above: 0, to: 86_400) { api.perSeconds = seconds }
            rate.finish()
        }
        if let concurrency = object["concurrency"]?.integer(in: 1...1000) { api.concurrency = concurrency }
        if let timeout = object["timeout_seconds"]?.number(above: 0, to: 3600) { api.timeoutSeconds = timeout }
        if let attempts = object["attempts"]?.integer(in: 1...100) { api.attempts = attempts }
        api.doubtGraceSeconds = api.timeoutSeconds + 5
        if let grace = object["doubt_grace_seconds"]?.number(above: 0, to: 86_400) { api.doubtGraceSeconds = grace }
        object.finish()
        return api
    }

    /// `2026-05-27.curie`: a date, a dot and a name. It becomes a header's value, so nothing else may pass.
    private static func isVersion(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 10, !parts[1].isEmpty else { return false }
        let isDate = parts[0].utf8.enumerated().allSatisfy { index, byte in
            index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
        }
        return isDate && parts[1].utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
}
