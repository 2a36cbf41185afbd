internal import CCurl

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One libcurl easy handle with all that belongs to the request it carries. Handles are used again: setting one up costs
/// more than a request.
///
/// Every transfer lives on the loop's thread and never leaves it.
///
/// **The guard against a second sending.** When a reused connection dies, libcurl repeats the request by itself, also a
/// POST, and no option turns that off. So the function it calls before each sending counts, and aborts the second; and
/// the function that opens sockets opens none once the request was sent. What the counter says at the end, rather than
/// libcurl's error code, decides whether a request may have reached the server.
///
/// **The guard against a foreign answer.** On an idle connection nothing may come in. If something did, it would be taken
/// for the answer to the next request (libcurl 7.88 does so), and one customer would get another's link. So a reused
/// connection is looked at just before the request goes out; if anything came in, an end included, another is used.
final class Transfer {
    /// The libcurl handle.
    let easy: UnsafeMutableRawPointer
    /// Whose request it carries; nil while idle.
    private(set) var submission: Submission?
    /// Its index among the loop's active transfers.
    var slot = 0
    /// How often the request was about to be written to a connection.
    fileprivate var sendings = 0
    /// Whether a socket was opened for this request; without one its connection is a reused one.
    fileprivate var hasOpenedSocket = false
    /// Whether the request was held back because its connection had something to read already.
    fileprivate var foundUnreadInput = false
    private var isOnFreshConnection = false
    fileprivate var reply: ReplyAssembler

    fileprivate let sockets: SocketTable
    private let configuration: HTTPTransport.Configuration
    private let errorText: UnsafeMutablePointer<CChar>
    private var fields: [HTTPField] = []
    private var fieldList: UnsafeMutablePointer<curl_slist>?

    /// Nil if this libcurl refuses an option that the guard or the transport's promises rest on.
    ///
    /// - Parameter sockets: Must outlive the multi handle: libcurl tells it of each socket it closes.
    init?(configuration: HTTPTransport.Configuration, sockets: SocketTable) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        self.configuration = configuration
        self.sockets = sockets
        reply = ReplyAssembler(limit: configuration.maximumResponseBytes)
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        guard setUp() else { return nil }
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(fieldList)
        errorText.deallocate()
    }

    /// The transfer a handle belongs to.
    static func owner(of easy: UnsafeMutableRawPointer) -> Transfer? {
        var context: UnsafeMutableRawPointer?
        guard ccurl_get_pointer(easy, CURLINFO_PRIVATE, &context) == CURLE_OK else { return nil }
        return transfer(context)
    }

    private func setUp() -> Bool {
        // libcurl's callbacks give this pointer back. It is valid whenever they run: they run only while the handle
        // is in the multi handle, and as long as that is so the loop holds this object.
        let context = Unmanaged.passUnretained(self).toOpaque()
        let results = [
            ccurl_set_pointer(easy, CURLOPT_PRIVATE, context),
            ccurl_set_pointer(easy, CURLOPT_PREREQDATA, context),
            ccurl_set_prereq_callback(easy, beforeSending),
            ccurl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, context),
            ccurl_set_opensocket_callback(easy, openSocket),
            ccurl_set_pointer(easy, CURLOPT_CLOSESOCKETDATA, Unmanaged.passUnretained(sockets).toOpaque()),
            ccurl_set_closesocket_callback(easy, closeSocket),
            ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context),
            ccurl_set_data_callback(easy, CURLOPT_HEADERFUNCTION, receiveHeader),
            ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context),
            ccurl_set_data_callback(easy, CURLOPT_WRITEFUNCTION, receiveBody),
            ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText),
            ccurl_allow_http_only(easy),
            ccurl_leave_lookups_behind(easy),
            ccurl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
            ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0),
            ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1),
            ccurl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1),
            ccurl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
            ccurl_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            ccurl_set_long(easy, CURLOPT_MAXAGE_CONN, Int(configuration.idleConnectionLifetime.components.seconds)),
            ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, configuration.connectTimeout.millisecondsForCurl),
        ]
        guard results.allSatisfy({ $0 == CURLE_OK }) else { return false }
        guard let file = configuration.certificateAuthorityFile else { return true }
        return ccurl_set_string(easy, CURLOPT_CAINFO, file) == CURLE_OK
    }

    /// Takes a request over; the handle may then go to the multi handle. Gives the reason if libcurl will not take it.
    func prepare(_ submission: Submission) -> TransportFailure? {
        let request = submission.request
        guard request.path.hasPrefix("/"), request.path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return TransportFailure(.invalidRequest, "The request's path is not a percent-encoded path.")
        }
        self.submission = submission
        sendings = 0
        hasOpenedSocket = false
        foundUnreadInput = false
        isOnFreshConnection = false
        reply = ReplyAssembler(limit: configuration.maximumResponseBytes)
        errorText.pointee = 0

        let timeout = request.timeout ?? configuration.requestTimeout
        var results = [
            ccurl_set_string(easy, CURLOPT_URL, request.base.text + request.path),
            ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, timeout.millisecondsForCurl),
            ccurl_set_long(easy, CURLOPT_FRESH_CONNECT, 0),
            // A proxy from the environment is for the way out; it could not reach this machine's loopback.
            ccurl_set_string(easy, CURLOPT_NOPROXY, request.base.isLoopback ? "*" : nil),
        ]
        switch request.method {
        case .get:
            results.append(ccurl_set_long(easy, CURLOPT_HTTPGET, 1))
        case .post(let body):
            results.append(ccurl_set_long(easy, CURLOPT_POST, 1))
            // The size must be known before the bytes are copied.
            results.append(ccurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
            body.withUnsafeBytes { bytes in
                // libcurl only reads the bytes; its one option for copies and pointers is not const.
                let start = bytes.baseAddress.map(UnsafeMutableRawPointer.init(mutating:))
                results.append(
                    ccurl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, start ?? UnsafeMutableRawPointer(errorText))
                )
            }
        }
        guard results.allSatisfy({ $0 == CURLE_OK }), setFields(request.fields) else {
            self.submission = nil
            return TransportFailure(.invalidRequest, "The request's address or header fields cannot be sent.")
        }
        return nil
    }

    /// Readies the request for a new connection, if it was held back on a reused one. Nothing of it went out, so this is
    /// no second sending. Gives false if there is nothing to be done so.
    func moveToFreshConnection() -> Bool {
        guard foundUnreadInput, sendings == 0, !isOnFreshConnection else { return false }
        isOnFreshConnection = true
        foundUnreadInput = false
        errorText.pointee = 0
        return ccurl_set_long(easy, CURLOPT_FRESH_CONNECT, 1) == CURLE_OK
    }

    /// Gives the handle free again and returns whose request it carried.
    func release() -> Submission? {
        defer { submission = nil }
        // What was received is handed over by now; a large page must not stay behind in an idle handle.
        reply = ReplyAssembler(limit: configuration.maximumResponseBytes)
        return submission
    }

    private func setFields(_ new: [HTTPField]) -> Bool {
        // From request to request the fields stay the same until a token is renewed.
        if new == fields, fieldList != nil { return true }
        guard new.allSatisfy(\.isWellFormed) else { return false }
        // No "Expect: 100-continue": it would cost a round trip.
        var list = curl_slist_append(nil, "Expect:")
        for field in new {
            guard let longer = curl_slist_append(list, "\(field.name): \(field.value.reveal())") else {
                curl_slist_free_all(list)
                return false
            }
            list = longer
        }
        guard ccurl_set_pointer(easy, CURLOPT_HTTPHEADER, list) == CURLE_OK else {
            curl_slist_free_all(list)
            return false
        }
        curl_slist_free_all(fieldList)
        fieldList = list
        fields = new
        return true
    }

    /// What came of the request, once libcurl ended it with `code`.
    func exchange(endedBy code: CURLcode) -> HTTPExchange {
        if code == CURLE_OK, let response = reply.response { return .response(response) }
        let failure = failure(code)
        return sendings == 0 ? .notSent(failure) : .inDoubt(failure)
    }

    /// What came of the request if it is given up now, without libcurl's word.
    func exchange(abandonedFor failure: TransportFailure) -> HTTPExchange {
        sendings == 0 ? .notSent(failure) : .inDoubt(failure)
    }

    private func failure(_ code: CURLcode) -> TransportFailure {
        if reply.isTooLarge {
            let limit = configuration.maximumResponseBytes
            return TransportFailure(.responseTooLarge, "The response is longer than the limit of \(limit) bytes.")
        }
        if code == CURLE_OK {
            return TransportFailure(.malformedResponse, "The connection ended in the middle of the response's header.")
        }
        let detail = String(cString: errorText)
        return CurlFailure.describe(
            code,
            detail: detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail,
            wasSent: sendings > 0
        )
    }
}

extension Duration {
    /// At least 1: to libcurl 0 means no limit, or its own default.
    fileprivate var millisecondsForCurl: Int {
        let (seconds, attoseconds) = components
        let bounded = min(max(seconds, 0), 1_000_000)
        return max(1, Int(bounded) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}

// MARK: - Callbacks, called by libcurl on the loop's thread

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

/// Called when a connection is ready and the request is about to be written to it.
private func beforeSending(
    _ context: UnsafeMutableRawPointer?,
    _ remoteAddress: UnsafeMutablePointer<CChar>?,
    _ localAddress: UnsafeMutablePointer<CChar>?,
    _ remotePort: CInt,
    _ localPort: CInt
) -> CInt {
    guard let transfer = transfer(context), transfer.sendings == 0 else { return CInt(CURL_PREREQFUNC_ABORT) }
    if !transfer.hasOpenedSocket, transfer.sockets.hasUnreadInput(localPort: Int(localPort)) {
        transfer.foundUnreadInput = true
        return CInt(CURL_PREREQFUNC_ABORT)
    }
    transfer.sendings += 1
    return CInt(CURL_PREREQFUNC_OK)
}

/// Called when a new connection is wanted; after a sending that can only be for a second one.
private func openSocket(
    _ context: UnsafeMutableRawPointer?,
    _ purpose: curlsocktype,
    _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let transfer = transfer(context), transfer.sendings == 0, let address else { return ccurl_no_socket() }
    transfer.hasOpenedSocket = true
    let socket = socket(address.pointee.family, address.pointee.socktype, address.pointee.protocol)
    if socket >= 0 {
        // A process started meanwhile must not keep the connection open.
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        transfer.sockets.add(socket)
    }
    return socket
}

/// Called when a connection is closed, maybe long after the transfer that opened it.
private func closeSocket(_ context: UnsafeMutableRawPointer?, _ socket: curl_socket_t) -> CInt {
    context.map { Unmanaged<SocketTable>.fromOpaque($0).takeUnretainedValue().remove(socket) }
    return close(socket)
}

private func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer(context)?.reply.appendHeader(line) == true ? line.count : 0
}

private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer(context)?.reply.appendBody(piece) == true ? piece.count : 0
}
