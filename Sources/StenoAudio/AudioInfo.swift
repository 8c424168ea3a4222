/// What a source of audio says about itself before it is read.
public struct AudioInfo: Sendable, Equatable {
    /// The file or stream as the user named it.
    public let name: String
    /// Samples per second in each channel.
    public let sampleRate: SampleRate
    /// The number of channels.
    public let channelCount: Int
    /// The length the header declares, in samples of one channel; nil when it declares none. A damaged or lying
    /// header makes it wrong: never reserve memory by it.
    public let declaredFrameCount: Int?

    /// The length the header declares; nil when it declares none.
    public var declaredDuration: Duration? {
        declaredFrameCount.map(sampleRate.duration(of:))
    }
}

/// Audio as it is stored: interleaved channels at their own rate, read a little at a time.
protocol SampleSource: ~Copyable {
    var info: AudioInfo { get }

    /// The next interleaved samples with full scale ±1, as they come to hand; empty at the end.
    mutating func nextBlock() throws(AudioError) -> [Float]

    /// What was found wrong so far; complete once the end was reached.
    var warnings: [AudioWarning] { get }
}
