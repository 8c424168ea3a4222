#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension AudioBuffer {
    /// The mean of the squared samples; 0 for none.
    public var power: Double {
        samples.isEmpty ? 0 : samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count)
    }

    /// The sound at another volume.
    public func scaled(by gain: Float) -> AudioBuffer {
        AudioBuffer(samples: samples.map { $0 * gain }, sampleRate: sampleRate)
    }

    /// Silence that lasts so long.
    public static func silence(_ duration: Duration, at sampleRate: SampleRate) -> AudioBuffer {
        AudioBuffer(
            samples: Array(repeating: 0, count: sampleRate.samples(in: duration)), sampleRate: sampleRate)
    }

    /// This sound and then another of the same rate.
    public func appending(_ next: AudioBuffer) -> AudioBuffer {
        requireSameRate(next)
        return AudioBuffer(samples: samples + next.samples, sampleRate: sampleRate)
    }

    /// The sound over a noise whose volume is set by the ratio of the powers over the whole sound.
    ///
    /// - Parameters:
    ///   - noise: Of the same rate; repeated when it is shorter than the sound.
    ///   - decibels: 10 log₁₀ of the sound's power over the noise's.
    ///   - start: The sample of the noise that meets the first of the sound.
    /// - Returns: As many samples as the sound; the sound itself when either is silent.
    public func mixed(with noise: AudioBuffer, atSNR decibels: Double, startingAt start: Int = 0)
        -> AudioBuffer
    {
        requireSameRate(noise)
        let noisePower = noise.power
        guard noisePower > 0, power > 0 else { return self }
        let gain = Float((power / noisePower * pow(10, -decibels / 10)).squareRoot())
        var mixture = self
        var position = start % noise.samples.count
        for index in mixture.samples.indices {
            mixture.samples[index] += gain * noise.samples[position]
            position += 1
            if position == noise.samples.count { position = 0 }
        }
        return mixture
    }

    func requireSameRate(_ other: AudioBuffer) {
        precondition(
            sampleRate == other.sampleRate, "sounds of \(sampleRate) and \(other.sampleRate) do not combine")
    }
}
