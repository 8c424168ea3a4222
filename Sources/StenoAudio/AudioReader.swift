public import FoundationEssentials

/// Any source of audio as tracks of samples at the rate that is wanted, chunk by chunk.
///
/// A long file is never held whole. Chunks have whatever length comes to hand; what they hold together does not
/// depend on it.
///
/// ```swift
/// var reader = try AudioReader(at: url, sampleRate: .speech)
/// while let samples = try reader.next() { session.accept(samples) }
/// for warning in reader.warnings { print(warning) }
/// ```
public struct AudioReader: ~Copyable {
    /// What the source says about itself.
    public let info: AudioInfo
    /// The rate of the samples given out.
    public let sampleRate: SampleRate
    /// The number of tracks: one, or the number of channels when they are kept separate.
    public let trackCount: Int

    private var source: any SampleSource & ~Copyable
    private let channels: ChannelSelection
    private var resampler: Resampler
    private var framesRead = 0
    private var sourceWarnings: [AudioWarning] = []
    private var check = SampleCheck()
    private var atEnd = false

    /// Reads a file, or what a named pipe delivers.
    ///
    /// - Parameters:
    ///   - sampleRate: The rate wanted; nil for the source's own.
    ///   - channels: What becomes of several channels.
    public init(
        at url: URL, sampleRate: SampleRate? = nil, channels: ChannelSelection = .mixDown
    ) throws(AudioError) {
        let path = url.path(percentEncoded: false)
        if try fileKind(path: path, name: url.relativePath) == .stream {
            let input = try InputDescriptor(opening: path, name: url.relativePath)
            try self.init(
                source: openStream(input, name: url.relativePath, format: .container), sampleRate: sampleRate,
                channels: channels)
        } else {
            try self.init(source: AudioFile(at: url), sampleRate: sampleRate, channels: channels)
        }
    }

    /// Reads an open file.
    public init(
        _ file: consuming AudioFile, sampleRate: SampleRate? = nil, channels: ChannelSelection = .mixDown
    ) throws(AudioError) {
        try self.init(source: file, sampleRate: sampleRate, channels: channels)
    }

    /// Reads a pipe, such as standard input (descriptor 0), which stays open.
    ///
    /// Raw samples and WAV are delivered as they arrive. Any other container needs the whole of it first: it is
    /// kept in a temporary file without a name.
    public init(
        fileDescriptor: CInt, name: String = "standard input", format: StreamFormat = .container,
        sampleRate: SampleRate? = nil, channels: ChannelSelection = .mixDown
    ) throws(AudioError) {
        let input = InputDescriptor(number: fileDescriptor, isOwned: false)
        try self.init(
            source: openStream(input, name: name, format: format), sampleRate: sampleRate, channels: channels)
    }

    private init(
        source: consuming any SampleSource & ~Copyable, sampleRate: SampleRate?, channels: ChannelSelection
    ) throws(AudioError) {
        let info = source.info
        if case .only(let channel) = channels, !(1...info.channelCount).contains(channel) {
            throw .noSuchChannel(name: info.name, channel: channel, channelCount: info.channelCount)
        }
        let trackCount = channels.trackCount(of: info.channelCount)
        let rate = sampleRate ?? info.sampleRate
        resampler = try Resampler(from: info.sampleRate, to: rate, channelCount: trackCount)
        self.info = info
        self.sampleRate = rate
        self.trackCount = trackCount
        self.channels = channels
        self.source = source
    }

    /// How much of the source has been read.
    public var received: Duration {
        info.sampleRate.duration(of: framesRead)
    }

    /// What was found wrong so far; complete once the end was reached.
    public var warnings: [AudioWarning] {
        sourceWarnings + check.warnings(for: info)
    }

    /// The next samples of the only track, full scale ±1; nil at the end.
    public mutating func next() throws(AudioError) -> [Float]? {
        precondition(trackCount == 1, "several tracks are read with nextTracks()")
        return try nextTracks()?.first
    }

    /// The next samples of every track, equally many of each; nil at the end.
    public mutating func nextTracks() throws(AudioError) -> [[Float]]? {
        while !atEnd {
            var block = try source.nextBlock()
            framesRead += block.count / info.channelCount
            let samples: [Float]
            if block.isEmpty {
                atEnd = true
                sourceWarnings = source.warnings
                samples = resampler.finish()
            } else {
                check.clean(&block, channelCount: info.channelCount)
                samples = resampler.accept(channels.select(from: block, channelCount: info.channelCount))
            }
            if !samples.isEmpty { return deinterleaved(samples, channelCount: trackCount) }
        }
        return nil
    }

    /// The rest of the only track.
    public mutating func readAll() throws(AudioError) -> AudioBuffer {
        var samples: [Float] = []
        while let chunk = try next() { samples += chunk }
        return AudioBuffer(samples: samples, sampleRate: sampleRate)
    }
}
