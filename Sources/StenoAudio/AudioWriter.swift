import CSndFile
public import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How an audio file is written.
public enum AudioFormat: String, CaseIterable, Sendable {
    /// WAV with 16-bit integers.
    case wav16
    /// WAV with 32-bit floats, which hold every sample exactly.
    case wavFloat
    /// FLAC, 16 bits, lossless.
    case flac
    /// Ogg Opus, lossy; 8, 12, 16, 24 or 48 kHz.
    case opus

    fileprivate var libsndfileCode: CInt {
        switch self {
        case .wav16: CInt(SF_FORMAT_WAV | SF_FORMAT_PCM_16)
        case .wavFloat: CInt(SF_FORMAT_WAV | SF_FORMAT_FLOAT)
        case .flac: CInt(SF_FORMAT_FLAC | SF_FORMAT_PCM_16)
        case .opus: CInt(SF_FORMAT_OGG | SF_FORMAT_OPUS)
        }
    }

    fileprivate var storesIntegers: Bool {
        self == .wav16 || self == .flac
    }
}

/// Writes an audio file block by block.
///
/// The file appears under its name, whole, when `finish()` is called; until then it grows beside it under a
/// temporary name. A writer that goes without finishing leaves nothing behind.
public struct AudioWriter: ~Copyable {
    private let destination: String
    private let temporary: String
    private let name: String
    private let format: AudioFormat
    private let channelCount: Int
    private var encoder: OpaquePointer?

    /// Starts a file.
    ///
    /// - Throws: `AudioError.cannotWrite` when the folder cannot be written to, or the format cannot hold audio of
    ///   this rate or channel count.
    public init(
        to url: URL, as format: AudioFormat, sampleRate: SampleRate, channelCount: Int = 1
    ) throws(AudioError) {
        let folder = url.deletingLastPathComponent().path(percentEncoded: false)
        let temporary = folder + "/.\(url.lastPathComponent).\(getpid()).partial"
        var info = SF_INFO()
        info.samplerate = CInt(clamping: sampleRate.hertz)
        info.channels = CInt(clamping: channelCount)
        info.format = format.libsndfileCode
        guard let opened = sf_open(temporary, CInt(SFM_WRITE), &info) else {
            unlink(temporary)
            throw .cannotWrite(name: url.relativePath, reason: String(cString: sf_strerror(nil)))
        }
        destination = url.path(percentEncoded: false)
        self.temporary = temporary
        name = url.relativePath
        self.format = format
        self.channelCount = channelCount
        encoder = opened
    }

    deinit {
        if let encoder {
            sf_close(encoder)
            unlink(temporary)
        }
    }

    /// Adds samples.
    ///
    /// - Parameter samples: Interleaved channels, `[frames × channels]`, full scale ±1; formats of integers clip
    ///   what lies beyond.
    public mutating func append(_ samples: [Float]) throws(AudioError) {
        guard let encoder else { preconditionFailure("a finished file takes no samples") }
        precondition(samples.count.isMultiple(of: channelCount), "samples come in whole frames")
        let written =
            format.storesIntegers
            ? sf_write_short(encoder, samples.map(sixteenBits), sf_count_t(samples.count))
            : sf_write_float(encoder, samples, sf_count_t(samples.count))
        guard written == samples.count else {
            throw .cannotWrite(name: name, reason: String(cString: sf_strerror(encoder)))
        }
    }

    /// Completes the file and gives it its name.
    public mutating func finish() throws(AudioError) {
        guard let encoder else { return }
        self.encoder = nil
        guard sf_close(encoder) == 0, rename(temporary, destination) == 0 else {
            let reason = lastSystemError()
            unlink(temporary)
            throw .cannotWrite(name: name, reason: reason)
        }
    }
}

/// The inverse of how 16-bit samples are read, so that reading and writing a file changes nothing; libsndfile's own
/// scale, 32767, would.
private func sixteenBits(_ sample: Float) -> Int16 {
    sample.isNaN ? 0 : Int16(max(-32768, min(32767, (sample * 32768).rounded())))
}

extension AudioBuffer {
    /// Writes the samples as a file of one channel.
    public func write(to url: URL, as format: AudioFormat = .wav16) throws(AudioError) {
        var writer = try AudioWriter(to: url, as: format, sampleRate: sampleRate)
        try writer.append(samples)
        try writer.finish()
    }
}
