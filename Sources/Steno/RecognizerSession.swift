import StenoAudio
import StenoDecoding
public import StenoSpeakers
import StenoTensor
public import StenoTranscript

/// Listens to one stream of audio. A value: a copy goes its own way.
///
/// ```swift
/// var session = try recognizer.makeSession()
/// for await samples in microphone { show(session.accept(samples)) }
/// show(session.finish())
/// ```
///
/// What it says does not depend on how the audio is cut into chunks; only `received` of its events does.
public struct RecognizerSession: Sendable {
    private let sampleRate: SampleRate
    private var emissions: EmissionSource
    private var decoder: DecoderStream
    private var edges: WordEdges
    /// What those hear who tell voices apart and find speech.
    var bands: BandStream
    private var voices: SpokenWords
    private let frameDuration: Duration
    private var tracker: SpeakerTracker?
    private var sampleCount = 0
    private var segmentCount = 0

    init(
        sampleRate: SampleRate, emissions: EmissionSource, decoder: DecoderStream, frameDuration: Duration,
        bands: BandStream, activity: VoiceActivityDetector?, tracker: SpeakerTracker?
    ) {
        self.sampleRate = sampleRate
        self.emissions = emissions
        self.decoder = decoder
        self.frameDuration = frameDuration
        edges = WordEdges(sampleRate: sampleRate)
        self.bands = bands
        voices = SpokenWords(activity)
        self.tracker = tracker
    }

    /// The length of the audio so far.
    public var received: Duration { sampleRate.duration(of: sampleCount) }

    /// Takes the next samples and says what they changed.
    ///
    /// - Parameter samples: At the recognizer's sample rate, full scale ±1; any number.
    public mutating func accept(_ samples: [Float]) -> [StreamEvent] {
        accept(bands.hear(samples))
    }

    /// Takes what `bands` heard, where somebody else needs it too.
    mutating func accept(_ heard: HeardBands) -> [StreamEvent] {
        sampleCount += heard.samples.count
        edges.accept(heard.samples)
        voices.accept(heard)
        tracker?.accept(heard)
        return emissions.accept(heard.samples).map { decode($0) } ?? []
    }

    /// Closes what is open; the stream is over.
    public mutating func finish() -> [StreamEvent] {
        let end = StreamEvent.end(duration: received, received: received)
        guard sampleCount > 0 else { return [end] }
        tracker?.finish()
        let events = emissions.finish().flatMap { decode($0) }
        return events + report(decoder.finish()) + [end]
    }

    /// The voices heard so far, for a store to remember; none where the recognizer's `remembering` does not ask for
    /// them.
    public func heardVoices() -> [HeardVoice] {
        tracker?.heardVoices() ?? []
    }

    private mutating func decode(_ emissions: Tensor) -> [StreamEvent] {
        let voices = voices
        return report(decoder.accept(emissions, quiet: voices.quiet))
    }

    private mutating func report(_ events: [DecoderEvent]) -> [StreamEvent] {
        events.flatMap { event -> [StreamEvent] in
            switch event {
            case .partial(let words, let frame):
                isSpoken(words, until: frameDuration * frame)
                    ? [.partial(partial(words), received: received)] : []
            case .final(let words, let frame):
                finals(words, until: frameDuration * frame).map { .final($0, received: received) }
            }
        }
    }

    /// Whether anybody said any of the words, or it is too early to tell.
    private func isSpoken(_ words: PartialWords, until end: Duration) -> Bool {
        words.words.isEmpty || words.words.contains { voices.isSpoken($0, until: end) }
    }

    private func partial(_ words: PartialWords) -> PartialResult {
        var result = words.result
        result.speaker = tracker?.guess(words.words).last?.speaker
        return result
    }

    /// A closed segment, cut where the speaker changes.
    ///
    /// - Parameter end: How much of the stream the decoder had heard when it closed the segment.
    private mutating func finals(_ words: FinalWords, until end: Duration) -> [Segment] {
        guard !words.words.isEmpty,
            let said = words.segment(id: 0).clamped(to: received).spoken(by: voices, until: end)
        else { return [] }
        let segment = said.moved(to: edges, until: end)
        let parts = (tracker?.assign(segment.words)).map(segment.split(bySpeakersOf:)) ?? [segment]
        defer { segmentCount += parts.count }
        return parts.enumerated().map { index, part in
            var part = part
            part.id = segmentCount + index
            return part
        }
    }
}

extension Segment {
    /// The same with its words' edges where their sound has them.
    func moved(to edges: WordEdges, until end: Duration) -> Segment {
        var segment = self
        segment.words = edges.moved(words, until: end)
        if let first = segment.words.first, let last = segment.words.last {
            segment.time = TimeRange(start: first.time.start, end: last.time.end)
        }
        return segment
    }
}
