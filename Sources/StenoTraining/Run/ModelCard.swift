import Foundation
import StenoAcousticModel
import StenoMetrics
import StenoNN

/// The `README.md` of a model bundle: what it was trained on, how, and how well it does, with the command.
struct ModelCard {
    let setup: TrainingSetup
    let provenance: Provenance
    let result: TrainingResult
    let evaluation: Evaluation

    var text: String {
        """
        \(header)

        # \(setup.recipe.name)

        \(kind) for Steno: \(setup.model.network.parameterCount) parameters, \
        \(setup.model.configuration.vocabularySize) symbols, \(latency).

        ## Training data

        \(data)

        ## Results

        \(results)

        ## How it was trained

        ```
        \(provenance.command)
        ```

        \(training)
        """ + "\n"
    }

    private var header: String {
        var lines = ["---", "language: \(setup.recipe.language)"]
        if !setup.recipe.data.licence.isEmpty { lines.append("license: \(setup.recipe.data.licence)") }
        return (lines + ["pipeline_tag: automatic-speech-recognition", "library_name: steno", "---"])
            .joined(separator: "\n")
    }

    private var kind: String {
        setup.model.isStreaming ? "A streaming acoustic model" : "An acoustic model for whole recordings"
    }

    private var latency: String {
        let frame = "one emission every \(milliseconds(setup.model.frameDuration)) ms"
        guard let lookAhead = setup.model.lookAhead else { return "\(frame), needs the whole utterance" }
        return "\(frame), total look-ahead \(milliseconds(lookAhead)) ms"
    }

    private func milliseconds(_ duration: Duration) -> Int {
        Int((duration / .milliseconds(1)).rounded())
    }

    private var data: String {
        let recipe = setup.recipe.data
        let seconds = setup.training.utterances.reduce(0) { $0 + $1.seconds }
        let speakers = Set(setup.training.utterances.compactMap(\.speaker)).count
        var lines = [
            "- Corpus: \(recipe.title.isEmpty ? "not named by the recipe" : recipe.title)",
            "- Licence: \(recipe.licence.isEmpty ? "not named by the recipe" : recipe.licence)",
            "- Training set: \(setup.training.utterances.count) utterances, \(hours(seconds)), "
                + (speakers == 0 ? "speakers not named" : "\(speakers) speakers"),
            "- Left out: \(setup.training.leftOut.count) utterances, listed with their reasons in `left-out.jsonl` "
                + "of the run",
        ]
        if !recipe.source.isEmpty { lines.insert("- Source: \(recipe.source)", at: 1) }
        return lines.joined(separator: "\n")
    }

    private func hours(_ seconds: Double) -> String {
        String(format: "%.2f h", seconds / 3_600)
    }

    private var results: String {
        let words = evaluation.words, characters = evaluation.characters
        let interval = evaluation.wordErrorInterval()
        return """
            On the development set, by which the epochs were chosen (so these figures are a little too good), greedy \
            decoding, no language model:

            | | rate | errors | of |
            |---|---|---|---|
            | words (WER) | \(percent(words.rate)) | \(words.errors) | \(words.referenceCount) |
            | characters (CER) | \(percent(characters.rate)) | \(characters.errors) | \(characters.referenceCount) |

            95 % bootstrap interval of the WER: \(percent(interval.lowerBound)) to \(percent(interval.upperBound)).
            """
    }

    private func percent(_ rate: Double) -> String {
        String(format: "%.2f %%", 100 * rate)
    }

    private var training: String {
        let epochs = result.epochs.sorted().map(String.init).joined(separator: ", ")
        let seed = "seed \(setup.recipe.seed)"
        let minutes = String(format: "%.1f", result.elapsed / .seconds(60))
        let kept =
            result.epochs.count == 1
            ? "weights of epoch \(epochs)" : "mean of the weights of epochs \(epochs)"
        return "\(provenance.version), \(seed), \(minutes) minutes on \(provenance.machine); \(kept)."
    }
}
