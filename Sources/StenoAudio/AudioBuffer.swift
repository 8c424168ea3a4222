/// One channel of audio in memory.
public struct AudioBuffer: Sendable, Equatable {
    /// The samples; full scale is ±1.
    public var samples: [Float]
    /// Samples per second.
    public let sampleRate: SampleRate

    /// Samples with full scale ±1 at a rate.
    public init(samples: [Float], sampleRate: SampleRate) {
        self.samples = samples
        self.sampleRate = sampleRate
    }

    /// How long the audio lasts.
    public var duration: Duration {
        sampleRate.duration(of: samples.count)
    }

    /// The part between two times, cut to what there is.
    public func excerpt(from start: Duration, lasting length: Duration) -> AudioBuffer {
        let first = min(max(sampleRate.samples(in: start), 0), samples.count)
        let last = min(max(first + sampleRate.samples(in: length), first), samples.count)
        return AudioBuffer(samples: Array(samples[first..<last]), sampleRate: sampleRate)
    }
}
