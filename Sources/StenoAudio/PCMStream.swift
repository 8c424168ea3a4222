#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file descriptor with somebody to close it, if it is ours.
struct InputDescriptor: ~Copyable {
    let number: CInt
    let isOwned: Bool

    deinit {
        if isOwned { close(number) }
    }
}

/// Uncompressed samples from a pipe: what is at hand is delivered at once.
struct PCMStream: ~Copyable, SampleSource {
    let info: AudioInfo
    private(set) var framesRead = 0
    private(set) var warnings: [AudioWarning] = []

    private let input: InputDescriptor
    private let encoding: RawEncoding
    /// Bytes taken from the pipe that do not make a whole frame yet.
    private var pending: [UInt8]
    /// Bytes of samples still to come; nil when the length is not known.
    private var remaining: Int?

    /// - Parameters:
    ///   - beginning: Bytes of samples already taken from the input.
    ///   - byteCount: The bytes of samples declared, nil for "until the end".
    init(
        _ input: consuming InputDescriptor, name: String, encoding: RawEncoding, sampleRate: SampleRate,
        channelCount: Int, beginning: [UInt8] = [], byteCount: Int? = nil
    ) {
        let frames = byteCount.map { $0 / (encoding.byteCount * channelCount) }
        info = AudioInfo(
            name: name, sampleRate: sampleRate, channelCount: channelCount, declaredFrameCount: frames)
        self.input = input
        self.encoding = encoding
        remaining = byteCount.map { max($0 - beginning.count, 0) }
        pending = Array(beginning.prefix(byteCount ?? beginning.count))
    }

    /// An eighth of a second of a microphone's samples: whoever pipes a file in sees how much of it was read when
    /// something was said.
    private static let bytesAtOnce = 1 << 12

    mutating func nextBlock() throws(AudioError) -> [Float] {
        let frameSize = encoding.byteCount * info.channelCount
        while pending.count < frameSize {
            let wanted = min(Self.bytesAtOnce, remaining ?? .max)
            // A live pipe may stay open after the declared end: do not wait on it.
            let bytes = wanted == 0 ? [] : try readAvailable(input.number, atMost: wanted, name: info.name)
            if bytes.isEmpty {
                try finish()
                return []
            }
            remaining = remaining.map { $0 - bytes.count }
            pending += bytes
        }
        let whole = pending.count / frameSize * frameSize
        let samples = encoding.samples(of: pending[..<whole])
        pending.removeFirst(whole)
        framesRead += whole / frameSize
        return samples
    }

    private mutating func finish() throws(AudioError) {
        guard framesRead > 0 else { throw .noSamples(name: info.name) }
        guard let declared = info.declaredFrameCount, framesRead < declared else { return }
        let warning = AudioWarning.truncated(
            name: info.name, read: info.sampleRate.duration(of: framesRead),
            declared: info.sampleRate.duration(of: declared))
        if warnings.isEmpty { warnings.append(warning) }
    }
}
