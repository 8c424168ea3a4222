/// What the frames of a stretch of speech add up to: enough to know the voice in it, and in its union with another.
package struct PooledSpeech: Hashable, Sendable {
    /// Sums of the frame-level features, and of their squares.
    package private(set) var sums: [Float]
    package private(set) var squares: [Float]
    /// How many steps were added.
    package private(set) var count = 0

    package init(width: Int) {
        sums = Array(repeating: 0, count: width)
        squares = sums
    }

    /// What some frames add up to, `width` numbers each.
    package init(frames: [Float], width: Int) {
        self.init(width: width)
        for start in stride(from: 0, to: frames.count, by: width) { add(frames[start..<start + width]) }
    }

    /// - Parameter frame: Frame-level features of one step, `[P]`.
    package mutating func add(_ frame: ArraySlice<Float>) {
        for (index, value) in frame.enumerated() {
            sums[index] += value
            squares[index] += value * value
        }
        count += 1
    }

    package static func += (pooled: inout PooledSpeech, other: PooledSpeech) {
        for index in pooled.sums.indices {
            pooled.sums[index] += other.sums[index]
            pooled.squares[index] += other.squares[index]
        }
        pooled.count += other.count
    }

    /// Means, then standard deviations, `[2P]`, as `Tensor.statisticsPooled` computes them.
    package var statistics: [Float] {
        let n = Float(max(count, 1))
        let means = sums.map { $0 / n }
        return means
            + zip(squares, means).map { square, mean in
                (max(0, square / n - mean * mean) + Self.epsilon).squareRoot()
            }
    }

    private static let epsilon: Float = 1e-5
}
