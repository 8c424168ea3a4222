/// The CTC lattice of a known text: state `2u + 1` is label `u`, even states are blanks.
///
/// Every state scores what it has lost so far: the sum over the frames of its label's log probability less that of the
/// frame's likeliest label. A loss never shrinks along a path. So if the best path loses no more than some limit, it
/// never comes through a state that has lost more, and leaving those out changes nothing. The limit is found by
/// trying: where no path stays within it, it is raised. Where the text is what was said, few states are left, and time
/// grows with the frames alone.
struct ForcedLattice: Sendable {
    private let emissions: [Float]
    private let vocabularySize: Int
    /// The log probability of each frame's likeliest label.
    private let highest: [Float]
    /// What is heard in each state.
    private let labels: [Int32]
    /// Whether each state may be entered from two states before.
    private let mayJump: [Bool]
    /// The most a path may lose.
    private var limit = Float.infinity

    init(labels: [Int], emissions: [Float], vocabularySize: Int) {
        self.emissions = emissions
        self.vocabularySize = vocabularySize
        highest = stride(from: 0, to: emissions.count, by: vocabularySize).map { row in
            emissions[row..<(row + vocabularySize)].max() ?? 0
        }
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

    /// Limits all that follows to what the best path of a stretch loses; `false` where there is no path.
    mutating func findLimit(for stretch: Stretch) -> Bool {
        for limit in [500, 4_000, 32_000, 256_000, Float.infinity] {
            self.limit = limit
            var front = start(stretch)
            for frame in stretch.frames.dropFirst() where !front.isEmpty {
                advance(&front, over: frame, of: stretch) { _, _ in }
            }
            if let end = bestEnd(front, of: stretch) {
                // The sums of the halves round otherwise than that of the whole.
                self.limit = 1 - 1.001 * front.scores[end - stretch.start.lowerBound]
                return true
            }
        }
        return false
    }

    /// The best path's state in each frame of a stretch; `nil` where there is none.
    func states(of stretch: Stretch) -> [Int]? {
        var moves = [UInt8](repeating: 0, count: stretch.frames.count * stretch.stateCount)
        var front = start(stretch)
        for (row, frame) in stretch.frames.enumerated().dropFirst() {
            let base = row * stretch.stateCount
            advance(&front, over: frame, of: stretch) { place, move in moves[base + place] = UInt8(move) }
        }
        guard var state = bestEnd(front, of: stretch) else { return nil }
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
        var front = start(stretch)
        // For every state the one its best path was in at the middle frame, and how that one was entered.
        var crossing = Array(0..<Int32(stretch.stateCount))
        var entry = [UInt8](repeating: 0, count: stretch.stateCount)
        for frame in stretch.frames.dropFirst() {
            if frame < middle {
                advance(&front, over: frame, of: stretch) { _, _ in }
            } else if frame == middle {
                advance(&front, over: frame, of: stretch) { place, move in entry[place] = UInt8(move) }
            } else {
                advance(&front, over: frame, of: stretch) { place, move in
                    crossing[place] = crossing[place - move]
                }
            }
        }
        guard let end = bestEnd(front, of: stretch) else { return nil }
        let after = first + Int(crossing[end - first])
        let before = after - Int(entry[after - first])
        return (
            Stretch(frames: stretch.frames.lowerBound..<middle, start: stretch.start, end: before...before),
            Stretch(frames: middle..<stretch.frames.upperBound, start: after...after, end: end...end)
        )
    }
}

// MARK: - Steps

/// The states of a stretch, counted from its first, that a path can be in at a frame.
private struct Front {
    /// What each has lost, negative; minus infinity for those that are out.
    var scores: [Float]
    /// From the first to the last that is in.
    var range: Range<Int>

    var isEmpty: Bool { range.isEmpty }
}

extension ForcedLattice {
    /// The states of a stretch in its first frame.
    private func start(_ stretch: Stretch) -> Front {
        let count = min(stretch.start.count, stretch.stateCount)
        var scores = [Float](repeating: -.infinity, count: stretch.stateCount)
        for place in 0..<count {
            scores[place] = loss(of: stretch.start.lowerBound + place, at: stretch.frames.lowerBound)
        }
        return Front(scores: scores, range: 0..<count)
    }

    private func loss(of state: Int, at frame: Int) -> Float {
        emissions[frame * vocabularySize + Int(labels[state])] - highest[frame]
    }

    /// Takes one more frame; tells for every state from how many states back its best path came.
    @inline(__always)
    private func advance(
        _ front: inout Front, over frame: Int, of stretch: Stretch,
        _ tell: (_ place: Int, _ move: Int) -> Void
    ) {
        let first = stretch.start.lowerBound
        var range = front.range
        // Further up than two states a frame no path can be.
        let top = min(stretch.stateCount, range.upperBound + 2)
        var (low, high) = (top, range.lowerBound)
        for place in (range.lowerBound..<top).reversed() {
            var (best, move) = (front.scores[place], 0)
            if place > 0, front.scores[place - 1] > best { (best, move) = (front.scores[place - 1], 1) }
            if place > 1, mayJump[first + place], front.scores[place - 2] > best {
                (best, move) = (front.scores[place - 2], 2)
            }
            let score = best + loss(of: first + place, at: frame)
            guard score >= -limit else {
                front.scores[place] = -.infinity
                continue
            }
            front.scores[place] = score
            tell(place, move)
            (low, high) = (place, max(high, place + 1))
        }
        range = low < high ? low..<high : low..<low
        front.range = range
    }

    private func bestEnd(_ front: Front, of stretch: Stretch) -> Int? {
        let first = stretch.start.lowerBound
        let ends = stretch.end.filter { $0 >= first && front.scores[$0 - first] > -.infinity }
        return ends.max { front.scores[$0 - first] < front.scores[$1 - first] }
    }
}
