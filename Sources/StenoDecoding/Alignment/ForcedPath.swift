/// Where the labels of a known text sound: the best CTC path that spells them (Viterbi over the CTC lattice, Graves
/// et al. 2006, section 4.1), found in memory that grows with frames plus labels, not with their product (Hirschberg
/// 1975).
///
/// A lattice too large to keep is gone through once to find where the best path stands in the middle frame; its two
/// halves are then aligned the same way, each with its part of the text. States from which no path can be the best any
/// more are left out on the way: see ``ForcedLattice``.
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
        let last = 2 * labels.count
        frames = [Range<Int>](repeating: 0..<0, count: labels.count)
        guard frameCount > 0 else {
            if labels.isEmpty { return }
            return nil
        }
        let whole = Stretch(frames: 0..<frameCount, start: 0...min(1, last), end: max(0, last - 1)...last)
        var lattice = ForcedLattice(labels: labels, emissions: emissions, vocabularySize: vocabularySize)
        if whole.frames.count * whole.stateCount > cells {
            guard lattice.findLimit(for: whole) else { return nil }
        }
        var stretches = [whole]
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
