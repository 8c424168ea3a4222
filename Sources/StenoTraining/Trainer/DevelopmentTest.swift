import StenoAcousticModel
import StenoDecoding
import StenoKernels
import StenoMetrics
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
    /// Of a model that says phonemes.
    private let phonemes: LabelTable?
    private let plan: BatchPlan
    private let workers: Workers
    private let kept = Mutex<[Int: LoadedExample]>([:])

    init(
        _ utterances: [TrainingUtterance], loader: ExampleLoader, decoder: Decoder, plan: BatchPlan,
        workers: Workers
    ) {
        self.utterances = utterances
        self.loader = loader
        self.decoder = decoder
        phonemes = loader.phonemes.map(LabelTable.init)
        self.plan = plan
        self.workers = workers
    }

    /// Transcribes the whole set.
    func outcome(of network: AcousticNetwork) -> DevelopmentOutcome {
        let batches = plan.batches(inOrderOfLength: utterances.map(\.seconds))
        let parts = parallelMap(batches, on: workers) { self.outcome(of: network, batch: $0) }
        var all = DevelopmentOutcome()
        for part in parts { all.add(part) }
        all.sort()
        return all
    }

    private func outcome(of network: AcousticNetwork, batch: [Int]) -> DevelopmentOutcome {
        var outcome = DevelopmentOutcome()
        let loaded = batch.compactMap { index in example(index, &outcome).map { (index: index, example: $0) }
        }
        guard !loaded.isEmpty else { return outcome }
        let features = FeatureBatch(loaded.map(\.example.views[0]))
        let logits = network(features.features, lengths: features.lengths)
        let losses = CTCLoss()(logits.symbols, lengths: logits.lengths, labels: loaded.map(\.example.labels))
        let emissions = logits.symbols.logSoftmax()
        for (row, item) in loaded.enumerated() {
            let text = decoder.transcript(of: emissions[row].sliced(0..<logits.lengths[row])).text
            outcome.add(utterances[item.index], index: item.index, text: text, loss: losses.perUtterance[row])
            guard let phonemes, let scores = logits.phonemes else { continue }
            var search = GreedySearch(labels: phonemes)
            for frame in 0..<logits.lengths[row] { search.advance(over: scores[row][frame].elements) }
            let heard = search.best(ending: .sentence).map(\.label)
            outcome.add(Alignment(reference: item.example.phonemes, hypothesis: heard).counts)
        }
        return outcome
    }

    /// The first utterance and the worst, as the model hears and reads them.
    func pictures(with model: AcousticModel, of evaluation: Evaluation) -> [EmissionPicture] {
        let worst = evaluation.worst(1).filter { $0.words.errors > 0 }.map(\.id)
        let shown = (utterances.prefix(1).map(\.id) + worst).uniqued
        return shown.compactMap { id in
            guard let scored = evaluation.utterances.first(where: { $0.id == id }),
                let example = kept.withLock({ kept in
                    utterances.firstIndex { $0.id == id }.flatMap { kept[$0] }
                })
            else { return nil }
            return EmissionPicture(
                id: id, reference: scored.reference.joined(separator: " "),
                hypothesis: scored.hypothesis.joined(separator: " "), features: example.views[0],
                emissions: model.emissions(for: example.views[0]), vocabulary: model.tokenizer.vocabulary)
        }
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
    /// The utterances as they were said and as they were understood, by their places in the set.
    private(set) var scored: [(index: Int, utterance: ScoredUtterance)] = []
    /// Losses of the utterances that have one, in nats.
    private var losses: [Double] = []
    /// Of a network that says phonemes, against the first pronunciation of every word.
    private(set) var phonemes: EditCounts?
    var leftOut: [LeftOut] = []

    /// The figures of the whole set.
    var evaluation: Evaluation { Evaluation(scored.map(\.utterance)) }

    /// Mean loss of an utterance, in nats.
    var meanLoss: Double { losses.reduce(0, +) / Double(max(losses.count, 1)) }

    /// How many words the network said.
    var wordsSaid: Int { scored.reduce(0) { $0 + $1.utterance.hypothesis.count } }

    mutating func add(_ utterance: TrainingUtterance, index: Int, text: String, loss: Float) {
        let said = ScoredUtterance(
            id: utterance.id, reference: utterance.text, hypothesis: text, speaker: utterance.speaker)
        scored.append((index, said))
        if loss.isFinite { losses.append(Double(loss)) }
    }

    mutating func add(_ phonemes: EditCounts) {
        self.phonemes = (self.phonemes ?? EditCounts()) + phonemes
    }

    mutating func add(_ other: DevelopmentOutcome) {
        scored += other.scored
        losses += other.losses
        if let phonemes = other.phonemes { add(phonemes) }
        leftOut += other.leftOut
    }

    /// Brings the utterances into the order of the set.
    mutating func sort() {
        scored.sort { $0.index < $1.index }
    }
}

extension [String] {
    /// Each once, in order.
    fileprivate var uniqued: [String] {
        reduce(into: []) { kept, next in if !kept.contains(next) { kept.append(next) } }
    }
}
