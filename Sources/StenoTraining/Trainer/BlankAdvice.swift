/// Notices a model that says nothing, the trap CTC training falls into most often, and says what to change.
///
/// CTC's first descent ends where every frame is blank; most models leave that plateau within the first epochs, and
/// some never do (field reports: NeMo issue 14583, ESPnet issue 3760).
package struct BlankAdvice: Sendable {
    /// Epochs without a word before anything is said.
    private static let patience = 5
    private var silentEpochs = 0

    package init() {}

    /// - Parameters:
    ///   - words: Words the model said on the development set.
    ///   - framesPerLabel: Mean number of frames of emissions for one label of the training set.
    /// - Returns: What a person should know; nil when there is nothing.
    package mutating func consider(
        words: Int, epoch: Int, rate: Double, steps: Int, framesPerLabel: Double
    ) -> String? {
        guard words == 0 else {
            silentEpochs = 0
            return nil
        }
        silentEpochs += 1
        guard silentEpochs.isMultiple(of: Self.patience) else { return nil }
        return """
            After epoch \(epoch) the model still says nothing on the development set: every frame is blank. \
            That is where CTC begins, and \(steps) steps have not led out of it. What helps, in this order: \
            \(remedies(rate: rate, framesPerLabel: framesPerLabel).joined(separator: "; "))
            """
    }

    private func remedies(rate: Double, framesPerLabel: Double) -> [String] {
        var remedies: [String] = []
        if framesPerLabel > 8 {
            remedies.append(
                "more \"subsampling_factor\" (there are \(Int(framesPerLabel)) frames for each label, blanks win easily)"
            )
        }
        if framesPerLabel < 2 {
            remedies.append(
                "less \"subsampling_factor\" or larger units (there are hardly more frames than labels)")
        }
        remedies += [
            "smaller batches (\"batches.max_seconds\"), so that an epoch has more steps",
            rate < 5e-4
                ? "a higher \"schedule.peak\" (it is \(rate) now)"
                : "a lower \"schedule.peak\" with a longer warm-up",
            "short utterances first, or more audio",
            "a look whether transcripts belong to their recordings",
        ]
        return remedies
    }
}
