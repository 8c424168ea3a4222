import ArgumentParser
import Foundation
import Steno
import StenoAudio
import StenoSpeakers
import StenoTranscript
import Synchronization

/// `steno transcribe`: what is said in audio files, when and by whom.
struct Transcribe: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Transcribe audio files, with times and speaker names.",
        discussion: """
            Opens WAV, FLAC, Ogg Vorbis and Opus, MP3, AIFF, AU, NIST SPHERE, W64 and CAF at any sample rate. \
            An input that cannot be read is named and the others are done.

            Examples:
              steno transcribe interview.flac
              steno transcribe --format srt --format json --output-dir subtitles *.mp3
              steno transcribe --channels separate call.wav
              steno transcribe --remember monday.wav tuesday.wav
              steno transcribe --hot-word "grand rapids" --lm books.bin --numbers digits interview.flac
              sox talk.aiff -t raw -r 16000 -e signed -b 16 - | steno transcribe --raw s16le -
            """
    )

    @Argument(help: ArgumentHelp("Audio files, or - for standard input.", valueName: "audio"))
    var inputs: [String]

    @OptionGroup
    var recognition: RecognitionOptions

    @OptionGroup(title: "Speakers")
    var remembering: RememberOptions

    @OptionGroup(title: "Audio")
    var audio: AudioInputOptions

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Output")
    var writing: WritingOptions

    @Flag(
        help: "Refuse audio that is damaged or shorter than it says, instead of transcribing what is there.")
    var strict = false

    func validate() throws {
        try remembering.validate(with: recognition, audio)
    }

    func run() throws {
        var recognizer = try recognition.recognizer(forRecordings: inputs.count)
        let keeper = try remembering.keeper(in: recognition.speakers.store, hearing: recognizer.embedder)
        recognizer.remembering = try keeper?.remembering
        let failures = Atomic(0)
        try ParallelWork(threads: recognition.model.threads).forEach(inputs) { [recognizer] input in
            Result { () throws(InputFailure) in try recording(of: input, with: recognizer) }
        } inOrder: { input, outcome in
            switch outcome {
            case .success(let heard):
                let kept = keeper?.keep(heard.voices, of: input, labels: .open) {
                    failures.add(1, ordering: .relaxed)
                }
                let transcript = kept.map { heard.transcript.renamingSpeakers($0.name) } ?? heard.transcript
                try output.deliver(writing.written(transcript), of: input)
            case .failure(let failure):
                Diagnostics.note("\(failure)")
                failures.add(1, ordering: .relaxed)
            }
        }
        let failed = failures.load(ordering: .relaxed)
        if failed > 0 {
            if inputs.count > 1 { Diagnostics.note("\(failed) of \(inputs.count) inputs failed.") }
            throw ExitCode(1)
        }
    }

    private func recording(
        of input: String, with recognizer: Recognizer
    ) throws(InputFailure) -> HeardRecording {
        do {
            var reader = try audio.reader(
                for: input, sampleRate: recognizer.sampleRate, channels: audio.channels)
            let heard =
                audio.channels == .separate
                ? HeardRecording(transcript: try recognizer.transcriptOfChannels(of: &reader))
                : try recognizer.recording(of: &reader)
            try report(reader.warnings)
            return heard
        } catch {
            throw InputFailure(description: "\(error)")
        }
    }

    private func report(_ warnings: [AudioWarning]) throws {
        guard let first = warnings.first else { return }
        if strict { throw InputFailure(description: "\(first). Refused because of --strict.") }
        for warning in warnings {
            Diagnostics.note("\(warning). Transcribed what is there; pass --strict to refuse.")
        }
    }
}

/// One input that could not be done; the others go on.
struct InputFailure: Error, CustomStringConvertible {
    let description: String
}
