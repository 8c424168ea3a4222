import StenoFeatures
import StenoTensor

/// The log-mel energies of a stream that speaker networks and detectors of speech hear: computed once for both where
/// both listen.
package struct BandStream: Sendable {
    private var features: FeatureStream?

    /// The bands of an embedder, and of a detector that hears the same; none where neither listens.
    package init(_ embedder: SpeakerEmbedder? = nil, _ detector: VoiceActivityDetector? = nil) {
        features = (embedder?.features ?? detector?.features)?.makeSpeechStream()
    }

    /// - Parameter samples: The next ones, at 16 kHz.
    package mutating func hear(_ samples: [Float]) -> HeardBands {
        HeardBands(samples: samples, energies: features?.accept(samples).array ?? [])
    }
}

/// The next samples of a stream, and the energies of the frames they complete.
package struct HeardBands: Sendable {
    package let samples: [Float]
    /// `[T, F]`
    package let energies: [Float]
}
