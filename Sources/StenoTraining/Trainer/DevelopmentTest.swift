import StenoAcousticModel
import StenoDecoding
import StenoKernels
import StenoNN
import StenoTensor
import StenoText
import StenoTranscript
import Synchronization

/// The development set, by which epochs are compared: greedy decoding without a language model.
///
/// Features are computed once. What comes out does not depend on the number of threads.
final class DevelopmentTest: Sendable {
    private let utterances: [TrainingUtterance]
    private let loader: ExampleLoader
    private let decoder: Decoder
    private let plan: BatchPlan
    private let workers: Workers
    private let kept = Mutex<[Int: LoadedExample]>([:])

    init(
        _ utterances: [TrainingUtterance], loader: ExampleLoader, decoder: Decoder, plan: BatchPlan, workers: Workers
    ) {
        self.utterances = utterances
        self.loader = loader
        self.decoder = decoder
        self.plan = plan
        self.workers = workers
    }

    /// Transcribes the whole set.
    func outcome(of network: AcousticNetwork) -> DevelopmentOutcome {
        let batches = plan.batches(inOrderOfLength: utterances.map(\.seconds))
        let parts = parallelMap(batches, on: workers) { self.outcome(of: network, batch: $0) }
        var all = DevelopmentOutcome()
        for part in parts { all.add(part) }
        all.transcripts.sort { $0.index < $1.index }
        return all
    }

    private func outcome(of network: AcousticNetwork, batch: [Int]) -> DevelopmentOutcome {
        var outcome = DevelopmentOutcome()
        let loaded = batch.compactMap { index in example(index, &outcome).map { (index: index, example: $0) } }
        guard !loaded.isEmpty else { return outcome }
        let features = FeatureBatch(loaded.map(\.example.features))
        let logits = network(features.features, lengths: features.lengths)
        let losses = CTCLoss()(logits.symbols, lengths: logits.lengths, labels: loaded.map(\.example.labels))
        let emissions = logits.symbols.logSoftmax()
        for (row, item) in loaded.enumerated() {
            let text = decoder.transcript(of: emissions[row].sliced(0..<logits.lengths[row])).text
            outcome.add(utterances[item.index], index: item.index, text: text, loss: losses.perUtterance[row])
        }
        return outcome
    }

    private func example(_ index: Int, _ outcome: inout DevelopmentOutcome) -> LoadedExample? {
        if let example = kept.withLock({ $0[index] }) { return example }
        var unused = SeededGenerator(seed: 0)
        let plain = TrainingExample(utterances: [index], pauses: [0, 0])
        do {
            let example = try loader.load(plain, varied: AugmentationRecipe(), using: &unused)
            kept.withLock { $0[index] = example }
            return example
        } catch {
            outcome.leftOut.append(LeftOut(utterances[index], .unreadable(error.reason)))
            return nil
        }
    }
}

/// What a network makes of the development set.
struct DevelopmentOutcome: Sendable {
    /// An utterance as it was said and as it was understood.
    struct Transcript: Sendable {
        var index: Int
        var reference: String
        var hypothesis: String
        var errors: Int
    }

    var transcripts: [Transcript] = []
    var words = 0
    var wordErrors = 0
    var characters = 0
    var characterErrors = 0
    /// Words the network said.
    var wordsSaid = 0
    /// Loss summed over the utterances that have one, in nats.
    var loss = 0.0
    var losses = 0
    var leftOut: [LeftOut] = []

    /// Word errors over words, as a fraction.
    var errorRate: Double { Double(wordErrors) / Double(max(words, 1)) }
    /// Character errors over characters, as a fraction.
    var characterErrorRate: Double { Double(characterErrors) / Double(max(characters, 1)) }
    /// Mean loss of an utterance, in nats.
    var meanLoss: Double { loss / Double(max(losses, 1)) }

    mutating func add(_ utterance: TrainingUtterance, index: Int, text: String, loss: Float) {
        let reference = utterance.text.split(separator: " "), hypothesis = text.split(separator: " ")
        let errors = editDistance(reference, hypothesis)
        transcripts.append(
            Transcript(index: index, reference: utterance.text, hypothesis: text, errors: errors))
        words += reference.count
        wordErrors += errors
        characters += utterance.text.count
        characterErrors += editDistance(Array(utterance.text), Array(text))
        wordsSaid += hypothesis.count
        if loss.isFinite {
            self.loss += Double(loss)
            losses += 1
        }
    }

    mutating func add(_ other: DevelopmentOutcome) {
        transcripts += other.transcripts
        words += other.words
        wordErrors += other.wordErrors
        characters += other.characters
        characterErrors += other.characterErrors
        wordsSaid += other.wordsSaid
        loss += other.loss
        losses += other.losses
        leftOut += other.leftOut
    }
}
