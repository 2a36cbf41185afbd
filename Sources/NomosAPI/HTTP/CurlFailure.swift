internal import CCurl

/// Puts libcurl's error codes into the transport's words.
///
/// Only the words come from the code. Whether a request was sent is never read from it: a blocked second sending, for
/// one, ends as "could not connect".
enum CurlFailure {
    /// - Parameters:
    ///   - detail: libcurl's own sentence.
    ///   - wasSent: Whether the request was about to be written to a connection.
    static func describe(_ code: CURLcode, detail: String, wasSent: Bool) -> TransportFailure {
        if code == CURLE_OPERATION_TIMEDOUT {
            return TransportFailure(.timedOut, sentence("The time-out passed", detail))
        }
        guard wasSent else { return beforeSending(code, detail) }
        switch code {
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_PARTIAL_FILE, CURLE_BAD_CONTENT_ENCODING,
            CURLE_WRITE_ERROR:
            return TransportFailure(.malformedResponse, sentence("The response is cut short or no HTTP", detail))
        case CURLE_COULDNT_CONNECT, CURLE_ABORTED_BY_CALLBACK, CURLE_SEND_FAIL_REWIND:
            // libcurl's sentence would be about the second sending that was not allowed.
            return TransportFailure(.connectionLost, "The server closed the connection before it answered.")
        default:
            return TransportFailure(
                .connectionLost,
                sentence("The connection broke before the answer was whole", detail)
            )
        }
    }

    private static func beforeSending(_ code: CURLcode, _ detail: String) -> TransportFailure {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            TransportFailure(.nameNotResolved, sentence("The host name cannot be resolved", detail))
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY:
            TransportFailure(.proxy, sentence("The proxy cannot be used", detail))
        case CURLE_COULDNT_CONNECT:
            TransportFailure(.notConnected, sentence("No connection could be made", detail))
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            TransportFailure(.tls, sentence("The TLS handshake failed", detail))
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            TransportFailure(.invalidRequest, sentence("The address cannot be used", detail))
        default:
            TransportFailure(.notConnected, sentence("No connection was ready for the request", detail))
        }
    }

    /// libcurl's sentence may quote a proxy's address with its password: then it is left out.
    private static func sentence(_ text: String, _ detail: String) -> String {
        detail.isEmpty || detail.contains("@") ? "\(text)." : "\(text) (\(detail))."
    }
}
