/// Where an API is reached: scheme, host, port and an optional path in front of every resource.
///
/// Tokens and customers' data never leave in clear text: `http` is refused for every host but loopback, here and
/// therefore everywhere.
public struct BaseURL: Sendable, Equatable, CustomStringConvertible {
    /// The URL without a trailing slash.
    public let text: String
    /// The host alone, without brackets and in lower case.
    public let host: String
    /// Whether the host is this machine: `localhost`, 127.0.0.0/8 or `::1`.
    public let isLoopback: Bool

    /// Reads a base URL such as `https://api.nomos.energy` or `http://127.0.0.1:8080/v1/`.
    ///
    /// - Throws: ``BaseURLError``, whose description says what is wrong and what is expected.
    public init(_ string: String) throws(BaseURLError) {
        guard string.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .invalidCharacter }
        let lowercase = string.lowercased()
        let scheme: String
        if lowercase.hasPrefix("https://") {
            scheme = "https://"
        } else if lowercase.hasPrefix("http://") {
            scheme = "http://"
        } else {
            throw .noScheme
        }
        guard !string.contains("?"), !string.contains("#"), !string.contains("\\") else { throw .notABase }

        let rest = string.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        guard !authority.contains("@") else { throw .credentials }
        let (host, port) = try BaseURL.split(authority.lowercased())
        var path = rest.dropFirst(authority.count)
        while path.hasSuffix("/") { path.removeLast() }

        self.host = host
        isLoopback = BaseURL.isLoopback(host)
        guard scheme == "https://" || isLoopback else { throw .plainText(host: host) }
        let bracketed = host.contains(":") ? "[\(host)]" : host
        text = scheme + bracketed + (port.map { ":\($0)" } ?? "") + path
    }

    /// The URL without a trailing slash.
    public var description: String { text }

    /// Host and port of an authority, the brackets of an IPv6 address taken off.
    private static func split(_ authority: String) throws(BaseURLError) -> (host: String, port: Int?) {
        var host = Substring(authority)
        var port: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw .noHost }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }), host.contains(":") else {
                throw .noHost
            }
            guard rest.isEmpty || rest.hasPrefix(":") else { throw .port }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else {
            if let colon = authority.firstIndex(of: ":") {
                host = authority[..<colon]
                port = authority[authority.index(after: colon)...]
            }
            let isName = host.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." || $0 == "_" }
            guard isName else { throw .noHost }
        }
        guard !host.isEmpty else { throw .noHost }
        guard let port else { return (String(host), nil) }
        guard port.allSatisfy(\.isNumber), let number = Int(port), (1...65535).contains(number) else { throw .port }
        return (String(host), number)
    }

    /// Only what is loopback by standard (RFC 1122, RFC 4291, RFC 6761) and in its usual spelling.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { $0.count <= 3 && UInt8($0) != nil }
    }
}

/// Why a text is no usable base URL.
public enum BaseURLError: Error, Equatable, CustomStringConvertible {
    /// Neither `https://` nor `http://` comes first.
    case noScheme
    /// `http` for a host that is not this machine.
    case plainText(host: String)
    /// The host is missing or malformed.
    case noHost
    /// The port is no number from 1 to 65535.
    case port
    /// The URL holds a user name or a password.
    case credentials
    /// The URL holds a query, a fragment or a backslash.
    case notABase
    /// The URL holds a space, a control character or a character outside ASCII.
    case invalidCharacter

    /// What is wrong and what to do about it, in one sentence. It never repeats the URL: that may hold a password.
    public var description: String {
        switch self {
        case .noScheme:
            "The base URL does not start with https://; write it as https://api.nomos.energy."
        case .plainText(let host):
            "The base URL of \(host) starts with http://, which would send the token and customers' data in clear "
                + "text; use https:// (http:// is accepted for this machine only: localhost, 127.0.0.1, [::1])."
        case .noHost:
            "The base URL has no valid host name after https://; write it as https://api.nomos.energy."
        case .port:
            "The port in the base URL is not a number from 1 to 65535."
        case .credentials:
            "The base URL holds a user name or password before an @; give credentials in the environment instead."
        case .notABase:
            "The base URL may hold a host, a port and a path, but no ?, # or backslash."
        case .invalidCharacter:
            "The base URL holds a space, a line break or a character outside ASCII; write an international host name "
                + "in its xn-- form."
        }
    }
}
