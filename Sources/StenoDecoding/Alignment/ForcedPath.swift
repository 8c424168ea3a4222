/// Where the labels of a known text sound: the best CTC path that spells them (Viterbi over the CTC lattice, Graves
/// et al. 2006, section 4.1), found in memory that grows with frames plus labels, not with their product (Hirschberg
/// 1975).
///
/// A lattice too large to keep is gone through once to find where the best path stands in the middle frame; its two
/// halves are then aligned the same way, each with its part of the text. All passes together visit every cell of the
/// lattice about twice.
package struct ForcedPath: Hashable, Sendable {
    /// The frames in which each label sounds.
    package private(set) var frames: [Range<Int>]

    /// Lattices up to so many cells are kept at once, a byte a cell.
    package static let smallLattice = 1 << 22

    /// Aligns labels to emissions.
    ///
    /// - Parameters:
    ///   - labels: What was said, without blanks.
    ///   - emissions: Natural-log probabilities, `[T, V]` row by row.
    ///   - vocabularySize: V.
    ///   - cells: How large a lattice may be to be kept at once.
    /// - Returns: `nil` when there are too few frames, or no path is possible.
    package init?(
        labels: [Int], emissions: [Float], vocabularySize: Int, atOnce cells: Int = smallLattice
    ) {
        let frameCount = emissions.count / vocabularySize
        let lattice = ForcedLattice(labels: labels, emissions: emissions, vocabularySize: vocabularySize)
        let last = 2 * labels.count
        frames = [Range<Int>](repeating: 0..<0, count: labels.count)
        guard frameCount > 0 else {
            if labels.isEmpty { return }
            return nil
        }
        var stretches = [
            Stretch(frames: 0..<frameCount, start: 0...min(1, last), end: max(0, last - 1)...last)
        ]
        while let stretch = stretches.popLast() {
            if stretch.frames.count * stretch.stateCount <= cells || stretch.frames.count == 1 {
                guard let states = lattice.states(of: stretch) else { return nil }
                mark(states, from: stretch.frames.lowerBound)
            } else {
                guard let (left, right) = lattice.halves(of: stretch) else { return nil }
                stretches += [right, left]
            }
        }
    }

    /// Notes which labels sound in some frames.
    private mutating func mark(_ states: [Int], from first: Int) {
        for (offset, state) in states.enumerated() where !state.isMultiple(of: 2) {
            let (frame, label) = (first + offset, state / 2)
            frames[label] =
                frames[label].isEmpty ? frame..<(frame + 1) : frames[label].lowerBound..<(frame + 1)
        }
    }
}

/// Some frames of a lattice, with the states a path may be in at their first and at their last.
struct Stretch: Sendable {
    let frames: Range<Int>
    let start: ClosedRange<Int>
    let end: ClosedRange<Int>

    var stateCount: Int { end.upperBound - start.lowerBound + 1 }
}

/// The CTC lattice of a known text: state `2u + 1` is label `u`, even states are blanks.
struct ForcedLattice: Sendable {
    private let emissions: [Float]
    private let vocabularySize: Int
    /// What is heard in each state.
    private let labels: [Int32]
    /// Whether each state may be entered from two states before.
    private let mayJump: [Bool]

    init(labels: [Int], emissions: [Float], vocabularySize: Int) {
        self.emissions = emissions
        self.vocabularySize = vocabularySize
        var heard: [Int32] = [0]
        var jumps = [false]
        for (place, label) in labels.enumerated() {
            heard += [Int32(label), 0]
            // A path may jump over the blank only between different labels: jumping between equal ones would turn
            // "ll" into "l". Graves et al. 2006, section 4.1.
            jumps += [place > 0 && label != labels[place - 1], false]
        }
        (self.labels, mayJump) = (heard, jumps)
    }

    /// The best path's state in each frame of a stretch; `nil` where there is none.
    func states(of stretch: Stretch) -> [Int]? {
        var moves = [UInt8](repeating: 0, count: stretch.frames.count * stretch.stateCount)
        var scores = start(stretch)
        for (row, frame) in stretch.frames.enumerated().dropFirst() {
            let base = row * stretch.stateCount
            advance(&scores, over: frame, row: row, of: stretch) { state, move in
                moves[base + state - stretch.start.lowerBound] = UInt8(move)
            }
        }
        guard var state = bestEnd(scores, of: stretch) else { return nil }
        var states = [Int](repeating: 0, count: stretch.frames.count)
        for row in states.indices.reversed() {
            states[row] = state
            state -= Int(moves[row * stretch.stateCount + state - stretch.start.lowerBound])
        }
        return states
    }

    /// A stretch cut in its middle frame where the best path passes; `nil` where there is none.
    func halves(of stretch: Stretch) -> (Stretch, Stretch)? {
        let middle = (stretch.frames.lowerBound + stretch.frames.upperBound) / 2
        let first = stretch.start.lowerBound
        var scores = start(stretch)
        // For every state the one its best path was in at the middle frame, and how that one was entered.
        var crossing = Array(0..<Int32(stretch.stateCount))
        var entry = [UInt8](repeating: 0, count: stretch.stateCount)
        for (row, frame) in stretch.frames.enumerated().dropFirst() {
            advance(&scores, over: frame, row: row, of: stretch) { state, move in
                if frame == middle {
                    entry[state - first] = UInt8(move)
                } else if frame > middle {
                    crossing[state - first] = crossing[state - first - move]
                }
            }
        }
        guard let end = bestEnd(scores, of: stretch) else { return nil }
        let after = first + Int(crossing[end - first])
        let before = after - Int(entry[after - first])
        return (
            Stretch(frames: stretch.frames.lowerBound..<middle, start: stretch.start, end: before...before),
            Stretch(frames: middle..<stretch.frames.upperBound, start: after...after, end: end...end)
        )
    }

    /// The scores of a stretch's states in its first frame.
    private func start(_ stretch: Stretch) -> [Float] {
        (stretch.start.lowerBound...stretch.end.upperBound).map { state in
            stretch.start.contains(state) ? sound(of: state, at: stretch.frames.lowerBound) : -.infinity
        }
    }

    private func sound(of state: Int, at frame: Int) -> Float {
        emissions[frame * vocabularySize + Int(labels[state])]
    }

    /// Takes one more frame; tells for every state from how many states back its best path came.
    @inline(__always)
    private func advance(
        _ scores: inout [Float], over frame: Int, row: Int, of stretch: Stretch,
        _ tell: (_ state: Int, _ move: Int) -> Void
    ) {
        let first = stretch.start.lowerBound
        // Further up than two states a frame no path can be.
        let highest = min(stretch.end.upperBound, stretch.start.upperBound + 2 * row)
        for state in stride(from: highest, through: first, by: -1) {
            let place = state - first
            var (best, move) = (scores[place], 0)
            if place > 0, scores[place - 1] > best { (best, move) = (scores[place - 1], 1) }
            if place > 1, mayJump[state], scores[place - 2] > best { (best, move) = (scores[place - 2], 2) }
            scores[place] = best + sound(of: state, at: frame)
            tell(state, move)
        }
    }

    private func bestEnd(_ scores: [Float], of stretch: Stretch) -> Int? {
        let first = stretch.start.lowerBound
        let ends = stretch.end.filter { $0 >= first && scores[$0 - first] > -.infinity }
        return ends.max { scores[$0 - first] < scores[$1 - first] }
    }
}
