import Foundation

/// The `README.md` of a voice activity detector: what it was trained on, how, and how well it does, with the command.
struct ActivityModelCard {
    let provenance: Provenance
    let outcome: ActivityOutcome
    let elapsed: Duration
    let parameters: Int
    let recordings: Int
    let seed: UInt64

    var text: String {
        """
        # Voice activity

        A detector of speech for Steno: \(parameters) parameters, trained on \(recordings) clean recordings made noisy.

        Frames of 10 ms of development voices in noise that was not trained with, beside the detector that goes by \
        energy:

        | speech over noise | trained | by energy |
        |---|---|---|
        \(outcome.rows.map { "| \($0.title) | \($0.trained.text) | \($0.byEnergy.text) |" }.joined(separator: "\n"))

        ```
        \(provenance.command)
        ```

        \(provenance.version), seed \(seed), \(String(format: "%.1f", elapsed / .seconds(60))) minutes on \
        \(provenance.machine).
        """ + "\n"
    }
}
