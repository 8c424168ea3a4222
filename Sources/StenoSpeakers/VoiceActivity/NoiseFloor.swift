/// The level of what sounds when nobody speaks: the minimum of the last seconds, so that speech never lifts it for long.
///
/// The window is cut into blocks and the minimum of each kept, so the state is a few numbers however long the window
/// (minimum statistics, R. Martin 2001, without its bias compensation: a threshold on top of the floor absorbs it).
struct NoiseFloor: Sendable {
    private static let framesPerBlock = 25
    private var blocks: [Float]
    private var current = Float.infinity
    private var framesInCurrent = 0
    private let quietest: Float

    /// - Parameters:
    ///   - seconds: How far back the minimum is taken; longer than any stretch of speech without a gap.
    ///   - assumed: The floor to assume until the first block is full, in decibels.
    ///   - quietest: The floor is never put below this, so that the noise of a converter is not taken for speech.
    init(seconds: Double, assumed: Float, quietest: Float) {
        blocks = Array(repeating: .infinity, count: max(1, Int(seconds * 100) / Self.framesPerBlock))
        blocks[blocks.count - 1] = assumed
        self.quietest = quietest
    }

    /// Takes in the level of the next 10 ms and gives the floor as of then.
    mutating func update(_ level: Float) -> Float {
        current = min(current, level)
        framesInCurrent += 1
        if framesInCurrent == Self.framesPerBlock {
            blocks.removeFirst()
            blocks.append(current)
            current = .infinity
            framesInCurrent = 0
        }
        return max(quietest, min(current, blocks.reduce(.infinity, min)))
    }
}
