/// Where the labels of a known text sound: the best CTC path that spells them.
package struct ForcedPath: Hashable, Sendable {
    /// The frames in which each label sounds.
    package let frames: [Range<Int>]
}

extension ForcedPath {
    /// Aligns labels to emissions (Viterbi over the CTC lattice, Graves et al. 2006, section 4.1).
    ///
    /// Keeps one byte a cell of the lattice: for segments, not for hours.
    ///
    /// - Parameters:
    ///   - labels: What was said, without blanks.
    ///   - emissions: Natural-log probabilities, `[T, V]` row by row.
    ///   - vocabularySize: V.
    /// - Returns: `nil` when there are too few frames, or no path is possible.
    package init?(labels: [Int], emissions: [Float], vocabularySize: Int) {
        let frameCount = emissions.count / vocabularySize
        let states = 2 * labels.count + 1
        var lattice = ForcedLattice(labels: labels)
        var moves = [UInt8](repeating: 0, count: frameCount * states)
        for frame in 0..<frameCount {
            lattice.advance(over: emissions, at: frame * vocabularySize) { state, move in
                moves[frame * states + state] = move
            }
        }
        guard var state = lattice.bestEnd else { return nil }
        var ranges = [Range<Int>](repeating: 0..<0, count: labels.count)
        for frame in stride(from: frameCount - 1, through: 0, by: -1) {
            if !state.isMultiple(of: 2) {
                let old = ranges[state / 2]
                ranges[state / 2] = frame..<(old.isEmpty ? frame + 1 : old.upperBound)
            }
            state -= Int(moves[frame * states + state])
        }
        frames = ranges
    }
}

/// The CTC lattice of a known text, one frame of it: state `2u + 1` is label `u`, even states are blanks.
package struct ForcedLattice: Sendable {
    package let labels: [Int]
    package private(set) var scores: [Float]
    private var isFirst = true

    package init(labels: [Int]) {
        self.labels = labels
        scores = [Float](repeating: -.infinity, count: 2 * labels.count + 1)
    }

    /// Takes one frame; tells for every state that can be reached from how many states back its best path came.
    @inline(__always)
    package mutating func advance(
        over emissions: [Float], at offset: Int, _ tell: (_ state: Int, _ move: UInt8) -> Void
    ) {
        if isFirst {
            isFirst = false
            scores[0] = emissions[offset]
            if scores.count > 1 { scores[1] = emissions[offset + labels[0]] }
            return
        }
        for state in stride(from: scores.count - 1, through: 0, by: -1) {
            var (best, move): (Float, UInt8) = (scores[state], 0)
            if state > 0, scores[state - 1] > best { (best, move) = (scores[state - 1], 1) }
            let label = state.isMultiple(of: 2) ? 0 : labels[state / 2]
            // A path may jump over the blank only between different labels: jumping between equal ones would turn
            // "ll" into "l". Graves et al. 2006, section 4.1.
            if state > 1, label != 0, label != labels[state / 2 - 1], scores[state - 2] > best {
                (best, move) = (scores[state - 2], 2)
            }
            scores[state] = best + emissions[offset + label]
            tell(state, move)
        }
    }

    /// The state in which the best whole path ends: the last blank or the last label.
    package var bestEnd: Int? {
        let last = scores.count - 1
        let end = last > 0 && scores[last - 1] > scores[last] ? last - 1 : last
        return scores[end] > -.infinity ? end : nil
    }
}
