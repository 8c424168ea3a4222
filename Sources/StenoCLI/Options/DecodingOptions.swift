import ArgumentParser
import Foundation
import Steno
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

    @Option(help: ArgumentHelp("How many hypotheses the beam keeps.", valueName: "n"))
    var beam = BeamOptions().width

    @Option(
        help: ArgumentHelp("A pause of so many seconds after speech closes a segment.", valueName: "seconds"))
    var endpoint: Double?

    func validate() throws {
        guard beam >= 1 else { throw ValidationError("--beam must be at least 1, not \(beam).") }
        if let endpoint, !(endpoint > 0 && endpoint.isFinite) {
            throw ValidationError("--endpoint must be a positive number of seconds, not \(endpoint).")
        }
    }

    var options: DecoderOptions {
        var options = DecoderOptions()
        switch search {
        case .greedy: options.search = .greedy
        case .beam:
            var beamOptions = BeamOptions()
            beamOptions.width = beam
            options.search = .beam(beamOptions)
        }
        if let endpoint { options.endpoints.silenceAfterSpeech = .seconds(endpoint) }
        return options
    }
}
