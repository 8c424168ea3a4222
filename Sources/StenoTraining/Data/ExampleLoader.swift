package import StenoFeatures
import StenoKernels
package import StenoTensor
package import StenoText

/// An example as the encoder sees it.
package struct LoadedExample: Sendable {
    /// Normalized features, `[T, F]`; the same sound hidden in different places where there are several.
    package var views: [Tensor]
    package var labels: [Int]
    /// The labels of its phonemes; none where the model says none.
    package var phonemes: [Int]
}

/// A recording that cannot be decoded.
package struct UnreadableUtterance: Error {
    /// Its place in the training set.
    package var index: Int
    package var reason: String
}

/// Turns examples into features: reads, joins, varies, extracts.
///
/// All that is random comes from the generator that is passed in, so examples may be loaded by any number of threads.
package struct ExampleLoader: Sendable {
    let utterances: [TrainingUtterance]
    let tokenizer: Tokenizer
    let phonemes: Tokenizer?
    let frontend: FeatureExtractor
    let noises: AudioFolder
    let rooms: AudioFolder
    let store: AudioStore

    /// - Parameters:
    ///   - tokenizer: Writes what the first output layer is to say.
    ///   - phonemes: Writes what the second one is to say, where there is one.
    package init(
        _ utterances: [TrainingUtterance], tokenizer: Tokenizer, phonemes: Tokenizer? = nil,
        frontend: FeatureExtractor, noises: AudioFolder, rooms: AudioFolder, store: AudioStore
    ) {
        self.utterances = utterances
        self.tokenizer = tokenizer
        self.phonemes = phonemes
        self.frontend = frontend
        self.noises = noises
        self.rooms = rooms
        self.store = store
    }

    /// Normalized features and labels of an example.
    package func load(
        _ example: TrainingExample, varied augmentation: AugmentationRecipe, views: Int = 1,
        using random: inout SeededGenerator
    ) throws(UnreadableUtterance) -> LoadedExample {
        let audio =
            example.utterances.isEmpty
            ? try noiseAlone(lasting: example.pauses[0], augmentation.noise, using: &random)
            : try speech(of: example, augmentation, using: &random)
        let features = frontend.features(of: audio)
        let masked = (0..<views).map { _ in augmentation.specAugment.masked(features, using: &random) }
        return LoadedExample(
            views: masked, labels: labels(of: example),
            phonemes: phonemes.map { labels(of: text(of: example), by: $0) } ?? [])
    }

    /// How the labels of the transcripts follow each other: the phonemes, where the model says any.
    var bigram: LabelBigram {
        LabelBigram(
            counting: utterances.map { utterance in
                phonemes.map { labels(of: utterance.text, by: $0) } ?? utterance.labels
            }, symbols: (phonemes ?? tokenizer).vocabulary.count)
    }

    private func text(of example: TrainingExample) -> String {
        example.utterances.map { utterances[$0].text }.joined(separator: " ")
    }

    private func labels(of example: TrainingExample) -> [Int] {
        if example.utterances.count == 1 { return utterances[example.utterances[0]].labels }
        return labels(of: text(of: example), by: tokenizer)
    }

    private func labels(of text: String, by tokenizer: Tokenizer) -> [Int] {
        guard let labels = try? tokenizer.encode(text) else {
            preconditionFailure(
                "texts that the tokenizer writes one by one, it does not write joined: \(text)")
        }
        return labels
    }
}
