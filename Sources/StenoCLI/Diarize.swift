import ArgumentParser
import Foundation
import Steno
import StenoAudio
import StenoMetrics
import StenoSpeakers
import StenoTranscript
import Synchronization

/// `steno diarize`: who speaks when, without the words.
struct Diarize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say who speaks when, without the words.",
        discussion: """
            Hears a whole recording before it decides; with --latency it decides as a stream goes on, so long after \
            each half second of speech, and never takes anything back. Enrolled voices get their names.

            With --reference, the figures of diarization take the place of the turns: its error rate and its parts, \
            those of saying that one person speaks all the time, and those of our voices on the true segments.

            Examples:
              steno diarize meeting.flac
              steno diarize --remember monday.flac tuesday.flac
              steno diarize --format rttm --max-speakers 4 meetings/*.flac > hyp.rttm
              arecord -q -f S16_LE -r 16000 -t raw | steno diarize --raw s16le --latency 1 -
              steno diarize --reference ref.rttm --uem all.uem meetings/*.flac
            """
    )

    /// The forms that turns can be written in.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text
        case rttm
    }

    @Argument(help: ArgumentHelp("Audio files, or - for standard input.", valueName: "audio"))
    var inputs: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("How turns are written.", valueName: "format"))
    var format: Format = .text

    @Option(
        help: ArgumentHelp("Decide so long after each half second of speech; 0.5 to 5.", valueName: "seconds")
    )
    var latency: Double?

    @OptionGroup
    var model: ModelOptions

    @OptionGroup(title: "Speakers")
    var count: SpeakerCountOptions

    @OptionGroup(title: "Speakers")
    var store: SpeakerStoreOptions

    @OptionGroup(title: "Speakers")
    var remembering: RememberOptions

    @OptionGroup(title: "Audio")
    var audio: AudioInputOptions

    @OptionGroup(title: "Figures")
    var scoring: DiarizationScoringOptions

    func validate() throws {
        if let latency, !(0.5...5).contains(latency) {
            throw ValidationError("--latency must lie between 0.5 and 5 seconds, not \(latency).")
        }
        if audio.channels == .separate {
            throw ValidationError(
                "Voices are told apart in one track: use --channels mix or a channel's number.")
        }
        if remembering.remember, scoring.reference != nil {
            throw ValidationError("--reference measures and remembers nobody: leave out --remember.")
        }
    }

    func run() throws {
        let embedder = try ModelLocator().embedder(of: model.model)
        let voices = try store.names(for: embedder)
        voices.reportUnusable()
        let keeper = try remembering.keeper(in: store, hearing: embedder)
        let diarizer = Diarizer(
            embedder: embedder, enrolled: voices.voices, limit: count.limit,
            latency: latency.map { .seconds($0) }, remembering: try keeper?.remembering)
        if let reference = try scoring.truth() {
            try writeFigures(of: diarizer, reference)
        } else if inputs.count == 1 {
            if inputs[0] == "-" { Interruption.endsStandardInput() }
            try latency == nil && keeper != nil
                ? write(with: diarizer, keeper) : follow(inputs[0], with: diarizer, keeper)
        } else {
            try write(with: diarizer, keeper)
        }
    }

    /// Writes each turn of one input as soon as it is known to be over.
    private func follow(_ input: String, with diarizer: Diarizer, _ keeper: VoiceKeeper?) throws {
        let voices = try hear(input, with: diarizer) { try Results.write(line(of: $0, in: input)) }
        var failed = false
        _ = keeper?.keep(voices, of: input, labels: .shown) { failed = true }
        if failed { throw ExitCode(1) }
    }

    /// Writes the turns of each input once all of it is heard, and under the names its voices are kept under.
    private func write(with diarizer: Diarizer, _ keeper: VoiceKeeper?) throws {
        let failures = Atomic(0)
        try ParallelWork(threads: model.threads).forEach(inputs) { input in
            Result {
                var turns: [SpeakerTurn] = []
                let voices = try hear(input, with: diarizer) { turns.append($0) }
                return (turns, voices)
            }
        } inOrder: { input, outcome in
            switch outcome {
            case .success(let (turns, voices)):
                let kept = keeper?.keep(voices, of: input, labels: .open) {
                    failures.add(1, ordering: .relaxed)
                }
                if format == .text, inputs.count > 1 { try Results.write("\(input)\n") }
                try Results.write(turns.map { line(of: $0, in: input, kept) }.joined())
            case .failure(let failure):
                Diagnostics.note("\(reason(of: failure))")
                failures.add(1, ordering: .relaxed)
            }
        }
        if failures.load(ordering: .relaxed) > 0 { throw ExitCode(1) }
    }

    /// - Returns: The voices, where they are to be remembered.
    private func hear(
        _ input: String, with diarizer: Diarizer, _ deliver: (SpeakerTurn) throws -> Void
    ) throws -> [HeardVoice] {
        var reader = try audio.reader(for: input, sampleRate: .speech, channels: audio.channels)
        let voices = try diarizer.turns(of: &reader, deliver)
        for warning in reader.warnings { Diagnostics.note("\(warning)") }
        return voices
    }

    private func line(of turn: SpeakerTurn, in input: String, _ kept: KeptVoices? = nil) -> String {
        let speaker = kept?.name(of: turn.speaker) ?? turn.speaker
        return switch format {
        case .text:
            "\(tenths(turn.time.start)) to \(tenths(turn.time.end))  \(speaker.rawValue)\n"
        case .rttm:
            RTTMRecord(
                recording: OutputOptions.recordingName(of: input), time: turn.time, speaker: speaker
            ).line + "\n"
        }
    }

    private func writeFigures(of diarizer: Diarizer, _ reference: DiarizationReference) throws {
        let outcomes = ParallelWork(threads: model.threads).map(inputs) { input in
            Result {
                var reader = try audio.reader(for: input, sampleRate: .speech, channels: audio.channels)
                return try DiarizationFigures(
                    of: reader.readAll(), by: diarizer,
                    truth: reference.truth(of: OutputOptions.recordingName(of: input)))
            }
        }
        for case .failure(let failure) in outcomes { Diagnostics.note("\(reason(of: failure))") }
        let figures = outcomes.compactMap { try? $0.get() }
        if let first = figures.first {
            let sum = figures.dropFirst().reduce(first, +)
            try Results.write(sum.text(latency: latency, scoring: reference.scoring))
        }
        if figures.count < inputs.count {
            Diagnostics.note("\(inputs.count - figures.count) of \(inputs.count) inputs failed.")
            throw ExitCode(1)
        }
    }
}

/// A time to a tenth of a second: `2:03.4`.
private func tenths(_ time: Duration) -> String {
    let tenths = Int((time.inSeconds * 10).rounded())
    return "\(clock(.seconds(tenths / 10))).\(tenths % 10)"
}
