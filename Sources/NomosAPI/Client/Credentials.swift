/// How the API knows who is asking.
public enum Credentials: Sendable {
    /// A ready token. It is never renewed.
    case bearer(Secret)
    /// An OAuth client (RFC 6749, client credentials). Its tokens live an hour and are renewed in time.
    case client(id: Secret, secret: Secret)

    /// - Throws: ``CredentialsError`` if a part is empty or cannot stand in a header.
    func validate() throws(CredentialsError) {
        switch self {
        case .bearer(let token):
            guard !token.isEmpty else { throw .empty("token") }
            guard token.isHeaderSafe else { throw .notHeaderSafe("token") }
        case .client(let id, let secret):
            guard !id.isEmpty else { throw .empty("client ID") }
            guard !secret.isEmpty else { throw .empty("client secret") }
            guard id.isHeaderSafe, !id.reveal().contains(":") else { throw .notHeaderSafe("client ID") }
            guard secret.isHeaderSafe else { throw .notHeaderSafe("client secret") }
        }
    }
}

/// Why credentials cannot be used.
public enum CredentialsError: Error, Equatable, CustomStringConvertible {
    /// The part, such as `token`, is empty.
    case empty(String)
    /// The part holds what cannot be sent.
    case notHeaderSafe(String)

    /// What is wrong, without the secret.
    public var description: String {
        switch self {
        case .empty(let part):
            "The \(part) is empty."
        case .notHeaderSafe(let part):
            "The \(part) holds a space, a line break or another character that a credential cannot have; "
                + "it was probably copied together with something else."
        }
    }
}

enum Base64 {
    /// RFC 4648 section 4.
    static func encode(_ text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let bytes = Array(text.utf8)
        var encoded: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for index in 0..<4 {
                let isPadding = index > group.count
                encoded.append(isPadding ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * index) & 63])
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
