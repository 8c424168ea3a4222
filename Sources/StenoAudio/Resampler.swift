import CSoxr

/// Changes the sample rate of interleaved channels as a stream, with libsoxr at its high quality (20 bits, linear phase).
///
/// The result does not depend on how the samples are cut into chunks, and is not delayed: sample `n` of the output
/// lies at the time `n / outputRate` of the input. It comes at most 40 ms late at 22 kHz and above, 115 ms at 8 kHz,
/// since the filter needs to see what follows. Signals below 0.913 of the lower Nyquist frequency pass.
public struct Resampler: ~Copyable {
    /// Output samples for one input sample.
    private let ratio: Double
    private let channelCount: Int
    /// Nil when the rates are equal and the samples pass untouched.
    private let state: OpaquePointer?

    /// A resampler between two rates.
    ///
    /// - Throws: `AudioError.cannotResample` when libsoxr refuses the pair.
    public init(from input: SampleRate, to output: SampleRate, channelCount: Int = 1) throws(AudioError) {
        try self.init(from: Double(input.hertz), to: Double(output.hertz), channelCount: channelCount)
    }

    /// A resampler between rates that need not be whole.
    init(from input: Double, to output: Double, channelCount: Int = 1) throws(AudioError) {
        ratio = output / input
        self.channelCount = channelCount
        if input == output {
            state = nil
            return
        }
        var failure: soxr_error_t?
        var quality = soxr_quality_spec(UInt(SOXR_20_BITQ), 0)
        var runtime = soxr_runtime_spec(1)
        state = soxr_create(input, output, UInt32(channelCount), &failure, nil, &quality, &runtime)
        if let failure {
            throw .cannotResample(
                from: SampleRate(hertz: Int(input)), to: SampleRate(hertz: Int(output)),
                reason: String(cString: failure))
        }
    }

    deinit {
        if let state { soxr_delete(state) }
    }

    /// Takes interleaved samples, whole frames of them, and returns those of the new rate that are ready.
    public mutating func accept(_ samples: [Float]) -> [Float] {
        guard let state, !samples.isEmpty else { return samples }
        return samples.withUnsafeBufferPointer { process(state, $0) }
    }

    /// Ends the stream and returns what was held back. The resampler takes no samples after this.
    public mutating func finish() -> [Float] {
        guard let state else { return [] }
        return process(state, nil)
    }

    /// Feeds all of the input, nil for the end of the stream, and collects what comes out.
    private func process(_ state: OpaquePointer, _ input: UnsafeBufferPointer<Float>?) -> [Float] {
        let frames = (input?.count ?? 0) / channelCount
        let room = Int(Double(frames) * ratio) + 1024
        var output: [Float] = []
        var consumed = 0
        var isFull = false
        repeat {
            output += [Float](unsafeUninitializedCapacity: room * channelCount) { buffer, filled in
                var taken = 0
                var produced = 0
                let next = input?.baseAddress.map { $0 + consumed * channelCount }
                let failure = soxr_process(
                    state, next, frames - consumed, &taken, buffer.baseAddress, room, &produced)
                precondition(failure == nil, "libsoxr failed inside a running stream")
                consumed += taken
                isFull = produced == room
                filled = produced * channelCount
            }
        } while isFull || consumed < frames
        return output
    }
}

extension AudioBuffer {
    /// The same sound at another rate.
    public func resampled(to rate: SampleRate) throws(AudioError) -> AudioBuffer {
        var resampler = try Resampler(from: sampleRate, to: rate)
        let beginning = resampler.accept(samples)
        return AudioBuffer(samples: beginning + resampler.finish(), sampleRate: rate)
    }

    /// The sound played faster (`factor` above 1) or slower, which also shifts its pitch; the rate stays.
    ///
    /// As in Ko et al. 2015, "Audio augmentation for speech recognition".
    public func speed(by factor: Double) throws(AudioError) -> AudioBuffer {
        let rate = Double(sampleRate.hertz)
        var resampler = try Resampler(from: rate * factor, to: rate)
        let beginning = resampler.accept(samples)
        return AudioBuffer(samples: beginning + resampler.finish(), sampleRate: sampleRate)
    }
}
