/// Finds samples that are not numbers, or so large that no power spectrum could hold them, and silences them.
struct SampleCheck {
    private var framesSeen = 0
    private var count = 0
    private var first = 0

    /// No recording is 120 dB above full scale; the square of such a sample stays far from the largest float.
    private static let limit: Float = 1e6

    /// - Parameter samples: Interleaved, `[frames × channelCount]`.
    mutating func clean(_ samples: inout [Float], channelCount: Int) {
        let peak = samples.reduce(into: UInt32(0)) { $0 = max($0, $1.magnitude.bitPattern) }
        // The bit patterns of positive floats are ordered like the floats, with infinity and NaN at the end.
        if peak > Self.limit.bitPattern { silence(&samples, channelCount: channelCount) }
        framesSeen += samples.count / channelCount
    }

    private mutating func silence(_ samples: inout [Float], channelCount: Int) {
        for index in samples.indices where !(samples[index].magnitude <= Self.limit) {
            if count == 0 { first = framesSeen + index / channelCount }
            count += 1
            samples[index] = 0
        }
    }

    func warnings(for info: AudioInfo) -> [AudioWarning] {
        count == 0
            ? [] : [.notNumbers(name: info.name, count: count, first: info.sampleRate.duration(of: first))]
    }
}
