import StenoAudio
import StenoKernels
public import StenoTensor

/// Features of a signal that arrives in pieces. A value: a copy goes on by itself.
///
/// Every frame is computed from its own samples only, so its features do not depend on how the signal was cut.
public struct FeatureStream: Sendable {
    private let extractor: FeatureExtractor
    private var scratch: FrameScratch
    /// Samples that frames still to come may need.
    private var pending: [Float] = []
    /// The index of the first pending sample in the whole signal.
    private var pendingStart = 0
    private var framesDone = 0

    init(_ extractor: FeatureExtractor) {
        self.extractor = extractor
        scratch = extractor.transform.makeScratch()
    }

    /// Takes the next samples, full scale ±1, and returns the frames that are complete.
    ///
    /// - Returns: `[t, F]`; t may be 0.
    public mutating func accept(_ samples: [Float]) -> Tensor {
        if pending.isEmpty { pending = samples } else { pending += samples }
        return computeFrames(isWhole: false)
    }

    /// Ends the signal and returns the frames that were waiting for what follows.
    ///
    /// - Returns: `[t, F]`; t is 0 when edges are snipped.
    public mutating func finish() -> Tensor {
        computeFrames(isWhole: true)
    }

    private mutating func computeFrames(isWhole: Bool) -> Tensor {
        let framing = extractor.framing
        let total = pendingStart + pending.count
        let ready = framing.frameCount(ofSamples: total, isWhole: isWhole)
        let rows = Tensor.writing([ready - framesDone, extractor.featureCount]) { rows in
            for index in framesDone..<ready {
                let first = (index - framesDone) * extractor.featureCount
                var row = rows._mutatingExtracting(first..<(first + extractor.featureCount))
                extractor.computeFrame(index, of: pending, from: pendingStart, scratch: &scratch, into: &row)
            }
        }
        framesDone = ready
        forget(before: framing.start(ofFrame: ready))
        return rows
    }

    /// Drops samples that no frame will need; one shift more is kept, since an end may be mirrored that far back.
    private mutating func forget(before sample: Int) {
        let count = min(sample - extractor.framing.shift - pendingStart, pending.count)
        guard count > 0 else { return }
        pending.removeFirst(count)
        pendingStart += count
    }
}

extension FeatureExtractor {
    /// Computes one frame of a signal that is known from `start` on, up to its end or at least the frame's.
    fileprivate func computeFrame(
        _ index: Int, of signal: [Float], from start: Int, scratch: inout FrameScratch,
        into row: inout MutableSpan<Float>
    ) {
        let first = framing.start(ofFrame: index)
        let end = start + signal.count
        let dither = configuration.options.frames.dither
        if first >= 0, first + framing.length <= end, dither == nil {
            let range = (first - start)..<(first - start + framing.length)
            transform.transform(signal.span.extracting(range), scratch: &scratch, into: &row)
        } else {
            var samples = (first..<(first + framing.length)).map {
                signal[Framing.mirrored($0, count: end) - start]
            }
            dither?.add(to: &samples, frame: index, scale: configuration.options.frames.sampleScale)
            transform.transform(samples.span, scratch: &scratch, into: &row)
        }
        configuration.normalization.normalize(&row)
    }
}
