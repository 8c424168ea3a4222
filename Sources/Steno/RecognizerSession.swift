import StenoAcousticModel
import StenoAudio
import StenoDecoding
import StenoFeatures
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
    private var features: FeatureStream
    private var emissions: EmissionStream
    private var decoder: DecoderStream
    private var sampleCount = 0
    private var segmentCount = 0

    init(
        sampleRate: SampleRate, features: FeatureStream, emissions: EmissionStream, decoder: DecoderStream
    ) {
        self.sampleRate = sampleRate
        self.features = features
        self.emissions = emissions
        self.decoder = decoder
    }

    /// Takes the next samples and says what they changed.
    ///
    /// - Parameter samples: At the recognizer's sample rate, full scale ±1; any number.
    public mutating func accept(_ samples: [Float]) -> [StreamEvent] {
        sampleCount += samples.count
        return hear(features.accept(samples))
    }

    /// Closes what is open; the stream is over.
    public mutating func finish() -> [StreamEvent] {
        var events = hear(features.finish())
        events += report(decoder.accept(emissions.finish()))
        events += report(decoder.finish())
        return events + [.end(duration: received, received: received)]
    }

    private mutating func hear(_ frames: Tensor) -> [StreamEvent] {
        guard frames.shape[0] > 0 else { return [] }
        return report(decoder.accept(emissions.accept(frames)))
    }

    /// The length of the audio so far.
    private var received: Duration { sampleRate.duration(of: sampleCount) }

    private mutating func report(_ events: [DecoderEvent]) -> [StreamEvent] {
        events.compactMap { event in
            switch event {
            case .partial(let words, _):
                return .partial(words.result, received: received)
            case .final(let words, _):
                guard !words.words.isEmpty else { return nil }
                defer { segmentCount += 1 }
                return .final(words.segment(id: segmentCount), received: received)
            }
        }
    }
}
