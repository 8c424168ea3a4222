import Foundation
import StenoAcousticModel
import StenoAudio
import StenoCorpora
import StenoFeatures
import StenoNN
import StenoTensor
import StenoText

/// Everything a run needs before its first step, made from the recipe and the data alone.
struct TrainingSetup {
    let recipe: Recipe
    let training: UtteranceSet
    let development: UtteranceSet
    let model: AcousticModel
    let loader: ExampleLoader
    let developmentLoader: ExampleLoader

    /// Reads the manifests, makes the vocabulary, measures the features, and draws the first weights.
    ///
    /// - Parameters:
    ///   - data: The folder that holds the manifests.
    ///   - start: A bundle to begin with instead of random weights.
    init(recipe: Recipe, data: URL, start: FineTuning?) throws {
        self.recipe = recipe
        let manifests = recipe.data.train.map(data.resolving)
        let developmentManifests = recipe.data.dev.map(data.resolving)
        let tokenizer = try recipe.text.tokenizer(data: data, manifests: manifests)
        let phonemes = try recipe.objective.phonemes(data: data, manifests: manifests)
        let plain = try FeatureExtractor(FeatureConfiguration(recipe.features.options))
        let configuration = ModelConfiguration(
            encoder: recipe.model, featureSize: plain.featureCount,
            vocabularySize: tokenizer.vocabulary.count, phonemeCount: phonemes?.vocabulary.count,
            endPadding: recipe.features.endPadding)
        let network = AcousticNetwork(configuration, seed: recipe.seed)
        try start?.begin(network, configuration: configuration, tokenizer: tokenizer, phonemes: phonemes)

        func frames(_ seconds: Double) -> Int {
            let samples = plain.sampleRate.samples(in: .seconds(seconds))
            return network.outputLength(plain.frameCount(ofSamples: samples))
        }
        training = try UtteranceSet(
            manifests: manifests, tokenizer: tokenizer, maximumSeconds: recipe.data.maximumSeconds,
            frames: frames)
        try training.requireFeasible()
        development = try UtteranceSet(
            manifests: developmentManifests, tokenizer: tokenizer, maximumSeconds: .infinity, frames: frames)

        let store = AudioStore(sampleRate: plain.sampleRate, megabytes: recipe.data.cacheMegabytes)
        let normalization =
            try start?.normalization
            ?? recipe.features.normalization(
                of: training.utterances, with: plain, store: store)
        let features = try FeatureExtractor(
            FeatureConfiguration(recipe.features.options, normalization: normalization))
        model = AcousticModel(
            configuration, tokenizer: tokenizer, phonemes: phonemes, features: features, network: network)
        func folders(_ paths: [String]) throws -> AudioFolder {
            try AudioFolder(paths.map(data.resolving))
        }
        let noises = try folders(recipe.augmentation.noise.folders)
        let rooms = try folders(recipe.augmentation.rooms.folders)
        func loader(_ set: UtteranceSet) -> ExampleLoader {
            ExampleLoader(
                set.utterances, tokenizer: tokenizer, phonemes: phonemes, frontend: features,
                noises: noises, rooms: rooms, store: store)
        }
        self.loader = loader(training)
        developmentLoader = loader(development)
    }
}

extension TextRecipe {
    /// - Throws: `TrainingError` or `TextError` when there is no vocabulary to be had.
    func tokenizer(data: URL, manifests: [URL]) throws -> Tokenizer {
        switch units {
        case .prepared: return try Tokenizer(folder: data)
        case .characters: return try letters(of: manifests)
        case .automatic:
            return try Tokenizer.isLearned(in: data) ? Tokenizer(folder: data) : letters(of: manifests)
        }
    }

    private func letters(of manifests: [URL]) throws -> Tokenizer {
        try .characters(of: manifests.flatMap { try ManifestReader.utterances(in: $0).map(\.text) })
    }
}

extension ObjectiveRecipe {
    /// A dictionary that lacks more of the words than this is another language's, or writes them otherwise.
    private static let leastCoverage = 0.8

    /// The phonemes of the dictionary, stress passed over.
    ///
    /// - Throws: `TrainingError` or `TextError` when the dictionary cannot be read or is not one of these texts.
    func phonemes(data: URL, manifests: [URL]) throws -> Tokenizer? {
        if dictionary.isEmpty { return nil }
        let file = data.resolving(dictionary)
        let lexicon = try Lexicon(contentsOf: file, stress: .removed)
        let coverage = try lexicon.coverage(
            of: manifests.flatMap { try ManifestReader.utterances(in: $0).map(\.text) })
        guard coverage >= Self.leastCoverage else {
            throw TrainingError.foreignDictionary(file: file.path, coverage: coverage)
        }
        return try .phonemes(lexicon)
    }
}

extension Lexicon {
    /// The share of the words of some texts that the lexicon has, from 0 to 1.
    fileprivate func coverage(of texts: [String]) -> Double {
        let words = texts.flatMap { $0.split(separator: " ") }
        let known = words.count { !spellings(of: String($0)).isEmpty }
        return Double(known) / Double(max(words.count, 1))
    }
}

extension FeatureRecipe {
    /// The most audio that statistics are taken of; an hour settles them to the third digit.
    private static let measuredSeconds = 3_600.0

    /// What the features of the training set are normalized with.
    func normalization(
        of utterances: [TrainingUtterance], with extractor: FeatureExtractor, store: AudioStore
    ) throws -> FeatureNormalization {
        switch normalization {
        case .none: return .none
        case .utterance: return .utterance(scalesVariance: true)
        case .global:
            var statistics = FeatureStatistics(featureCount: extractor.featureCount)
            var measured = 0.0
            var order = SeededGenerator(seed: 0)
            for utterance in utterances.shuffled(using: &order) where measured < Self.measuredSeconds {
                guard let whole = try? store.recording(utterance.audio) else { continue }
                statistics.add(
                    extractor.features(of: whole.excerpt(from: utterance.offset, lasting: utterance.duration))
                )
                measured += utterance.seconds
            }
            return statistics.normalization
        }
    }
}
