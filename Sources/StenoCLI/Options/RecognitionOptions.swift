import ArgumentParser
import Foundation
import Steno
import StenoSpeakers

/// Everything that says how speech is recognized: one group for all commands that do.
struct RecognitionOptions: ParsableArguments {
    @OptionGroup(title: "Model")
    var model: ModelOptions

    @Option(
        help: ArgumentHelp(
            "The most audio after a sound that may change what is heard there, for models trained for several look-aheads.",
            valueName: "seconds"))
    var lookAhead: Double?

    @OptionGroup(title: "Decoding")
    var decoding: DecodingOptions

    @OptionGroup(title: "Guidance")
    var guidance: GuidanceOptions

    @OptionGroup(title: "Speakers")
    var speakers: SpeakerOptions

    func validate() throws {
        if let lookAhead, !(lookAhead >= 0 && lookAhead.isFinite) {
            throw ValidationError("--look-ahead must be a number of seconds from 0 on, not \(lookAhead).")
        }
        if decoding.search == .greedy, let option = guidance.firstUsed {
            throw ValidationError("\(option) guides the beam search; it says nothing to --search greedy.")
        }
    }

    /// The recognizer these options ask for, with the voices that have names.
    ///
    /// - Parameter count: How many recordings are recognized at the same time, at most: they share the threads.
    func recognizer(forRecordings count: Int) throws -> Recognizer {
        let folder = try ModelLocator().folder(for: model.model)
        var recognizer = try Recognizer(
            model: folder,
            options: RecognizerOptions(
                decoding: decoding.options, beam: decoding.beam, units: decoding.units,
                guidance: guidance.guidance(),
                lookAhead: lookAhead.map { .seconds($0) }, threads: model.threads / max(1, count),
                speakers: speakers.tracking))
        if let embedder = recognizer.embedder {
            let voices = try speakers.store.names(for: embedder)
            voices.reportUnusable()
            recognizer.enrolled = voices.voices
        }
        return recognizer
    }
}
