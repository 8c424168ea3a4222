package import Foundation

/// A training run on disk.
///
/// ```
/// recipe.json              the recipe with every default, frozen when the run began
/// run.json                 the command and the version that began it
/// metrics.jsonl            a line for every few steps and every epoch
/// left-out.jsonl           utterances that were not used, with their manifest lines and reasons
/// checkpoint.safetensors   what --resume needs: weights, moments and the state of the run
/// epochs/                  the weights of the best epochs
/// model/                   the finished model bundle
/// report.html              curves, examples and the worst errors
/// ```
package struct RunFolder: Sendable {
    package let url: URL

    package init(_ url: URL) {
        self.url = url
    }

    package var recipe: URL { url.appending(path: "recipe.json") }
    package var description: URL { url.appending(path: "run.json") }
    package var metrics: MetricsLog { MetricsLog(file: url.appending(path: "metrics.jsonl")) }
    package var leftOut: URL { url.appending(path: "left-out.jsonl") }
    package var checkpoint: URL { url.appending(path: "checkpoint.safetensors") }
    package var epochs: URL { url.appending(path: "epochs") }
    package var model: URL { url.appending(path: "model") }
    package var report: URL { url.appending(path: "report.html") }

    package func weights(ofEpoch epoch: Int) -> URL {
        epochs.appending(path: "epoch-\(epoch).safetensors")
    }

    /// Makes the folders of a new run.
    ///
    /// - Throws: `TrainingError.runExists` when there is one already.
    package func create() throws(TrainingError) {
        if FileManager.default.fileExists(atPath: recipe.path) { throw .runExists(folder: url.path) }
        do {
            try FileManager.default.createDirectory(at: epochs, withIntermediateDirectories: true)
        } catch {
            throw .unwritable(file: url.path, reason: error.localizedDescription)
        }
    }

    /// Readies the folder for going on with the run in it.
    ///
    /// - Returns: Whether there is a checkpoint to go on from. Without one the run begins anew: it was killed before its
    ///   first checkpoint, or never began.
    /// - Throws: `TrainingError.noCheckpoint` when there are results but nothing to go on from.
    func prepareToResume() throws(TrainingError) -> Bool {
        try removeDrafts()
        if FileManager.default.fileExists(atPath: checkpoint.path) { return true }
        try forgetBeginning()
        return false
    }

    /// Makes room for a run in a folder where one was killed before its first checkpoint.
    ///
    /// - Throws: `TrainingError.noCheckpoint` when the run had got further than that.
    private func forgetBeginning() throws(TrainingError) {
        guard metrics.records().isEmpty else { throw .noCheckpoint(folder: url.path) }
        guard FileManager.default.fileExists(atPath: recipe.path) else { return }
        do { try FileManager.default.removeItem(at: recipe) } catch {
            throw .unwritable(file: recipe.path, reason: error.localizedDescription)
        }
    }

    /// Removes what a kill in the middle of writing left: files that never got their name, as `SafetensorsWriter`
    /// and Foundation call them.
    private func removeDrafts() throws(TrainingError) {
        for folder in [url, epochs, model] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            for name in names
            where name.hasPrefix(".") && name.hasSuffix(".partial") || name.hasPrefix(".dat.nosync") {
                let draft = folder.appending(path: name)
                do { try FileManager.default.removeItem(at: draft) } catch {
                    throw .unwritable(file: draft.path, reason: error.localizedDescription)
                }
            }
        }
    }

    /// Replaces a file as a whole or not at all.
    package func write(_ data: Data, to file: URL) throws(TrainingError) {
        do { try data.write(to: file, options: .atomic) } catch {
            throw .unwritable(file: file.path, reason: error.localizedDescription)
        }
    }
}
