/// What the frames of a stretch of speech add up to: enough to know the voice in it, and in its union with another.
package struct PooledSpeech: Hashable, Sendable {
    /// P, of each network.
    private let width: Int
    /// Sums of every network's frame-level features, and of their squares, each times the weight of its step.
    private var sums: [Float]
    private var squares: [Float]
    /// The sum of every network's weights.
    private var weights: [Float]
    /// How many steps were added.
    package private(set) var count = 0
    /// How many of them came through a telephone's band.
    private var narrowCount = 0

    /// - Parameters:
    ///   - width: P
    ///   - members: How many networks hear.
    package init(width: Int, members: Int = 1) {
        self.width = width
        sums = Array(repeating: 0, count: members * width)
        squares = sums
        weights = Array(repeating: 0, count: members)
    }

    init(for model: SpeakerModelConfiguration) {
        self.init(width: model.network.pooledWidth, members: model.members)
    }

    /// What some frames that came through a microphone add up to, for one network, `width` features and a weight each.
    package init(frames: [Float], width: Int) {
        self.init(width: width)
        for start in stride(from: 0, to: frames.count, by: width + 1) {
            add(frames[start...start + width], over: .wide)
        }
    }

    /// - Parameters:
    ///   - frame: Of one step every network's features and their weight, `[M (P + 1)]`.
    ///   - band: What carried it.
    package mutating func add(_ frame: ArraySlice<Float>, over band: SpeechBand) {
        for member in weights.indices {
            let features = frame.dropFirst(member * (width + 1)).prefix(width + 1)
            let share = features.last ?? 0
            for (index, value) in zip(member * width..<(member + 1) * width, features) {
                sums[index] += share * value
                squares[index] += share * value * value
            }
            weights[member] += share
        }
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
        for index in pooled.weights.indices { pooled.weights[index] += other.weights[index] }
        pooled.count += other.count
        pooled.narrowCount += other.narrowCount
    }

    /// Of every network means, then standard deviations, `[M, 2P]`, as `Tensor.statisticsPooled(weights:)` computes them.
    package var statistics: [Float] {
        weights.enumerated().flatMap { member, weight in
            let whole = max(weight, .leastNormalMagnitude), own = member * width..<(member + 1) * width
            let means = sums[own].map { $0 / whole }
            return means
                + zip(squares[own], means).map { square, mean in
                    (max(0, square / whole - mean * mean) + Self.epsilon).squareRoot()
                }
        }
    }

    private static let epsilon: Float = 1e-5
}
