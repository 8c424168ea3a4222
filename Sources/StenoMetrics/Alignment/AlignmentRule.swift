/// What an error costs when two texts are aligned, and which alignment is taken of those that cost least.
package enum AlignmentRule: String, Hashable, Sendable {
    /// Every error costs the same, so that errors are fewest (Levenshtein 1966). Of several moves on a cheapest path,
    /// read from the end, a deletion goes first, then a substitution, an insertion, a match: what `jiwer` counts.
    case levenshtein
    /// As NIST's `sclite` aligns: 4 for a substitution, 3 for a deletion or an insertion. It prefers true pairs over
    /// few errors, and so may count more of them. Pairs go first, then deletions.
    case sclite

    enum Move: UInt8 {
        case match, substitution, deletion, insertion
    }

    func cost(of move: Move) -> Int {
        switch (self, move) {
        case (_, .match): 0
        case (.levenshtein, _): 1
        case (.sclite, .substitution): 4
        case (.sclite, .deletion), (.sclite, .insertion): 3
        }
    }

    /// The move that is taken among those that cost least.
    ///
    /// - Parameters:
    ///   - pair: The cost of taking both words, equal or not.
    ///   - isMatch: Whether they are equal.
    ///   - deletion: The cost of leaving the word of the reference out.
    ///   - insertion: The cost of putting that of the hypothesis in.
    func move(pair: Int, isMatch: Bool, deletion: Int, insertion: Int) -> Move {
        let cheapest = min(pair, deletion, insertion)
        switch self {
        case .levenshtein:
            if deletion == cheapest { return .deletion }
            if pair == cheapest && !isMatch { return .substitution }
            return insertion == cheapest ? .insertion : .match
        case .sclite:
            if pair == cheapest { return isMatch ? .match : .substitution }
            return deletion == cheapest ? .deletion : .insertion
        }
    }
}
