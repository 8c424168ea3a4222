import Foundation
import StenoAudio
import StenoTestSupport

/// A corpus of two "words", a low and a high tone, and a recipe that learns it in seconds.
enum ToneCorpus {
    /// Writes audio files beside text files, as `steno prepare folder` takes them.
    static func write(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for index in 0..<24 {
            let (word, hertz) = index.isMultiple(of: 2) ? ("low", 300.0) : ("high", 1_500.0)
            let samples = Signal.sine(hertz: hertz + Double(index), seconds: 0.5)
            try AudioBuffer(samples: samples, sampleRate: .speech).write(
                to: folder.appending(path: "\(index).wav"))
            try Data(word.utf8).write(to: folder.appending(path: "\(index).txt"))
        }
    }

    /// - Parameters:
    ///   - training: The recipe's section of that name, as JSON.
    ///   - hidden: The width of the network.
    ///   - batch: The most utterances in a batch.
    static func recipe(training: String, hidden: Int = 16, batch: Int = 64) -> String {
        """
        {"model": {"model_type": "steno_lstm_ctc", "hidden_size": \(hidden), "num_hidden_layers": 1,
                   "subsampling_conv_channels": 4},
         "features": {"bins": 20}, "batches": {"max_utterances": \(batch)}, "training": \(training)}
        """
    }
}
