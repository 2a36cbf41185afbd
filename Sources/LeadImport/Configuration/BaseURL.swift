/// The rule for the API's base URL, wherever it comes from: the config or the environment.
public enum BaseURL {
    /// Why a URL is refused. The URL itself is not repeated: it might hold a secret.
    public struct Problem: Error, Equatable {
        /// What was expected, in one line.
        public var message: String
    }

    /// Checks a base URL and gives it without its trailing slashes.
    ///
    /// `https` is required, because the token travels with every request; `http` is good only for loopback
    /// (`localhost`, `127.0.0.0/8`, `[::1]`). A user name, a query or a fragment is refused.
    public static func checked(_ text: String) -> Result<String, Problem> {
        func refuse(_ message: String) -> Result<String, Problem> { .failure(Problem(message: message)) }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
            return refuse("expected a URL of plain characters, without spaces")
        }
        guard let colon = text.firstRange(of: "://") else {
            return refuse("expected a URL that begins with https://")
        }
        let scheme = text[..<colon.lowerBound].lowercased()
        let rest = text[colon.upperBound...]
        if rest.contains("?") || rest.contains("#") { return refuse("expected a URL without \"?\" and \"#\"") }
        let authority = rest.prefix { $0 != "/" }
        if authority.contains("@") {
            return refuse("expected a URL without a user name or password; secrets go into the environment")
        }
        guard let host = host(of: authority) else { return refuse("expected a URL with a host name") }
        switch scheme {
        case "https": break
        case "http" where isLoopback(host): break
        case "http":
            return refuse("expected https://: http:// would send the token in the clear and is good only for loopback")
        default: return refuse("expected a URL that begins with https://")
        }
        var url = text
        while url.hasSuffix("/") { url.removeLast() }
        return .success(url)
    }

    /// The host of `host`, `host:port` or `[address]:port`, or nil if it is none of them.
    private static func host(of authority: Substring) -> String? {
        var host = authority
        var port: Substring = ""
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            host = authority[...end]
            port = authority[authority.index(after: end)...]
            guard host.dropFirst().dropLast().allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
                return nil
            }
        } else {
            if let colon = authority.firstIndex(of: ":") {
                host = authority[..<colon]
                port = authority[colon...]
            }
            guard host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "." || $0 == "_") })
            else { return nil }
        }
        if !port.isEmpty {
            guard port.hasPrefix(":"), let number = Int(port.dropFirst()), (1...65_535).contains(number) else {
                return nil
            }
        }
        return host.isEmpty ? nil : host.lowercased()
    }

    /// Whether the host is this machine by its very name: never by a look-up, and not by a name that only begins so.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets[0] == "127"
            && octets.allSatisfy { octet in
                octet.count <= 3 && octet.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8(octet) != nil
            }
    }
}
