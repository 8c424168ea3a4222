import CKernels

/// One utterance of a batch for the CTC kernel.
struct CTCUtterance {
    let logits: UnsafePointer<Float>
    let frames: Int
    let paddedFrames: Int
    let symbols: Int
    let blank: Int
    let labels: ArraySlice<Int32>

    func loss() -> Float {
        run(gradient: nil)
    }

    func lossAndGradient(_ gradient: UnsafeMutablePointer<Float>) -> Float {
        let loss = run(gradient: gradient)
        let valid = loss.isFinite ? frames * symbols : 0
        (gradient + valid).update(repeating: 0, count: paddedFrames * symbols - valid)
        return loss
    }

    private func run(gradient: UnsafeMutablePointer<Float>?) -> Float {
        guard frames > 0 else { return labels.isEmpty ? 0 : .infinity }
        let floats = kernels.ctcScratchSize(frames, labels.count, gradient == nil ? 0 : 1)
        return withUnsafeTemporaryAllocation(byteCount: floats * 4, alignment: 64) { memory in
            guard let scratch = memory.bindMemory(to: Float.self).baseAddress else { return .infinity }
            return labels.withUnsafeBufferPointer { labels in
                let first = labels.baseAddress ?? Span<Int32>().address
                return kernels.ctcLoss(logits, frames, symbols, blank, first, labels.count, gradient, scratch)
            }
        }
    }
}
