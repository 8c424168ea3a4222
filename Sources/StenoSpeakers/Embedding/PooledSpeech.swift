/// What the frames of a stretch of speech add up to: enough to know the voice in it, and in its union with another.
package struct PooledSpeech: Hashable, Sendable {
    /// Sums of the frame-level features, and of their squares, each times the weight of its step.
    private var sums: [Float]
    private var squares: [Float]
    /// The sum of the weights.
    private var weight: Float = 0
    /// How many steps were added.
    package private(set) var count = 0
    /// How many of them came through a telephone's band.
    private var narrowCount = 0

    package init(width: Int) {
        sums = Array(repeating: 0, count: width)
        squares = sums
    }

    /// What some frames that came through a microphone add up to, `width` features and a weight each.
    package init(frames: [Float], width: Int) {
        self.init(width: width)
        for start in stride(from: 0, to: frames.count, by: width + 1) {
            add(frames[start...start + width], over: .wide)
        }
    }

    /// - Parameters:
    ///   - frame: Frame-level features of one step and its weight, `[P + 1]`.
    ///   - band: What carried it.
    package mutating func add(_ frame: ArraySlice<Float>, over band: SpeechBand) {
        let share = frame.last ?? 0
        for (index, value) in frame.dropLast().enumerated() {
            sums[index] += share * value
            squares[index] += share * value * value
        }
        weight += share
        count += 1
        if band == .telephone { narrowCount += 1 }
    }

    /// How long it is; one step where it is empty.
    var seconds: Float { Float(max(1, count)) * Float(SpeakerNetwork.secondsPerStep) }

    /// What carried most of it.
    package var band: SpeechBand { 2 * narrowCount > count ? .telephone : .wide }

    package static func += (pooled: inout PooledSpeech, other: PooledSpeech) {
        for index in pooled.sums.indices {
            pooled.sums[index] += other.sums[index]
            pooled.squares[index] += other.squares[index]
        }
        pooled.weight += other.weight
        pooled.count += other.count
        pooled.narrowCount += other.narrowCount
    }

    /// Means, then standard deviations, `[2P]`, as `Tensor.statisticsPooled(weights:)` computes them.
    package var statistics: [Float] {
        let whole = max(weight, .leastNormalMagnitude)
        let means = sums.map { $0 / whole }
        return means
            + zip(squares, means).map { square, mean in
                (max(0, square / whole - mean * mean) + Self.epsilon).squareRoot()
            }
    }

    private static let epsilon: Float = 1e-5
}
