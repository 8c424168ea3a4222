public import ArgumentParser
import Foundation
public import StenoAudio

/// How audio comes in.
struct AudioInputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What becomes of several channels: mix, separate, or a channel's number counted from 1.",
            discussion: "With separate, each channel is transcribed for itself and is a speaker of its own.",
            valueName: "mix|separate|n"))
    var channels: ChannelSelection = .mixDown

    @Option(
        help: ArgumentHelp(
            "Standard input is raw samples: \(RawEncoding.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "encoding"))
    var raw: RawEncoding?

    @Option(help: ArgumentHelp("Samples per second of raw input.", valueName: "hertz"))
    var rate = 16_000

    @Option(help: ArgumentHelp("Interleaved channels of raw input.", valueName: "n"))
    var rawChannels = 1

    func validate() throws {
        guard (1_000...768_000).contains(rate) else {
            throw ValidationError("--rate must lie between 1000 and 768000, not \(rate).")
        }
        guard (1...64).contains(rawChannels) else {
            throw ValidationError("--raw-channels must lie between 1 and 64, not \(rawChannels).")
        }
    }

    /// Opens a file, or standard input for `-`.
    func reader(for input: String, sampleRate: SampleRate, channels: ChannelSelection) throws -> AudioReader {
        guard input == "-" else {
            return try AudioReader(at: URL(filePath: input), sampleRate: sampleRate, channels: channels)
        }
        return try AudioReader(
            fileDescriptor: FileHandle.standardInput.fileDescriptor, format: streamFormat,
            sampleRate: sampleRate,
            channels: channels)
    }

    private var streamFormat: StreamFormat {
        raw.map { .raw($0, sampleRate: SampleRate(hertz: rate), channelCount: rawChannels) } ?? .container
    }
}

extension RawEncoding: ExpressibleByArgument {}

extension ChannelSelection: ExpressibleByArgument {
    /// What `--channels` was given.
    public init?(argument: String) {
        switch argument {
        case "mix": self = .mixDown
        case "separate": self = .separate
        default:
            guard let number = Int(argument), number >= 1 else { return nil }
            self = .only(number)
        }
    }

    /// The selection as `--channels` takes it.
    public var defaultValueDescription: String {
        switch self {
        case .mixDown: "mix"
        case .separate: "separate"
        case .only(let number): String(number)
        }
    }
}
