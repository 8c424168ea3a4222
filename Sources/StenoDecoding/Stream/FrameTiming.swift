/// When the frames of an emission matrix were spoken.
public struct FrameTiming: Hashable, Sendable {
    /// How much time one frame stands for.
    public let frameDuration: Duration
    /// When frame 0 begins.
    public let offset: Duration

    /// - Precondition: `frameDuration` is positive.
    public init(frameDuration: Duration, offset: Duration = .zero) {
        precondition(frameDuration > .zero, "a frame must take time, not \(frameDuration)")
        self.frameDuration = frameDuration
        self.offset = offset
    }

    /// When a frame begins.
    func start(of frame: Int) -> Duration {
        offset + frameDuration * frame
    }

    /// How many frames have passed in a time.
    func wholeFrames(in duration: Duration) -> Int {
        Int(duration / frameDuration)
    }

    /// How many frames it takes until a time has passed; at least one.
    func frames(in duration: Duration) -> Int {
        max(1, Int((duration / frameDuration).rounded(.up)))
    }
}
