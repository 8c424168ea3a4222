/// The labels of one frame that are worth a try, likeliest first; never the blank.
package struct TokenChoice: Sendable {
    package private(set) var labels: [Int32] = []
    /// A label's place in `labels`, or -1.
    package private(set) var place: [Int32]

    package init(vocabularySize: Int) {
        place = [Int32](repeating: -1, count: vocabularySize)
    }

    /// Chooses anew.
    ///
    /// - Parameters:
    ///   - emissions: Natural-log probabilities, `[V]`.
    ///   - threshold: How far below the frame's best a label may be.
    ///   - limit: How many labels to take at most; equal ones in the vocabulary's order.
    package mutating func choose(from emissions: Span<Float>, threshold: Float, limit: Int) {
        for label in labels { place[Int(label)] = -1 }
        labels.removeAll(keepingCapacity: true)
        var best = emissions[0]
        for label in 1..<emissions.count where emissions[label] > best { best = emissions[label] }
        let least = max(best - threshold, -Float.greatestFiniteMagnitude)
        for label in 1..<emissions.count where emissions[label] >= least { labels.append(Int32(label)) }
        labels.sort { a, b in
            let (x, y) = (emissions[Int(a)], emissions[Int(b)])
            return x > y || (x == y && a < b)
        }
        if labels.count > limit { labels.removeSubrange(limit...) }
        for (index, label) in labels.enumerated() { place[Int(label)] = Int32(index) }
    }
}
