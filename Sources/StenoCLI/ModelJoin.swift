import ArgumentParser
import Foundation
import StenoSpeakers
import StenoTraining

/// `steno model join`: one speaker model of several.
struct ModelJoin: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join",
        abstract: "Make one speaker model of several, which hear together.",
        discussion: """
            Speaker models of one size, trained by other recipes or from other seeds, err on other voices; the similarity \
            of two voices becomes the mean of what they say. It takes their time together. What a similarity means is \
            measured on voices that none of them was trained on.

            Example:
              steno model join runs/a/model runs/b/model --on data/voices/dev.jsonl --output runs/voices
            """
    )

    @Argument(help: ArgumentHelp("The folders of the speaker models.", valueName: "dir"))
    var models: [String]

    @Option(help: ArgumentHelp("The manifest of voices to measure on.", valueName: "manifest.jsonl"))
    var on: String

    @Option(help: ArgumentHelp("The new speaker model's folder.", valueName: "dir"))
    var output: String

    func run() throws {
        let target = try NewFolder(output)
        let joined = try SpeakerEmbedder(joining: models.map { try SpeakerEmbedder(at: URL(filePath: $0)) })
        let (model, outcome) = try joined.measured(on: VoiceSet(manifests: [URL(filePath: on)]))
        try target.write { try model.save(to: $0) }
        try Results.write("\(outcome.text)\n\(output)\n")
    }
}
