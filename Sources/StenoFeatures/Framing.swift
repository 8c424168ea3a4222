import StenoAudio

/// Where the frames of a signal lie, in samples.
struct Framing: Sendable {
    let length: Int
    let shift: Int
    let edges: EdgeRule

    init(_ options: FrameOptions) throws(FeatureError) {
        length = wholeSamples(in: options.frameLength, at: options.sampleRate)
        shift = wholeSamples(in: options.frameShift, at: options.sampleRate)
        edges = options.edges
        guard length >= 2 else {
            throw .invalidOption(
                name: "the frame length", value: "\(length) samples", allowed: "2 samples or more")
        }
        guard shift >= 1 else {
            throw .invalidOption(
                name: "the frame shift", value: "\(shift) samples", allowed: "1 sample or more")
        }
    }

    /// The first sample of a frame; negative where it reaches before the signal.
    func start(ofFrame index: Int) -> Int {
        switch edges {
        case .snipped: index * shift
        case .reflected: index * shift + shift / 2 - length / 2
        }
    }

    /// The number of frames that are certain once so many samples have come.
    ///
    /// - Parameter isWhole: Whether no sample follows. Until then no frame may reach beyond the samples.
    func frameCount(ofSamples count: Int, isWhole: Bool) -> Int {
        if isWhole, edges == .reflected { return (count + shift / 2) / shift }
        let room = count - length - start(ofFrame: 0)
        let fitting = room < 0 ? 0 : room / shift + 1
        // A mirrored signal has a frame for every whole shift and no more, however short its frames.
        return edges == .reflected ? min(fitting, (count + shift / 2) / shift) : fitting
    }

    /// The sample of a mirrored signal: -1 is 0, -2 is 1, `count` is `count - 1`, and so on, to and fro.
    static func mirrored(_ index: Int, count: Int) -> Int {
        var index = index
        while index < 0 || index >= count {
            index = index < 0 ? -index - 1 : 2 * count - 1 - index
        }
        return index
    }
}

/// Kaldi cuts to whole samples. The thousandth keeps a duration that was made from a sample count at that count.
private func wholeSamples(in duration: Duration, at rate: SampleRate) -> Int {
    Int(duration / .seconds(1) * Double(rate.hertz) + 1e-3)
}
