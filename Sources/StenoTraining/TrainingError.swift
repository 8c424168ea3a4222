/// Why a training run cannot begin or go on.
package enum TrainingError: Error, Equatable {
    case unreadable(file: String, reason: String)
    case unwritable(file: String, reason: String)
    /// The output folder holds a run already.
    case runExists(folder: String)
    /// A run has results, but nothing to resume from.
    case noCheckpoint(folder: String)
    /// The run to be resumed was started with another recipe.
    case otherRecipe(folder: String, difference: String)
    /// Too many utterances have more labels than the encoder gives frames.
    case tooManyInfeasible(count: Int, of: Int, example: String)
    /// Nothing is left to train on, or to choose by.
    case noUtterances(manifest: String, reason: String)
    /// The loss was not a number too often in a row.
    case diverged(step: Int, utterances: [String])
    /// A pronouncing dictionary lacks most of the words of the transcripts.
    case foreignDictionary(file: String, coverage: Double)
    /// A bundle cannot be the starting point of this recipe.
    case unsuitableStart(bundle: String, reason: String)
}

extension TrainingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
        case .unwritable(let file, let reason): "\(file) cannot be written: \(reason)"
        case .runExists(let folder):
            "\(folder) holds a training run already; pass --resume to go on with it, or choose another folder"
        case .noCheckpoint(let folder):
            "\(folder) holds metrics of a run but no checkpoint to resume from; start in another folder"
        case .otherRecipe(let folder, let difference):
            "\(folder) was started with another recipe (\(difference)); resume with its own, or start in another folder"
        case .tooManyInfeasible(let count, let all, let example):
            """
            \(count) of \(all) utterances have more labels than the encoder gives frames (\(example)), more than 1 %. \
            Use a smaller "subsampling", larger units (a BPE vocabulary), or leave "speed" faster than 1 out
            """
        case .noUtterances(let manifest, let reason): "no utterance of \(manifest) can be used: \(reason)"
        case .diverged(let step, let utterances):
            """
            the loss was not a number in several steps in a row, up to step \(step) \
            (\(utterances.joined(separator: ", "))); lower "schedule.peak" or "optimizer.clip_norm"
            """
        case .foreignDictionary(let file, let coverage):
            "\(file) has \((coverage * 100).rounded()) % of the words of the transcripts; "
                + "it must be of their language and write words as they do, capitals included"
        case .unsuitableStart(let bundle, let reason):
            "\(bundle) cannot be fine-tuned with this recipe: \(reason)"
        }
    }
}
