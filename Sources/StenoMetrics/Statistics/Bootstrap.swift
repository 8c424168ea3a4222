import StenoRandom

/// How far a figure would move had other utterances been drawn (Efron 1979).
package struct Bootstrap: Hashable, Sendable {
    /// How often the test set is drawn again.
    package let resamples: Int
    /// What the draws depend on; the same seed gives the same interval on every machine.
    package let seed: UInt64

    package init(resamples: Int = 1000, seed: UInt64 = 1) {
        precondition(resamples > 0, "a bootstrap needs a resample")
        self.resamples = resamples
        self.seed = seed
    }

    /// The figure of each resample, sorted.
    ///
    /// - Parameters:
    ///   - count: How many items there are.
    ///   - figure: The figure of the items at some places, drawn with replacement.
    package func distribution(of count: Int, _ figure: ([Int]) -> Double) -> Distribution {
        var generator = SeededGenerator(seed: seed)
        guard count > 0 else { return Distribution([]) }
        return Distribution(
            (0..<resamples).map { _ in
                figure((0..<count).map { _ in Int.random(in: 0..<count, using: &generator) })
            })
    }

    /// The middle 95 % of the resamples' figures; all zero without items.
    package func interval(of count: Int, _ figure: ([Int]) -> Double) -> ClosedRange<Double> {
        let distribution = distribution(of: count, figure)
        guard let low = distribution.quantile(0.025), let high = distribution.quantile(0.975) else {
            return 0...0
        }
        return low...high
    }
}
