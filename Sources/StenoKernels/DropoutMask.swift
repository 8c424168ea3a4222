import CKernels

/// Fills a mask with 0 (with the given probability) or 1 / (1 - probability).
///
/// Element i depends on the seed and i alone: a mask is the same however it is cut over threads, and the same seed
/// gives it again. Use another seed for every layer and step.
package func fillDropoutMask(_ mask: inout MutableSpan<Float>, probability: Float, seed: UInt64) {
    precondition(probability >= 0 && probability < 1, "a dropout probability in 0..<1, not \(probability)")
    let threshold = UInt32(Double(probability) * 4_294_967_296)
    kernels.dropoutMask(seed, threshold, 1 / (1 - probability), mask.address, mask.count)
}
