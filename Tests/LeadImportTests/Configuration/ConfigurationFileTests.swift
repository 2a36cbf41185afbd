import Foundation
import Testing

@testable import LeadImport

@Suite("Configuration file")
struct ConfigurationFileTests {
    private func problem(_ bytes: [UInt8]) -> String? {
        do {
            _ = try ConfigurationReader.read(bytes: bytes, file: "c.json5")
            return nil
        } catch {
            return error.description
        }
    }

    @Test("A byte order mark of UTF-8 is no part of the config")
    func byteOrderMark() throws {
        let bytes = [0xEF, 0xBB, 0xBF] + Array(ConfigurationFixture.config().utf8)
        #expect(try ConfigurationReader.read(bytes: bytes, file: "c.json5").fields.count == 3)
    }

    @Test("A config in Windows-1252 is told to be saved as UTF-8, with the place of the first wrong byte")
    func windows1252() {
        let bytes = Array("{\n  // Stra".utf8) + [0xDF] + Array("e\n}".utf8)
        #expect(
            problem(bytes)
                == "c.json5:2:10: the byte 0xDF is not UTF-8; the file looks like Windows-1252: save it as UTF-8"
        )
    }

    @Test("A config in UTF-16 is told so", arguments: [[0xFF, 0xFE, 0x7B, 0], [0xFE, 0xFF, 0, 0x7B]] as [[UInt8]])
    func utf16(bytes: [UInt8]) {
        #expect(problem(bytes) == "c.json5: is UTF-16; save it as UTF-8")
    }

    @Test("An empty config is told how to get one", arguments: ["", " \n\t\n"])
    func empty(text: String) {
        #expect(
            problem(Array(text.utf8))
                == "c.json5: is empty; \"lead-import init INPUT\" proposes a config from a CSV file"
        )
    }

    @Test("Binary input is refused")
    func binary() {
        #expect(problem([0x50, 0x4B, 0x03, 0x04, 0x00, 0xFF])?.contains("is it a text at all?") == true)
    }

    @Test("More than a megabyte is refused before it is parsed")
    func huge() {
        let bytes = [UInt8](repeating: UInt8(ascii: " "), count: ConfigurationReader.maximumBytes + 1)
        #expect(problem(bytes) == "c.json5: is larger than 1 MiB and no config (is it the CSV file?)")
    }

    @Test(
        "A config full of entries is read or refused in the time of its length",
        arguments: ["'*': [", "'*': ['a', 'a',", "", "x: { column: 'A', map: {"]
    )
    func full(opening: String) throws {
        let isList = opening.contains("[")
        let closing = isList ? "]" : opening.isEmpty ? "" : "} }"
        let entries = (0..<10_000).map { isList ? "'c\($0)'," : "k\($0): 'v'," }.joined()
        let text = ConfigurationFixture.config(lead: "metadata: { \(opening)\(entries)\(closing) }")
        #expect(ConfigurationFixture.problems(text).count == (opening.contains("'a', 'a'") ? 1 : 0))
    }

    @Test("A missing file, a directory and a file are told apart")
    func files() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appendingPathComponent("a.json5").path
        let missing = #expect(throws: ConfigurationError.self) { try ConfigurationReader.read(path: file) }
        #expect(missing?.description == "\(file): cannot be opened: No such file or directory")
        let folder = #expect(throws: ConfigurationError.self) { try ConfigurationReader.read(path: directory.path) }
        #expect(folder?.description == "\(directory.path): cannot be read: Is a directory")
        try Data(ConfigurationFixture.config().utf8).write(to: URL(fileURLWithPath: file))
        #expect(try ConfigurationReader.read(path: file).file == file)
    }

    @Test("A damaged config never traps, and its errors lie inside the file", arguments: 1...8)
    func damaged(seed: UInt64) throws {
        let path = SampleTests.root.appendingPathComponent("config/solarhaus.json5").path
        let good = try ConfigurationFile.bytes(path: path)
        let lines = good.count { $0 == UInt8(ascii: "\n") } + 1
        let parts = [
            "{", "}", "[", "]", "\"", "'", ":", ",", "\\", "/*", "//", "\n", "null", "1e999", "0x", "\u{0}", "ü", "-",
        ]
        var state = seed
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<250 {
            var bytes = good
            for _ in 0...random(3) {
                let start = random(bytes.count)
                let end = min(bytes.count, start + random(12))
                bytes.replaceSubrange(start..<end, with: Array(parts[random(parts.count)].utf8))
            }
            do {
                _ = try ConfigurationReader.read(bytes: bytes, file: "damaged")
            } catch {
                #expect(!error.problems.isEmpty)
                for position in error.problems.compactMap(\.position) {
                    #expect((1...lines + 4).contains(position.line) && position.column >= 1, "seed \(seed)")
                }
            }
        }
    }
}
