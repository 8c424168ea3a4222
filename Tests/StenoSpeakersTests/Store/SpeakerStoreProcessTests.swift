import Foundation
import StenoSpeakers
import StenoTestSupport
import Testing

/// What the store promises to several processes, tried with real ones: the bodies of exit tests run in their own.
@Suite("The speaker store shared by processes")
struct SpeakerStoreProcessTests {
    @Test("loses nothing when two processes write at once, from the creation of the file on")
    func twoWriters() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("speakers.sqlite").path()
        async let first: Void = Self.writeInAnotherProcess(path, 0)
        async let second: Void = Self.writeInAnotherProcess(path, 1)
        _ = await (first, second)

        let speakers = try SpeakerStore(at: URL(filePath: path)).speakers()
        #expect(Set(speakers.map(\.name)) == ["shared", "writer 0", "writer 1"])
        let sources = Dictionary(
            uniqueKeysWithValues: speakers.map { ($0.name, Set($0.recordings.map(\.source))) })
        #expect(sources["writer 0"]?.count == 40)
        #expect(sources["writer 1"]?.count == 40)
        #expect(speakers.first { $0.name == "shared" }?.recordings.count == 80)
    }

    private static func writeInAnotherProcess(_ path: String, _ writer: Int) async {
        await #expect(processExitsWith: .success) { [path = path as String, writer = writer as Int] in
            let store = try SpeakerStore(at: URL(filePath: path))
            for take in 1...40 {
                try store.add(.sample(take), to: "writer \(writer)")
                try store.add(.sample(100 * writer + take), to: "shared")
            }
        }
    }

    @Test("loses nothing that was acknowledged, and stays whole, when a process is killed while it writes")
    func killed() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("speakers.sqlite").path()
        let log = folder.file("acknowledged.txt").path()
        for milliseconds in [5, 40, 90, 160] {
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, log = log as String, milliseconds = milliseconds as Int] in
                let store = try SpeakerStore(at: URL(filePath: path))
                Thread.detachNewThread {
                    usleep(UInt32(milliseconds) * 1_000)
                    kill(getpid(), SIGKILL)
                }
                try Self.writeForEver(into: store, log: log, run: milliseconds)
            }
            try Self.check(storeAt: path, holds: log)
        }
        #expect(
            try String(contentsOfFile: log, encoding: .utf8).isEmpty == false,
            "no run lived to acknowledge a write")
    }

    /// Adds people who each have three recordings, an import at a time, and notes each one whose call has returned.
    private static func writeForEver(into store: SpeakerStore, log: String, run: Int) throws {
        let other = try SpeakerStore(at: URL(filePath: log + ".source.\(run)"))
        let acknowledged = open(log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        for take in 1... {
            let name = "run \(run) take \(take)"
            for number in 1...3 { try other.add(.sample(10 * take + number), to: name) }
            try store.importing(other.exported())
            try other.remove(name)
            let line = Array("\(name)\n".utf8)
            _ = line.withUnsafeBytes { write(acknowledged, $0.baseAddress, $0.count) }
        }
    }

    private static func check(storeAt path: String, holds log: String) throws {
        let speakers = try SpeakerStore(at: URL(filePath: path)).speakers()
        let acknowledged = ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").split(separator: "\n")
        #expect(Set(acknowledged.map(String.init)).subtracting(speakers.map(\.name)).isEmpty)
        #expect(
            speakers.allSatisfy { $0.recordings.count == 3 }, "an import is all there or not there at all")
    }
}
