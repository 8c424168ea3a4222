package import StenoTensor

extension Tensor {
    /// The mean and the standard deviation of every feature over the real frames of each sequence: a sequence becomes
    /// one row, however long it is (Snyder et al. 2018).
    ///
    /// - Parameter lengths: Frames of each sequence, `[B]`, at least one each.
    /// - Returns: `[B, 2D]` from `[B, T, D]`: means, then deviations (of a variance no less than 1e-5).
    package func statisticsPooled(_ lengths: [Int]) -> Tensor {
        precondition(lengths.allSatisfy { $0 > 0 }, "statistics over no frames: lengths \(lengths)")
        let (batch, width) = (shape[0], shape[2])
        let shares = Tensor(lengths.map { 1 / Float($0) }, shape: [batch, 1, 1])
        let mean = masked(to: lengths).sum(along: 1) * shares
        let variance = (self - mean).squared().masked(to: lengths).sum(along: 1) * shares
        let deviation = variance.clamped(above: 1e-5).squareRoot()
        return .concatenated([mean, deviation], along: 2).reshaped(to: [batch, 2 * width])
    }

    /// Every innermost row scaled to length 1 (rows shorter than 1e-6 are scaled by a million).
    package func normalized() -> Tensor {
        self / squared().sum(along: -1).clamped(above: 1e-12).squareRoot()
    }
}
