import Foundation

/// The `README.md` of a speaker model: what it was trained on, how, and how well it does, with the command.
struct SpeakerModelCard {
    let recipe: SpeakerRecipe
    let provenance: Provenance
    let outcome: SpeakerTrainingOutcome
    let elapsed: Duration
    let classes: Int
    let parameters: Int

    var text: String {
        """
        # Voices

        A speaker model for Steno: \(parameters) parameters, trained to tell \(classes) voices apart \
        (\(classes / recipe.speeds.count) people at \(recipe.speeds.count) speeds).

        Pairs of pieces of speech by development voices, none of which was trained on:

        | speech on each side | equal error rate |
        |---|---|
        \(rows)

        ```
        \(provenance.command)
        ```

        \(provenance.version), seed \(recipe.seed), \(minutes) minutes on \(provenance.machine).
        """ + "\n"
    }

    private var rows: String {
        outcome.errors.map { String(format: "| %.1f s | %.1f %% |", $0.seconds, 100 * $0.rate) }
            .joined(separator: "\n")
    }

    private var minutes: String {
        String(format: "%.1f", elapsed / .seconds(60))
    }
}
