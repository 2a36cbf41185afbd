/// One client's connection: bytes in, requests to the handler one after the other, bytes out.
final class Connection {
    enum Phase {
        /// Requests are read and answered.
        case open
        /// A request is answered at that time (on the loop's clock).
        case holding(HTTPReply, until: Timestamp)
        /// A request is never answered; only the client's leaving is waited for.
        case stalled
        /// What is left to send is sent, then the connection ends.
        case finishing
        /// Everything is sent and the sending side closed; the client's end is waited for, so that what it still sends does not
        /// make the system throw the answer away.
        case draining
        case dead
    }

    let socket: Socket
    private(set) var phase = Phase.open
    /// When the connection must be looked at again even if nothing arrives.
    private(set) var deadline: Timestamp
    private var parser: HTTPRequestParser
    private var output: [UInt8] = []
    private var sent = 0
    private var answered = 0
    private var peerHasFinished = false
    private var isMidRequest = false
    private let settings: HTTPServer.Settings

    init(socket: consuming Socket, settings: HTTPServer.Settings, now: Timestamp) {
        self.socket = socket
        self.settings = settings
        parser = HTTPRequestParser(limits: settings.limits)
        deadline = now.advanced(bySeconds: settings.idleSeconds)
    }

    var isDead: Bool {
        if case .dead = phase { true } else { false }
    }

    /// Whether reading can bring anything on. Not while an answer is held back: then the client has to wait.
    var wantsToRead: Bool {
        if peerHasFinished { return false }
        return switch phase {
        case .open: output.count - sent < settings.maximumPending
        case .stalled, .draining: true
        case .holding, .finishing, .dead: false
        }
    }

    var wantsToWrite: Bool { sent < output.count }

    /// Takes what has arrived; `buffer` is scratch space.
    func read(into buffer: inout [UInt8], at now: Timestamp, _ handler: HTTPServer.Handler) {
        switch socket.receive(into: &buffer) {
        case .later: return
        case .failed: phase = .dead
        case .end:
            peerHasFinished = true
            switch phase {
            case .stalled, .draining: phase = .dead
            case .open where !wantsToWrite: phase = .dead
            case .open: phase = .finishing
            case .holding, .finishing, .dead: break
            }
        case .bytes(let count):
            guard case .open = phase else { return }
            parser.append(buffer[..<count])
            answerRequests(at: now, handler)
        }
    }

    /// Answers every whole request there is, then sends what can be sent.
    private func answerRequests(at now: Timestamp, _ handler: HTTPServer.Handler) {
        reading: while case .open = phase, output.count - sent < settings.maximumPending {
            do {
                guard let request = try parser.next() else { break reading }
                deliver(handler.answer(request), at: now)
            } catch {
                deliver(HTTPReply(bytes: handler.refuse(error), delivery: .wholeThenClose), at: now)
            }
        }
        guard case .open = phase else { return write(at: now) }
        if parser.awaitsContinue {
            parser.awaitsContinue = false
            output.append("HTTP/1.1 100 Continue\r\n\r\n")
        }
        // A request has a time limit from its first byte on, which bytes that trickle in do not move.
        let wasMidRequest = isMidRequest
        isMidRequest = parser.isMidRequest
        if !isMidRequest {
            deadline = now.advanced(bySeconds: settings.idleSeconds)
        } else if !wasMidRequest {
            deadline = now.advanced(bySeconds: settings.requestSeconds)
        }
        write(at: now)
    }

    /// Goes on after the client has taken bytes: sends the rest, then answers what had to wait.
    func resume(at now: Timestamp, _ handler: HTTPServer.Handler) {
        write(at: now)
        if case .open = phase, !wantsToWrite { answerRequests(at: now, handler) }
    }

    /// Gives up a connection that is broken.
    func abandon() { phase = .dead }

    private func deliver(_ reply: HTTPReply, at now: Timestamp) {
        if reply.delayMilliseconds > 0 {
            var later = reply
            later.delayMilliseconds = 0
            deadline = now.advanced(byMilliseconds: reply.delayMilliseconds)
            phase = .holding(later, until: deadline)
            return
        }
        answered += 1
        isMidRequest = false
        switch reply.delivery {
        case .whole:
            output.append(contentsOf: reply.bytes)
            if let most = settings.requestsPerConnection, answered >= most { phase = .finishing }
        case .wholeThenClose:
            output.append(contentsOf: reply.bytes)
            phase = .finishing
        case .cut(let count):
            output.append(contentsOf: reply.bytes.prefix(count))
            phase = .finishing
        case .reset:
            socket.breakOnClose()
            phase = .dead
        case .never:
            phase = .stalled
            deadline = now.advanced(bySeconds: settings.stallSeconds)
        }
    }

    /// Sends what the system takes.
    private func write(at now: Timestamp) {
        while sent < output.count {
            switch socket.send(output[sent...]) {
            case .bytes(let count): sent += count
            case .later: return
            case .end, .failed:
                phase = .dead
                return
            }
        }
        output.removeAll(keepingCapacity: output.capacity <= 1 << 16)
        sent = 0
        if case .finishing = phase {
            if peerHasFinished {
                phase = .dead
            } else {
                socket.finishSending()
                phase = .draining
                deadline = now.advanced(bySeconds: 1)
            }
        }
    }

    /// Does what is due: a held-back answer, or the end of a client that is too slow.
    func expire(at now: Timestamp, _ handler: HTTPServer.Handler) {
        guard deadline <= now else { return }
        switch phase {
        case .holding(let reply, _):
            phase = .open
            deliver(reply, at: now)
            if peerHasFinished, case .open = phase { phase = .finishing }
            answerRequests(at: now, handler)
        case .open where isMidRequest:
            let late = HTTPFailure(status: 408, message: "the request took longer than \(settings.requestSeconds) s")
            deliver(HTTPReply(bytes: handler.refuse(late), delivery: .wholeThenClose), at: now)
            write(at: now)
            deadline = now.advanced(bySeconds: 1)
        case .open, .stalled, .finishing, .draining, .dead: phase = .dead
        }
    }
}
