/// All alignments of two texts: at each pair of places, the last move of a cheapest path to it.
struct EditLattice {
    private typealias Move = AlignmentRule.Move

    private let rows: Int
    private let columns: Int
    /// `[rows + 1, columns + 1]`.
    private var moves: [Move]

    /// Wagner and Fischer 1974.
    init<Token: Hashable>(
        _ reference: ArraySlice<Token>, _ hypothesis: ArraySlice<Token>, rule: AlignmentRule
    ) {
        (rows, columns) = (reference.count, hypothesis.count)
        let numbers = Dictionary(zip(reference, 0...)) { first, _ in first }
        let reference = reference.map { numbers[$0] ?? -1 }
        let hypothesis = hypothesis.map { numbers[$0] ?? -1 }
        let costs = (
            substitution: rule.cost(of: .substitution), deletion: rule.cost(of: .deletion),
            insertion: rule.cost(of: .insertion)
        )
        let width = columns + 1
        moves = Array(repeating: .insertion, count: (rows + 1) * width)
        var above = (0...columns).map { $0 * costs.insertion }
        for row in 0..<rows {
            var diagonal = above[0]
            above[0] += costs.deletion
            moves[(row + 1) * width] = .deletion
            for column in 0..<columns {
                let isMatch = reference[row] == hypothesis[column]
                let pair = diagonal + (isMatch ? 0 : costs.substitution)
                let (deletion, insertion) = (
                    above[column + 1] + costs.deletion, above[column] + costs.insertion
                )
                moves[(row + 1) * width + column + 1] = rule.move(
                    pair: pair, isMatch: isMatch, deletion: deletion, insertion: insertion)
                diagonal = above[column + 1]
                above[column + 1] = min(pair, deletion, insertion)
            }
        }
    }

    /// The steps of one cheapest path; both texts start `offset` places into the whole.
    func steps(from offset: Int) -> [Alignment.Step] {
        var (row, column) = (rows, columns)
        var steps: [Alignment.Step] = []
        while row > 0 || column > 0 {
            let move = moves[row * (columns + 1) + column]
            if move != .insertion { row -= 1 }
            if move != .deletion { column -= 1 }
            steps.append(Alignment.Step(move, reference: row + offset, hypothesis: column + offset))
        }
        return steps.reversed()
    }
}

extension Alignment.Step {
    fileprivate init(_ move: AlignmentRule.Move, reference: Int, hypothesis: Int) {
        switch move {
        case .match: self = .match(reference: reference, hypothesis: hypothesis)
        case .substitution: self = .substitution(reference: reference, hypothesis: hypothesis)
        case .deletion: self = .deletion(reference: reference)
        case .insertion: self = .insertion(hypothesis: hypothesis)
        }
    }
}
