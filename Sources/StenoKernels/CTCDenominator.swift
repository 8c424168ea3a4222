import CKernels
import Glibc

/// ln Σ p(labels) p(labels | x) over all label sequences, with p(labels) by a bigram and p(labels | x) by CTC: how much
/// probability all transcripts share, the right one among them. Added to the CTC loss it makes that lattice-free
/// maximum mutual information over CTC's paths (Xiang and Ou 2019, "CRF-based single-stage acoustic modeling with CTC
/// topology"; Povey et al. 2016).
///
/// As for `ctcLoss` the softmax is part of the function: the gradient is γ - softmax(logits), γ the share of the paths,
/// so weighed, that pass through a symbol at a frame. An utterance of no frames, and one with a logit that is not
/// finite, has a sum of 0 and a gradient of 0.
///
/// - Parameters:
///   - logits: `[B, T, V]`
///   - lengths: Frames of each utterance.
///   - sums: `[B]`, natural log, at most 0.
///   - gradient: `[B, T, V]`, of the total of the sums.
package func ctcDenominator(
    logits: Span<Float>, lengths: [Int], bigram: LabelBigram, shape: CTCShape,
    into sums: inout MutableSpan<Float>, gradient: inout MutableSpan<Float>, workers: Workers = .one
) {
    requireEqualCounts(shape.batch, sums.count)
    requireEqualCounts(logits.count, gradient.count)
    shape.require(logits, lengths)
    precondition(
        bigram.symbols == shape.symbols && bigram.blank == shape.blank,
        "a bigram of \(bigram.symbols) symbols for \(shape.symbols)")
    let (logits, sums, gradient) = (logits.address, sums.address, gradient.address)
    workers.forEach(shape.batch) { b in
        let offset = b * shape.utteranceSize
        let own = gradient + offset
        let paths = CompetingPaths(bigram: bigram, frames: lengths[b], logits: logits + offset)
        let sum = paths.sum(gradient: own)
        sums[b] = sum ?? 0
        let written = sum == nil ? 0 : lengths[b] * shape.symbols
        (own + written).update(repeating: 0, count: shape.utteranceSize - written)
    }
}

/// The paths of one utterance through the states "in label c" and "in the blanks after label c". The blank's own place
/// stands for what is before the first label.
///
/// α and β are scaled to a sum of 1 at every frame. That is enough: the softmax of a frame sums to 1 and the bigram
/// excludes nothing, so the paths through a frame are never all improbable.
private struct CompetingPaths {
    let bigram: LabelBigram
    let frames: Int
    let logits: UnsafePointer<Float>

    /// - Returns: Their sum, natural log; nil, with a gradient of no meaning, when there is none.
    func sum(gradient: UnsafeMutablePointer<Float>) -> Float? {
        guard frames > 0 else { return nil }
        kernels.softmax(logits, gradient, frames, bigram.symbols)
        guard kernels.sum(gradient, frames * bigram.symbols).isFinite else { return nil }
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: (2 * frames + 5) * bigram.symbols) {
            memory in
            guard let alpha = memory.baseAddress else { return nil }
            let scratch = alpha + (2 * frames + 2) * bigram.symbols
            let sum = forward(softmax: gradient, into: alpha, scratch: scratch)
            backward(alpha: alpha, scratch: scratch, softmaxToGradient: gradient)
            return sum
        }
    }

    /// α of labels, then of the blanks after them, `[T + 1, 2, V]`, of which the first row is before the first frame.
    private func forward(
        softmax: UnsafePointer<Float>, into alpha: UnsafeMutablePointer<Float>,
        scratch either: UnsafeMutablePointer<Float>
    ) -> Float {
        let (n, blank) = (bigram.symbols, bigram.blank)
        alpha.update(repeating: 0, count: 2 * n)
        alpha[n + blank] = 1
        var logarithm = 0.0
        for t in 0..<frames {
            let emission = softmax + t * n
            let (label, rest) = (alpha + 2 * t * n, alpha + (2 * t + 1) * n)
            let (nextLabel, nextRest) = (label + 2 * n, rest + 2 * n)
            for c in 0..<n { either[c] = label[c] + rest[c] }
            for c in 0..<n {
                // A label goes on as itself for nothing; said again it needs a blank between.
                let stays = label[c] * (1 - bigram.probability(of: c, after: c))
                nextLabel[c] = emission[c] * (bigram.sum(before: c, either) + stays)
                nextRest[c] = emission[blank] * either[c]
            }
            nextLabel[blank] = 0
            logarithm += log(Double(rescale(nextLabel, count: 2 * n)))
        }
        let last = alpha + 2 * frames * n
        for c in 0..<n { either[c] = last[c] + last[n + c] }
        return Float(logarithm + log(Double(bigram.sum(before: blank, either))))
    }

    /// β of the labels and of the blanks after them, frame by frame from the end, and γ with α.
    private func backward(
        alpha: UnsafePointer<Float>, scratch beta: UnsafeMutablePointer<Float>,
        softmaxToGradient gradient: UnsafeMutablePointer<Float>
    ) {
        let (n, blank) = (bigram.symbols, bigram.blank)
        let (label, rest, said) = (beta, beta + n, beta + 2 * n)
        for c in 0..<n {
            label[c] = bigram.probability(of: blank, after: c)
            rest[c] = label[c]
        }
        for t in (0..<frames).reversed() {
            let row = gradient + t * n
            let (alphaLabel, alphaRest) = (alpha + (2 * t + 2) * n, alpha + (2 * t + 3) * n)
            let blankEmission = row[blank]
            for c in 0..<n { said[c] = row[c] * label[c] }
            said[blank] = 0
            let resting = kernels.dot(alphaRest, rest, n)
            let scale = 1 / (resting + kernels.dot(alphaLabel, label, n))
            row[blank] = resting * scale - blankEmission
            for c in 0..<n where c != blank { row[c] = alphaLabel[c] * label[c] * scale - row[c] }
            for c in 0..<n {
                let goesOn = blankEmission * rest[c] + bigram.sum(after: c, said)
                rest[c] = goesOn
                label[c] = goesOn + said[c] * (1 - bigram.probability(of: c, after: c))
            }
            _ = rescale(label, count: 2 * n)
        }
    }

    /// - Returns: What their sum was.
    private func rescale(_ values: UnsafeMutablePointer<Float>, count: Int) -> Float {
        let sum = kernels.sum(values, count)
        let inverse = 1 / sum
        for index in 0..<count { values[index] *= inverse }
        return sum
    }
}

extension LabelBigram {
    /// Σ p(label | c) weights[c]
    fileprivate func sum(before label: Int, _ weights: UnsafePointer<Float>) -> Float {
        kernels.dot(preceding.span.address + label * symbols, weights, symbols)
    }

    /// Σ p(c | label) weights[c]
    fileprivate func sum(after label: Int, _ weights: UnsafePointer<Float>) -> Float {
        kernels.dot(following.span.address + label * symbols, weights, symbols)
    }
}
