/// Why a source of audio cannot be read, or a file not be written. The description is one line for the user.
public enum AudioError: Error, Equatable {
    /// There is no such file.
    case missing(name: String)
    /// The name is that of a folder.
    case folder(name: String)
    /// The system refuses to read or write it.
    case system(name: String, reason: String)
    /// The source has no bytes at all.
    case empty(name: String)
    /// The bytes are not audio in a format that can be read.
    case notAudio(name: String, reason: String)
    /// Not one sample follows the header.
    case noSamples(name: String)
    /// Decoding stopped before the first sample.
    case damaged(name: String, reason: String)
    /// A channel was asked for that the source does not have; channels count from 1.
    case noSuchChannel(name: String, channel: Int, channelCount: Int)
    /// The two rates are too far apart for the resampler.
    case cannotResample(from: SampleRate, to: SampleRate, reason: String)
    /// The format cannot hold audio of this rate or channel count.
    case cannotWrite(name: String, reason: String)
}

extension AudioError: CustomStringConvertible {
    /// One line: the thing, the fact, the way out.
    public var description: String {
        switch self {
        case .missing(let name): "\(name) does not exist"
        case .folder(let name): "\(name) is a folder, not an audio file; name the files in it"
        case .system(let name, let reason): "\(name): \(reason)"
        case .empty(let name): "\(name) is empty"
        case .notAudio(let name, let reason):
            "\(name) is not audio in a known format (WAV, FLAC, Ogg, MP3, AIFF, AU, SPHERE, W64, CAF …): \(reason)"
        case .noSamples(let name): "\(name) holds no samples"
        case .damaged(let name, let reason): "\(name) is damaged, nothing of it could be decoded: \(reason)"
        case .noSuchChannel(let name, let channel, let count):
            "\(name) has no channel \(channel); it has \(count) (counted from 1)"
        case .cannotResample(let from, let to, let reason): "cannot resample from \(from) to \(to): \(reason)"
        case .cannotWrite(let name, let reason): "cannot write \(name): \(reason)"
        }
    }
}

/// Something odd about audio that could still be read. The description is one line for the user.
public enum AudioWarning: Sendable, Equatable {
    /// The samples end before the length its header declares.
    case truncated(name: String, read: Duration, declared: Duration)
    /// The data end without the mark that ends its format, and no length is declared.
    case unfinished(name: String, read: Duration)
    /// Samples that are not numbers (or beyond any loudness) were read as silence.
    case notNumbers(name: String, count: Int, first: Duration)
}

extension AudioWarning: CustomStringConvertible {
    /// One line: the thing and the fact.
    public var description: String {
        switch self {
        case .truncated(let name, let read, let declared):
            "\(name) ends after \(read.shortDescription) of a declared \(declared.shortDescription) (truncated)"
        case .unfinished(let name, let read):
            "\(name) ends after \(read.shortDescription) without an end mark (truncated)"
        case .notNumbers(let name, let count, let first):
            "\(name) has \(count) samples that are not numbers, the first at \(first.shortDescription); "
                + "they were read as silence"
        }
    }
}
