import ArgumentParser
import Foundation
package import StenoCorpora
import StenoText

/// `steno prepare`: manifests to train from, out of a corpus as it lies on disk.
struct Prepare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make training manifests from a corpus.",
        discussion: """
            Checks every utterance, divides the corpus by speaker where it does not divide itself, and prints hours, \
            speakers, words, and what was left out and why. The corpus is only read.

            Corpora:
            \(CorpusKind.allCases.map { "  \($0.rawValue.padded(to: 16))\($0.summary)" }.joined(separator: "\n"))

            Examples:
              steno prepare fsdd --from recordings --to data/fsdd
              steno prepare librispeech --from mini_librispeech --splits splits.json --to data/mini_librispeech
              steno prepare ljspeech --from recordings --to data/mine --bpe 256 --alphabet "abcdefghijklmnopqrstuvwxyzäöüß'"
            """
    )

    @Argument(help: ArgumentHelp("Which kind of corpus it is.", valueName: "corpus"))
    var corpus: CorpusKind

    @Option(name: .customLong("from"), help: ArgumentHelp("The folder the corpus lies in.", valueName: "dir"))
    var source: String

    @Option(name: .customLong("to"), help: ArgumentHelp("The folder to write to.", valueName: "dir"))
    var destination: String

    @Option(
        help: ArgumentHelp(
            "Lists of speakers, as {\"train\": [\"19\", …], \"dev\": [\"1898\", …]}.", valueName: "file"))
    var splits: String?

    @Option(
        help: ArgumentHelp(
            "Only these words of a corpus of single words, such as zero,one,two.", valueName: "words"))
    var words: String?

    @Option(
        help: ArgumentHelp(
            "Learn so many symbols, pieces of words, from the training texts; training then writes in them.",
            discussion: "They go to tokenizer.json. Without, a model learns the letters that occur.",
            valueName: "symbols"))
    var bpe: Int?

    @Flag(help: "Give --bpe 256 symbols for bytes, so that it can write what it never saw.")
    var bpeBytes = false

    @Option(
        help: ArgumentHelp(
            "The characters a text may hold; utterances with others are left out.", valueName: "characters"))
    var alphabet: String?

    @Option(help: "How recordings are checked: by their header, or decoded to the end (samples).")
    var audio: AudioCheck = .header

    @OptionGroup(title: "Text")
    var form: TextOptions

    @Option(help: "Fixes everything random.")
    var seed: UInt64 = 1

    func validate() throws {
        if words != nil, corpus != .speechCommands {
            throw ValidationError("--words selects from speech-commands only.")
        }
        if splits != nil, corpus == .fsdd {
            throw ValidationError("fsdd has an official split; --splits does not apply.")
        }
        if let bpe, bpe < 2 { throw ValidationError("--bpe needs at least 2 symbols, not \(bpe).") }
        if bpeBytes, bpe == nil { throw ValidationError("--bpe-bytes goes with --bpe.") }
    }

    func run() throws {
        let (from, to) = (URL(filePath: source), URL(filePath: destination))
        let report =
            switch corpus {
            case .fsdd: try FSDDPreparer(seed: seed, corpus: preparer).prepare(from: from, to: to)
            default: try preparer.prepare(layout, from: from, to: to)
            }
        try Results.write("\(report)")
    }

    private var preparer: CorpusPreparer {
        get throws {
            let letters = alphabet.map { Set($0.precomposedStringWithCanonicalMapping) }
            return CorpusPreparer(
                division: try division,
                text: TextPreparation(normalizer: form.normalizer, alphabet: letters), audio: audio,
                bytePairs: bpe.map { BytePairTrainer(vocabularySize: $0, byteFallback: bpeBytes) })
        }
    }

    private var division: CorpusPreparer.Division {
        get throws {
            guard let splits else { return .asCorpus(otherwise: SpeakerShares(seed: seed)) }
            return .lists(try SpeakerLists(contentsOf: URL(filePath: splits)))
        }
    }

    private var layout: any CorpusLayout {
        switch corpus {
        case .speechCommands:
            SpeechCommandsLayout(words: words.map { Set($0.split(separator: ",").map(String.init)) })
        default: corpus.layout
        }
    }
}

extension AudioCheck: ExpressibleByArgument {
    /// What `--audio` was given.
    package init?(argument: String) {
        switch argument {
        case "header": self = .header
        case "samples": self = .everySample
        default: return nil
        }
    }

    /// The check as `--audio` takes it.
    package var defaultValueDescription: String { self == .header ? "header" : "samples" }

    /// All that `--audio` takes.
    package static var allValueStrings: [String] { ["header", "samples"] }
}

/// The corpora that can be prepared.
enum CorpusKind: String, CaseIterable, ExpressibleByArgument {
    case fsdd
    case librispeech
    case speechCommands = "speech-commands"
    case ljspeech
    case commonVoice = "common-voice"
    case an4
    case tedlium
    case kaldi
    case lhotse
    case nemo
    case folder
    case voices

    var summary: String {
        switch self {
        case .fsdd: "Free Spoken Digit Dataset, with strings and conversations joined from it"
        case .librispeech: "LibriSpeech and mini LibriSpeech"
        case .speechCommands: "Google Speech Commands"
        case .ljspeech: "LJSpeech, and corpora laid out like it"
        case .commonVoice: "Mozilla Common Voice"
        case .an4: "CMU AN4"
        case .tedlium: "TED-LIUM, and any folder of STM files"
        case .kaldi: "a Kaldi data folder"
        case .lhotse: "lhotse cuts"
        case .nemo: "NeMo manifests"
        case .folder: "a folder of audio files beside text files of the same name"
        case .voices:
            "who speaks in LibriSpeech, Speech Commands and FSDD beneath one folder, for a speaker model"
        }
    }

    var layout: any CorpusLayout {
        switch self {
        case .fsdd: FSDDLayout()
        case .librispeech: LibriSpeechLayout()
        case .speechCommands: SpeechCommandsLayout()
        case .ljspeech: LJSpeechLayout()
        case .commonVoice: CommonVoiceLayout()
        case .an4: AN4Layout()
        case .tedlium: TEDLIUMLayout()
        case .kaldi: KaldiLayout()
        case .lhotse: LhotseLayout()
        case .nemo: NeMoLayout()
        case .folder: FolderLayout()
        case .voices: VoiceLayout()
        }
    }
}

extension String {
    /// The string with spaces behind it up to a width.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
