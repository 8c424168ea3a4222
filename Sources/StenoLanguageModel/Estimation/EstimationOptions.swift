/// What to estimate.
public struct EstimationOptions: Hashable, Sendable {
    /// The length of the longest n-grams.
    public var order: Int
    /// For each length, up to how many occurrences an n-gram is left out; lengths beyond the last are treated as the
    /// last. Must not fall, and words themselves are always kept: `[0, 0, 1]` leaves out what occurs once from
    /// trigrams on.
    public var pruning: [Int]

    /// Options for estimating a model.
    public init(order: Int = 4, pruning: [Int] = [0]) {
        self.order = order
        self.pruning = pruning
    }

    func threshold(length: Int) -> Int {
        pruning.isEmpty ? 0 : pruning[min(length, pruning.count) - 1]
    }

    /// - Throws: `LanguageModelError.cannotEstimate` when no model can be estimated so.
    package func check() throws(LanguageModelError) {
        guard (1...(LanguageModel.State.capacity + 1)).contains(order) else {
            throw .cannotEstimate(
                reason: "the order is \(order); it can be 1 to \(LanguageModel.State.capacity + 1)")
        }
        guard threshold(length: 1) == 0, pruning.allSatisfy({ $0 >= 0 }),
            zip(pruning, pruning.dropFirst()).allSatisfy({ $0 <= $1 })
        else {
            throw .cannotEstimate(
                reason: "pruning thresholds \(pruning) must begin with 0 and never fall")
        }
    }
}
