import StenoAcousticModel
import StenoAudio
import StenoFeatures
import StenoSpeakers
import StenoTensor

/// The emissions of a stream of samples, as the samples arrive.
enum EmissionSource: Sendable {
    /// From a model that follows the stream.
    case stream(FeatureStream, EmissionStream)
    /// From a model that has heard the whole recording already.
    case recording(KnownEmissions)

    /// - Parameter samples: The next ones.
    /// - Returns: Natural-log probabilities, `[t', V]`; `nil` while nothing new can be said.
    mutating func accept(_ samples: [Float]) -> Tensor? {
        switch self {
        case .stream(var features, var emissions):
            defer { self = .stream(features, emissions) }
            let frames = features.accept(samples)
            return frames.shape[0] > 0 ? emissions.accept(frames) : nil
        case .recording(var known):
            defer { self = .recording(known) }
            return known.advance(by: samples.count)
        }
    }

    /// The emissions that were waiting for what follows, in order.
    mutating func finish() -> [Tensor] {
        switch self {
        case .stream(var features, var emissions):
            defer { self = .stream(features, emissions) }
            let frames = features.finish()
            return (frames.shape[0] > 0 ? [emissions.accept(frames)] : []) + [emissions.finish()]
        case .recording(var known):
            defer { self = .recording(known) }
            return [known.rest()]
        }
    }
}

/// The emissions of a recording, given out as its samples go by, so that what is heard of the samples is as fresh as in a
/// stream.
struct KnownEmissions: Sendable {
    private let emissions: Tensor
    private let frameDuration: Duration
    private let sampleRate: SampleRate
    private var sampleCount = 0
    private var given = 0

    /// - Parameter emissions: Natural-log probabilities, `[T', V]`.
    init(_ emissions: Tensor, frameDuration: Duration, sampleRate: SampleRate) {
        (self.emissions, self.frameDuration, self.sampleRate) = (emissions, frameDuration, sampleRate)
    }

    /// - Parameter samples: How many more samples went by.
    /// - Returns: The next frames: those behind which there are as many samples as it takes to know whose a word is.
    mutating func advance(by samples: Int) -> Tensor? {
        sampleCount += samples
        let heard = sampleRate.duration(of: sampleCount) - SpeakerTracker.lookAhead
        let end = min(emissions.shape[0], Int(heard / frameDuration))
        return end > given ? take(until: end) : nil
    }

    mutating func rest() -> Tensor { take(until: emissions.shape[0]) }

    private mutating func take(until end: Int) -> Tensor {
        defer { given = end }
        return emissions.sliced(given..<end)
    }
}
