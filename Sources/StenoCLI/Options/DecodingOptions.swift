public import ArgumentParser
import Foundation
public import Steno
import StenoDecoding

/// How words are searched for.
struct DecodingOptions: ParsableArguments {
    /// The searches by name.
    enum Search: String, CaseIterable, ExpressibleByArgument {
        case greedy
        case beam
    }

    @Option(help: "The likeliest symbol of every frame (greedy), or the likeliest text (beam).")
    var search: Search = .beam

    @Option(
        help: ArgumentHelp(
            "What a model that knows both is asked for; phonemes where there is a language model or a lexicon, else spelling.",
            discussion:
                "Phonemes are heard better, but mean only words of the model's pronouncing dictionary."))
    var units: RecognizerUnits?

    @Option(
        help: ArgumentHelp(
            "How many hypotheses the beam keeps; \(BeamOptions().width), or what was fitted to the model.",
            valueName: "n"))
    var beam: Int?

    @Option(
        help: ArgumentHelp(
            "A pause of so many seconds after speech closes a segment: no words, and no voice.",
            valueName: "seconds"))
    var endpoint: Double?

    @Option(
        help: ArgumentHelp(
            "A segment of so many seconds is closed at its longest pause between words.", valueName: "seconds"
        ))
    var maxSegment: Double?

    @Option(
        help: ArgumentHelp(
            "Drop a segment that sounds worse than its likeliest symbols by so much a frame, such as 0.5.",
            discussion: "For grammars and lexicons, which hear something they know in everything.",
            valueName: "nats"))
    var rejectAbove: Double?

    func validate() throws {
        if let rejectAbove, !(rejectAbove >= 0 && rejectAbove.isFinite) {
            throw ValidationError("--reject-above must be a number from 0 on, not \(rejectAbove).")
        }
        if let beam, beam < 1 { throw ValidationError("--beam must be at least 1, not \(beam).") }
        for (name, value) in [("--endpoint", endpoint), ("--max-segment", maxSegment)] {
            if let value, !(value > 0 && value.isFinite) {
                throw ValidationError("\(name) must be a positive number of seconds, not \(value).")
            }
        }
    }

    var options: DecoderOptions {
        var options = DecoderOptions()
        options.search = search == .greedy ? .greedy : .beam(BeamOptions())
        if let endpoint { options.endpoints.silenceAfterSpeech = .seconds(endpoint) }
        if let maxSegment { options.endpoints.maximumLength = .seconds(maxSegment) }
        options.rejectAbove = rejectAbove
        return options
    }
}

extension RecognizerUnits: ExpressibleByArgument {}
