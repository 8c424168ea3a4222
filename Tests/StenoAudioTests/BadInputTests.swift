import Foundation
import StenoAudio
import StenoTestSupport
import Testing

/// Everything a user may hand over by mistake gets one line that names it.
@Suite("Bad input")
struct BadInputTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func error(_ url: URL) -> AudioError? {
        do throws(AudioError) {
            var reader = try AudioReader(at: url)
            _ = try reader.readAll()
            return nil
        } catch {
            return error
        }
    }

    private func warnings(_ url: URL) throws -> [AudioWarning] {
        var reader = try AudioReader(at: url)
        _ = try reader.readAll()
        return reader.warnings
    }

    @Test("a missing file is called missing")
    func missing() {
        let url = folder.file("gone.wav")
        #expect(error(url) == .missing(name: url.relativePath))
        #expect(error(url)?.description == "\(url.relativePath) does not exist")
    }

    @Test("a folder is called a folder")
    func folderInPlace() {
        #expect(error(folder.url) == .folder(name: folder.url.relativePath))
    }

    @Test("a file without bytes is called empty")
    func empty() throws {
        let url = folder.file("empty.wav")
        try Data().write(to: url)
        #expect(error(url) == .empty(name: url.relativePath))
    }

    @Test("a text file named .wav is no audio")
    func text() throws {
        let url = folder.file("notes.wav")
        try Data("Dear diary,\nthis is not a recording.\n".utf8).write(to: url)
        guard case .notAudio(let name, _) = error(url) else {
            Issue.record("not refused as text")
            return
        }
        #expect(name == url.relativePath)
    }

    @Test("a header without samples has no samples", arguments: [WrittenFormat.wav16, .aiff, .au])
    func zeroFrames(_ format: WrittenFormat) throws {
        let url = folder.file("silent")
        try writeSound([], as: format, to: url)
        #expect(error(url) == .noSamples(name: url.relativePath))
    }

    @Test("one second under a header of ten hours is read, and the missing rest named")
    func tenHours() throws {
        let url = folder.file("long.wav")
        try wavBytes(integerSine(seconds: 1), declaredBytes: 36_000 * 32_000).write(to: url)
        let expected = AudioWarning.truncated(
            name: url.relativePath, read: .seconds(1), declared: .seconds(36_000))
        #expect(try warnings(url) == [expected])
        #expect(
            expected.description == "\(url.relativePath) ends after 1.0 s of a declared 36000.0 s (truncated)"
        )
    }

    @Test(
        "half a file is read as far as it goes, and the missing half named",
        arguments: [
            WrittenFormat.wav16, .wav24, .wavMuLaw, .wavExtensible, .rf64, .flac, .mp3, .aiff, .au, .sphere,
            .w64,
        ])
    func truncated(_ format: WrittenFormat) throws {
        let url = folder.file("half")
        try writeSound(Signal.noise(seconds: 4, sampleRate: 48_000), as: format, to: url)
        let whole = try Data(contentsOf: url)
        try whole.prefix(whole.count / 2).write(to: url)
        guard case .truncated(_, let read, let declared)? = try warnings(url).first else {
            Issue.record("no warning")
            return
        }
        #expect(abs(read / .seconds(2) - 1) < 0.1)
        #expect(abs(declared / .seconds(4) - 1) < 0.001)
    }

    @Test("half an Ogg Opus file, which declares no length, is called unfinished")
    func unfinished() throws {
        let url = folder.file("half.opus")
        try writeSound(Signal.noise(seconds: 4, sampleRate: 48_000), as: .opus, to: url)
        let whole = try Data(contentsOf: url)
        try whole.prefix(whole.count / 2).write(to: url)
        guard case .unfinished(_, let read)? = try warnings(url).first else {
            Issue.record("no warning")
            return
        }
        #expect(read > .milliseconds(500) && read < .seconds(3))
    }

    @Test("samples that are not numbers become silence, counted")
    func notNumbers() throws {
        var samples = Signal.sine(hertz: 440, seconds: 1)
        samples[8_000] = .nan
        samples[8_001] = .infinity
        samples[9_000] = -1e30
        let url = folder.file("broken.wav")
        try writeSound(samples, as: .wavFloat, rate: 16_000, to: url)
        var reader = try AudioReader(at: url)
        let recording = try reader.readAll()
        #expect(recording.samples.allSatisfy { $0.magnitude <= 0.5 })
        #expect(
            recording.samples[8_000] == 0 && recording.samples[8_001] == 0 && recording.samples[9_000] == 0)
        #expect(reader.warnings == [.notNumbers(name: url.relativePath, count: 3, first: .milliseconds(500))])
    }

    @Test("a channel that is not there is named with those that are", arguments: [0, 3])
    func noSuchChannel(_ channel: Int) throws {
        let url = folder.file("stereo.wav")
        try writeSound(Signal.noise(seconds: 1), as: .wav16, channels: 2, to: url)
        #expect(throws: AudioError.noSuchChannel(name: url.relativePath, channel: channel, channelCount: 2)) {
            _ = try AudioReader(at: url, channels: .only(channel))
        }
    }

    @Test(
        "cut or corrupted files end in samples or a named error, never in a crash",
        arguments: WrittenFormat.allCases)
    func fuzz(_ format: WrittenFormat) throws {
        let url = folder.file("fuzz")
        let samples = Signal.noise(seconds: 0.25, sampleRate: 48_000)
        try writeSound(samples, as: format, to: url)
        let whole = try Data(contentsOf: url)
        var generator = SeededGenerator(seed: 7)
        var outcomes = 0
        for round in 0..<60 {
            var bytes = whole
            if round.isMultiple(of: 2) {
                bytes = whole.prefix(Int.random(in: 0..<whole.count, using: &generator))
            }
            // Headers are short: half of the hits go to the first 100 bytes.
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
                let reach = Bool.random(using: &generator) ? min(100, bytes.count) : bytes.count
                bytes[Int.random(in: 0..<reach, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            try bytes.write(to: url)
            do throws(AudioError) {
                var reader = try AudioReader(at: url, sampleRate: .speech)
                while let chunk = try reader.next() {
                    #expect(chunk.allSatisfy { $0.isFinite })
                    // A corrupted rate may stretch the audio; nobody waits for hours of it.
                    if reader.received > .seconds(60) { break }
                }
            } catch {
                #expect(!error.description.isEmpty)
            }
            outcomes += 1
        }
        #expect(outcomes == 60)
    }
}
