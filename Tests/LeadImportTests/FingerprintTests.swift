import Testing

@testable import LeadImport

@Suite("Fingerprint")
struct FingerprintTests {
    private func fingerprint(_ bytes: [UInt8], chunk: Int = .max) -> Fingerprint {
        var hasher = FingerprintHasher()
        var start = 0
        while start < bytes.count {
            let end = chunk < bytes.count - start ? start + chunk : bytes.count
            hasher.update(Array(bytes[start..<end]).span)
            start = end
        }
        return hasher.finish()
    }

    @Test("How the bytes are cut makes no difference", arguments: [1, 2, 3, 7, 8, 9, 15, 16, 17, 100])
    func chunks(size: Int) {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for length in [0, 1, 7, 8, 9, 63, 64, 65, 1000] {
            #expect(fingerprint(Array(bytes[..<length]), chunk: size) == fingerprint(Array(bytes[..<length])))
        }
    }

    @Test("Byte by byte is the same as at once")
    func single() {
        var hasher = FingerprintHasher()
        for byte in Array("Straße 1".utf8) { hasher.update(byte) }
        #expect(hasher.finish() == fingerprint(Array("Straße 1".utf8)))
    }

    @Test("It is the same in every process and on every machine")
    func stable() {
        #expect(fingerprint([]) == fingerprint([]))
        #expect(Fingerprint(fingerprint(Array("lead".utf8)).description) == fingerprint(Array("lead".utf8)))
    }

    @Test("Any change of one bit, and zeros at the end, make another fingerprint")
    func sensitive() {
        let bytes = Array("K-1;Vera;Muster;kunde1@example.com;10115;2500".utf8)
        var seen: Set<Fingerprint> = [fingerprint(bytes)]
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << bit
                seen.insert(fingerprint(changed))
            }
        }
        for zeros in 1...20 { seen.insert(fingerprint(bytes + Array(repeating: 0, count: zeros))) }
        for zeros in 0...20 { seen.insert(fingerprint(Array(repeating: 0, count: zeros))) }
        #expect(seen.count == 1 + bytes.count * 8 + 20 + 21)
    }

    @Test("Its text is 32 digits that are read back", arguments: [(UInt64(0), UInt64(0)), (.max, 1), (1, .max)])
    func text(high: UInt64, low: UInt64) {
        let fingerprint = Fingerprint(high: high, low: low)
        #expect(fingerprint.description.utf8.count == 32)
        #expect(Fingerprint(fingerprint.description) == fingerprint)
    }

    @Test(
        "No other text is a fingerprint",
        arguments: [
            "", "0", String(repeating: "0", count: 31), String(repeating: "0", count: 33),
            String(repeating: "g", count: 32), "+" + String(repeating: "0", count: 31),
            String(repeating: "0", count: 16) + "-" + String(repeating: "0", count: 15),
        ]
    )
    func refused(text: String) {
        #expect(Fingerprint(text) == nil)
    }
}

@Suite("Stop signal")
struct StopSignalTests {
    @Test("The first signal counts, a later one does not change it")
    func first() {
        let signal = StopSignal()
        #expect(signal.received == nil)
        #expect(signal.raise(2))
        #expect(!signal.raise(15))
        #expect(signal.received == 2)
    }

    @Test("Whoever waits is told, whether the signal comes before or while it waits", arguments: [false, true])
    func waiting(isBefore: Bool) async {
        let signal = StopSignal()
        if isBefore { signal.raise(15) }
        async let received = signal.wait()
        if !isBefore { signal.raise(15) }
        #expect(await received == 15)
    }

    @Test("A task that is cancelled waits no longer", arguments: 0..<20)
    func cancelled(_: Int) async {
        let signal = StopSignal()
        let task = Task { await signal.wait() }
        task.cancel()
        #expect(await task.value == nil)
    }
}
