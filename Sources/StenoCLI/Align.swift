import ArgumentParser
import Foundation
import Steno
import StenoCorpora

/// `steno align`: when the words of a known text are spoken.
struct Align: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find when the words of a known text are spoken.",
        discussion: """
            The text is all that is said in the recording, in order; each of its lines becomes a segment or subtitle. \
            It may be written with capital letters and punctuation, which come out as they stand. A word's confidence \
            is low where something else was said. Recordings may last for hours. With --manifest the transcripts of \
            all its utterances are aligned, and CTM and STM call each by its id.

            Examples:
              steno align lecture.flac lecture.txt --format srt > lecture.srt
              steno align --format textgrid --format json --output-dir out interview.wav interview.txt
              steno align --manifest data/dev.jsonl > dev.ctm
            """
    )

    @Argument(help: ArgumentHelp("An audio file, or - for standard input.", valueName: "audio"))
    var recording: String?

    @Argument(
        help: ArgumentHelp("What is said in it, a text file, or - for standard input.", valueName: "text"))
    var text: String?

    @Option(
        help: ArgumentHelp(
            "Align every utterance of a manifest with its transcript.", valueName: "manifest.jsonl"))
    var manifest: String?

    @OptionGroup(title: "Model")
    var model: ModelOptions

    @OptionGroup(title: "Audio")
    var audio: AudioInputOptions

    @OptionGroup(title: "Output")
    var output: OutputOptions

    func validate() throws {
        if manifest == nil {
            guard recording != nil, text != nil else {
                throw ValidationError("Pass an audio file and its text, or --manifest.")
            }
        } else if recording != nil {
            throw ValidationError("Pass either an audio file and its text, or --manifest.")
        } else if output.outputDir == nil, ![.ctm, .stm].contains(output.formats(or: .ctm)[0]) {
            throw ValidationError(
                "Standard output takes ctm or stm of a manifest; the others need --output-dir.")
        }
        if recording == "-", text == "-" {
            throw ValidationError("Standard input is either the audio or the text.")
        }
        if audio.channels == .separate {
            throw ValidationError("A text is aligned to one track: use --channels mix or a channel's number.")
        }
    }

    func run() throws {
        let aligner = try SpeechAligner(model: ModelLocator().folder(for: model.model))
        if let manifest {
            try align(ManifestReader.utterances(in: URL(filePath: manifest)), with: aligner)
        } else if let recording, let text {
            let written = try TextFile(text).text
            var reader = try audio.reader(
                for: recording, sampleRate: aligner.sampleRate, channels: audio.channels)
            let transcript: Transcript
            do {
                transcript = try aligner.transcript(of: written, in: &reader)
            } catch let error as AlignmentTextError {
                throw TextFileFailure(path: text, reason: "\(error)")
            }
            for warning in reader.warnings { Diagnostics.note("\(warning)") }
            try output.deliver(transcript, of: recording, usually: .ctm)
        }
    }

    private func align(_ utterances: [Utterance], with aligner: SpeechAligner) throws {
        let outcomes = ParallelWork(threads: model.threads).map(utterances) { utterance in
            Result { try aligner.transcript(of: utterance) }
        }
        var failures = 0
        for (utterance, outcome) in zip(utterances, outcomes) {
            switch outcome {
            case .success(let transcript):
                try output.deliver(transcript, called: utterance.id, usually: .ctm)
            case .failure(let error):
                Diagnostics.note("\(utterance.id): \(error)")
                failures += 1
            }
        }
        if failures > 0 {
            Diagnostics.note("\(failures) of \(utterances.count) utterances failed.")
            throw ExitCode(1)
        }
    }
}

extension SpeechAligner {
    /// The words of an utterance with their times, counted from its beginning.
    fileprivate func transcript(of utterance: Utterance) throws -> Transcript {
        var reader = try AudioReader(at: utterance.audio, sampleRate: sampleRate)
        let audio = try reader.readAll().excerpt(from: utterance.offset, lasting: utterance.duration)
        return try transcript(of: utterance.text, in: audio)
    }
}
