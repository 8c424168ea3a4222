import Foundation
import Steno
import StenoAudio
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("Recognizer session")
struct RecognizerSessionTests {
    private let bundle: TinyBundle
    private let recognizer: Recognizer
    private let samples = TinyBundle.recording.samples

    init() throws {
        bundle = try TinyBundle()
        var options = RecognizerOptions()
        options.decoding.search = .greedy
        recognizer = try Recognizer(model: bundle.folder.url, options: options)
    }

    private func events(chunk: Int) throws -> [StreamEvent] {
        var session = try recognizer.makeSession()
        let chunks = stride(from: 0, to: samples.count, by: chunk).map { start in
            Array(samples[start..<min(start + chunk, samples.count)])
        }
        return chunks.flatMap { session.accept($0) } + session.finish()
    }

    /// Events without the length of the audio read, the only thing that may depend on the chunks, and with confidence
    /// to four decimals: products of other sizes round differently.
    private func contents(_ events: [StreamEvent]) -> [StreamEvent] {
        events.map { event in
            switch event {
            case .partial(let partial, _): .partial(partial, received: .zero)
            case .final(let segment, _): .final(rounded(segment), received: .zero)
            case .end(let duration, _): .end(duration: duration, received: .zero)
            }
        }
    }

    private func rounded(_ segment: Segment) -> Segment {
        var segment = segment
        segment.confidence = segment.confidence.map(rounded)
        segment.words = segment.words.map { word in
            var word = word
            word.confidence = word.confidence.map(rounded)
            return word
        }
        return segment
    }

    private func rounded(_ confidence: Double) -> Double { (confidence * 1e4).rounded() / 1e4 }

    @Test("what is said does not depend on how the audio is cut", arguments: [160, 320, 1_000, 16_000])
    func chunks(size: Int) throws {
        let whole = contents(try events(chunk: samples.count))
        #expect(whole.count > 2, "the model must say something for this test to mean anything")
        #expect(contents(try events(chunk: size)) == whole)
    }

    @Test("the transcript of a recording is what the final segments of a stream say")
    func transcript() throws {
        let streamed = try Transcript(finalsOf: events(chunk: 320))
        let whole = try recognizer.transcript(of: TinyBundle.recording)
        #expect(!whole.words.isEmpty)
        #expect(whole.segments.map(rounded) == streamed.segments.map(rounded))
        #expect(whole.duration == streamed.duration)
    }

    @Test("the stable part of a partial result never changes before its segment closes")
    func stable() throws {
        var promised = ""
        for event in try events(chunk: 320) {
            switch event {
            case .partial(let partial, _):
                #expect(partial.text.hasPrefix(partial.stable))
                #expect(partial.stable.hasPrefix(promised))
                promised = partial.stable
            case .final(let segment, _):
                #expect(segment.text.hasPrefix(promised))
                promised = ""
            case .end: break
            }
        }
    }

    @Test("a stream ends with the length of its audio, and no word lies beyond it")
    func end() throws {
        let events = try events(chunk: 1_000)
        let duration = SampleRate.speech.duration(of: samples.count)
        #expect(events.last == .end(duration: duration, received: duration))
        #expect(try Transcript(finalsOf: events).words.allSatisfy { $0.time.end <= duration })
    }

    @Test("a stream of nothing ends at once")
    func empty() throws {
        var session = try recognizer.makeSession()
        #expect(session.finish() == [.end(duration: .zero, received: .zero)])
    }
}
