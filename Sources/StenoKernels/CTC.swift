/// The label sequences of a batch for the CTC loss.
package struct CTCTargets: Sendable, Hashable {
    /// The labels of all utterances, one after the other; none of them the blank.
    package let labels: [Int32]
    /// Where each utterance's labels start, and the end of the last.
    let starts: [Int]

    package init(_ utterances: [[Int]]) {
        labels = utterances.flatMap { $0.map(Int32.init) }
        starts = utterances.reduce(into: [0]) { starts, labels in
            starts.append(starts[starts.count - 1] + labels.count)
        }
    }

    /// B
    package var count: Int { starts.count - 1 }

    func labels(of utterance: Int) -> ArraySlice<Int32> {
        labels[starts[utterance]..<starts[utterance + 1]]
    }

    var longest: Int { (0..<count).map { starts[$0 + 1] - starts[$0] }.max() ?? 0 }
}

/// The sizes of a CTC loss over a batch.
package struct CTCShape: Sendable, Hashable {
    /// B
    package var batch: Int
    /// T, of the longest utterance.
    package var frames: Int
    /// V, with the blank.
    package var symbols: Int
    /// The index of the blank.
    package var blank: Int

    package init(batch: Int, frames: Int, symbols: Int, blank: Int = 0) {
        self.batch = batch
        self.frames = frames
        self.symbols = symbols
        self.blank = blank
    }

    /// Floats from one utterance's logits to the next one's.
    var utteranceSize: Int { frames * symbols }

    /// Stops where logits or lengths are not those of such a batch.
    func require(_ logits: Span<Float>, _ lengths: [Int]) {
        requireEqualCounts(batch, lengths.count)
        requireEqualCounts(logits.count, batch * utteranceSize)
        precondition(
            lengths.allSatisfy { (0...frames).contains($0) }, "lengths \(lengths) in \(frames) frames")
    }
}

/// The CTC loss of each utterance, -ln p(labels | x), and its gradient with respect to the logits (Graves et al. 2006).
///
/// The softmax is part of the function: the gradient is softmax(logits) - γ, γ the probability that the paths of the
/// labels pass through a symbol at a frame. Frames at or after an utterance's length get a gradient of 0.
///
/// An utterance that no path can produce (more labels, with the blanks between equal ones, than frames) has an
/// infinite loss and a gradient of 0; so has one with a NaN logit. No gradient is ever NaN.
///
/// - Parameters:
///   - logits: `[B, T, V]`, any real numbers; natural-log probabilities give the same loss.
///   - lengths: Frames of each utterance.
///   - losses: `[B]`, natural log.
///   - gradient: `[B, T, V]`, of the sum of the losses.
package func ctcLoss(
    logits: Span<Float>, lengths: [Int], targets: CTCTargets, shape: CTCShape,
    into losses: inout MutableSpan<Float>,
    gradient: inout MutableSpan<Float>, workers: Workers = .one
) {
    requireEqualCounts(logits.count, gradient.count)
    let gradient = gradient.address
    forEachUtterance(logits, lengths, targets, shape, &losses, workers) { utterance, offset in
        utterance.lossAndGradient(gradient + offset)
    }
}

/// The CTC loss of each utterance alone.
///
/// - Parameters: as for the function with the gradient.
package func ctcLoss(
    logits: Span<Float>, lengths: [Int], targets: CTCTargets, shape: CTCShape,
    into losses: inout MutableSpan<Float>,
    workers: Workers = .one
) {
    forEachUtterance(logits, lengths, targets, shape, &losses, workers) { utterance, _ in utterance.loss() }
}

private func forEachUtterance(
    _ logits: Span<Float>, _ lengths: [Int], _ targets: CTCTargets, _ shape: CTCShape,
    _ losses: inout MutableSpan<Float>, _ workers: Workers, _ loss: (CTCUtterance, Int) -> Float
) {
    requireEqualCounts(shape.batch, targets.count, losses.count)
    shape.require(logits, lengths)
    precondition(
        targets.labels.allSatisfy { $0 >= 0 && $0 < shape.symbols && $0 != shape.blank },
        "labels are in 0..<\(shape.symbols) and not the blank \(shape.blank)")
    let (logits, losses) = (logits.address, losses.address)
    workers.forEach(shape.batch) { b in
        let offset = b * shape.utteranceSize
        let utterance = CTCUtterance(
            logits: logits + offset, frames: lengths[b], paddedFrames: shape.frames, symbols: shape.symbols,
            blank: shape.blank, labels: targets.labels(of: b))
        losses[b] = loss(utterance, offset)
    }
}
