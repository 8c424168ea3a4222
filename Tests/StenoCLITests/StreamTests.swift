import Foundation
import StenoAudio
import StenoTranscript
import Testing

@Suite("steno stream")
struct StreamTests {
    /// The sample as raw 16-bit samples.
    private static func raw() throws -> (data: Data, rate: Int) {
        let audio = try AudioFile(at: Sample.audio).read()
        let bytes = audio.samples.flatMap { sample in
            let value = UInt16(bitPattern: Int16(max(-32768, min(32767, (sample * 32768).rounded()))))
            return [UInt8(value & 0xFF), UInt8(value >> 8)]
        }
        return (Data(bytes), audio.sampleRate.hertz)
    }

    /// What `steno transcribe` makes of the sample.
    private static func fileText() throws -> String {
        let outcome = try Program.run(["transcribe", "--no-speakers", Sample.audio.path])
        return outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test("raw samples through a pipe give the words of the file, as events that end")
    func events() throws {
        let raw = try Self.raw()
        let outcome = try Program.run(
            ["stream", "--raw", "s16le", "--rate", "\(raw.rate)", "--format", "jsonl"], input: raw.data)
        try #require(outcome.status == 0, "\(outcome.errors)")
        let events = try StreamEvent.events(reading: outcome.output)
        let transcript = try Transcript(finalsOf: events)
        #expect(transcript.text == (try Self.fileText()))
        #expect(events.contains { if case .partial = $0 { true } else { false } })
        #expect(events.map(\.received) == events.map(\.received).sorted())
    }

    @Test("a WAV header names rate and encoding by itself")
    func wav() throws {
        let audio = try AudioFile(at: Sample.audio).read()
        let folder = FileManager.default.temporaryDirectory.appending(path: "steno-\(UUID().uuidString).wav")
        defer { try? FileManager.default.removeItem(at: folder) }
        try audio.write(to: folder)
        let outcome = try Program.run(["stream", "--no-speakers"], input: Data(contentsOf: folder))
        #expect(outcome.status == 0)
        let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words == (try Self.fileText()))
    }

    @Test("a stream of nothing is an error, not a hang")
    func empty() throws {
        let outcome = try Program.run(["stream", "--raw", "s16le"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("standard input"))
    }
}
