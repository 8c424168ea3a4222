/// The stream's patience, in frames.
struct Pace: Sendable {
    let endpoints: EndpointFrames
    let showAfter: Int
    let settleAfter: Int?
    /// How far behind a seam in silence the next segment begins, so that a label just being heard is not lost.
    let seamOverlap: Int

    init(options: DecoderOptions, timing: FrameTiming) {
        endpoints = EndpointFrames(options.endpoints, timing: timing)
        showAfter = options.showAfter > .zero ? timing.frames(in: options.showAfter) : 0
        settleAfter = options.settleAfter.map { $0 > .zero ? timing.frames(in: $0) : 0 }
        seamOverlap = timing.frames(in: .milliseconds(100))
    }
}
