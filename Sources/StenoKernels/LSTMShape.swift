/// The sizes of one direction of one LSTM layer over a batch of sequences.
package struct LSTMShape: Sendable, Hashable {
    /// B
    package var batch: Int
    /// T, of the longest sequence.
    package var frames: Int
    /// Features of the input.
    package var input: Int
    /// H, features of the output.
    package var hidden: Int
    /// The distance from one frame's output to the next: H, or 2H where two directions share the rows of one output
    /// `[B, T, 2H]`.
    package var outputStride: Int
    /// The first of this direction's H columns in such a row.
    package var outputColumn: Int

    package init(
        batch: Int, frames: Int, input: Int, hidden: Int, outputStride: Int? = nil, outputColumn: Int = 0
    ) {
        self.batch = batch
        self.frames = frames
        self.input = input
        self.hidden = hidden
        self.outputStride = outputStride ?? hidden
        self.outputColumn = outputColumn
        precondition(
            outputColumn >= 0 && self.outputStride >= outputColumn + hidden,
            "columns \(outputColumn)..<\(outputColumn + hidden) of rows of \(self.outputStride)")
    }

    var gates: Int { 4 * hidden }

    func requireOutput(_ count: Int) {
        requireEqualCounts(count, batch * frames * outputStride)
    }

    func require(lengths: [Int]) {
        precondition(
            lengths.count == batch && lengths.allSatisfy { (0...frames).contains($0) },
            "lengths \(lengths) of \(batch) sequences with at most \(frames) frames")
    }
}

/// The order in which an LSTM reads a sequence.
package enum LSTMDirection: Sendable {
    case forward
    /// From each sequence's last frame (by its length) to its first.
    case backward

    /// The frame read at step `step` of a sequence of `length` frames.
    func frame(at step: Int, of length: Int) -> Int {
        self == .forward ? step : length - 1 - step
    }
}
