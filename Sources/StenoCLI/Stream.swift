import ArgumentParser
import Foundation
import Steno
import StenoAudio
import StenoSpeakers
import StenoTranscript

/// `steno stream`: follows audio on standard input while it arrives.
struct Stream: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Transcribe a live stream from standard input.",
        discussion: """
            Standard input is WAV, or raw samples with --raw. Results appear while the audio arrives: in a terminal \
            the open sentence is rewritten in place; with --format jsonl every event is one JSON object a line. \
            Ctrl-C finishes the open sentence and ends. With --remember voices are kept when the stream ends, and where \
            somebody is kept under another label than was shown, standard error says so.

            Examples:
              arecord -q -f S16_LE -r 16000 -t raw | steno stream --raw s16le
              ffmpeg -loglevel error -i talk.mp3 -f s16le -ac 1 -ar 16000 - | steno stream --raw s16le --format jsonl
              arecord -q -f S16_LE -r 16000 -t raw | steno stream --raw s16le --grammar commands.txt --reject-above 0.5
            """
    )

    /// The forms a stream can be reported in.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text
        case jsonl
    }

    @Option(name: .shortAndLong, help: ArgumentHelp("How events are written.", valueName: "format"))
    var format: Format = .text

    @OptionGroup
    var recognition: RecognitionOptions

    @OptionGroup(title: "Speakers")
    var remembering: RememberOptions

    @OptionGroup(title: "Audio")
    var audio: AudioInputOptions

    @OptionGroup(title: "Output")
    var writing: WritingOptions

    func validate() throws {
        if audio.channels == .separate {
            throw ValidationError("A stream is one track: use --channels mix or a channel's number.")
        }
        try remembering.validate(with: recognition, audio)
    }

    func run() throws {
        var recognizer = try recognition.recognizer(forRecordings: 1)
        let keeper = try remembering.keeper(in: recognition.speakers.store, hearing: recognizer.embedder)
        recognizer.remembering = try keeper?.remembering
        var session = try recognizer.makeSession()
        let writer = EventWriter(format: format)
        Interruption.endsStandardInput()
        do {
            var reader = try audio.reader(
                for: "-", sampleRate: recognizer.sampleRate, channels: audio.channels)
            while let samples = try reader.next() {
                try writer.write(writing.written(session.accept(samples)))
            }
            for warning in reader.warnings { Diagnostics.note("\(warning)") }
        } catch let error as AudioError {
            // What was heard before the input broke is not lost.
            try writer.write(writing.written(session.finish()))
            Diagnostics.note("\(error)")
            _ = keeper?.keep(session.heardVoices(), of: "-", labels: .shown) {}
            throw ExitCode(1)
        }
        try writer.write(writing.written(session.finish()))
        var failed = false
        _ = keeper?.keep(session.heardVoices(), of: "-", labels: .shown) { failed = true }
        if failed { throw ExitCode(1) }
    }
}
