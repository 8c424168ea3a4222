import Foundation
import StenoAcousticModel
import StenoLanguageModel
import StenoMetrics
import StenoNN
import StenoTensor
import StenoText

extension Trainer {
    /// Asks the development set about the epoch, and keeps what is worth keeping.
    ///
    /// In the order of writing lies the safety: metrics, weights, checkpoint, and only then the removal of weights that
    /// are no longer among the best. A run killed in between repeats the epoch's end and writes the same again.
    mutating func finishEpoch(_ clock: inout RunClock, _ observe: (TrainingEvent) -> Void) throws {
        let speed = clock.speed
        let outcome = evaluated(learner.keptWeights)
        let evaluation = outcome.evaluation
        let result = EpochResult(
            epoch: state.epoch + 1, step: state.step,
            trainingLoss: state.epochLoss / Double(max(state.epochUtterances, 1)), loss: outcome.meanLoss,
            errorRate: evaluation.words.rate, characterErrorRate: evaluation.characters.rate,
            phonemeErrorRate: outcome.phonemes?.rate)
        state.history.append(result)
        state.epoch += 1
        (state.batch, state.epochLoss, state.epochUtterances) = (0, 0, 0)
        try write(record(of: result, speed: speed, clock), clock)
        if bestEpochs.contains(result.epoch) { try saveWeights(learner.keptWeights, ofEpoch: result.epoch) }
        try saveCheckpoint()
        try removeWeightsNoLongerBest()
        let timeLeft = clock.timeLeft(epochs: recipe.training.epochs - state.epoch)
        observe(
            .epoch(
                EpochReport(
                    result: result, isBest: state.best == result, speed: speed, elapsed: clock.elapsed,
                    timeLeft: timeLeft)))
        if !outcome.leftOut.isEmpty { observe(.leftOut(outcome.leftOut)) }
        if let text = consideredAdvice(outcome) { observe(.advice(text)) }
    }

    private func record(of result: EpochResult, speed: Double, _ clock: RunClock) -> MetricsRecord {
        var values = [
            "epoch_loss": result.trainingLoss, "dev_loss": result.loss, "dev_wer": result.errorRate,
            "dev_cer": result.characterErrorRate,
        ]
        values["dev_per"] = result.phonemeErrorRate
        return MetricsRecord(
            event: .epoch, step: result.step, epoch: result.epoch, values: values,
            timing: ["audio_seconds_per_second": speed, "elapsed_seconds": clock.elapsedSeconds])
    }

    private mutating func consideredAdvice(_ outcome: DevelopmentOutcome) -> String? {
        let labels = setup.training.utterances.reduce(0) { $0 + $1.labels.count }
        let seconds = setup.training.utterances.reduce(0) { $0 + $1.seconds }
        let frames = seconds / (setup.model.frameDuration / .seconds(1))
        let progress = TrainingProgress(
            step: state.step, epoch: Double(state.epoch), epochs: recipe.training.epochs,
            developmentErrors: state.history.map(\.errorRate))
        return advice.consider(
            words: outcome.wordsSaid, epoch: state.epoch, rate: recipe.schedule.rate(at: progress),
            steps: state.step, framesPerLabel: frames / Double(max(labels, 1)))
    }

    /// What the development set says to some weights; those of the run stay as they are.
    private func evaluated(_ weights: [String: Tensor]) -> DevelopmentOutcome {
        let own = network.weights
        defer { network.weights = own }
        network.weights = weights
        return test.outcome(of: network)
    }

    /// The epochs whose weights are kept, best first.
    private var bestEpochs: [Int] {
        state.history.sorted()
            .prefix(recipe.training.averageBest).map(\.epoch)
    }

    private func saveWeights(_ weights: [String: Tensor], ofEpoch epoch: Int) throws {
        var writer = SafetensorsWriter()
        for (name, tensor) in weights.sorted(by: { $0.key < $1.key }) { writer.add(tensor, named: name) }
        try writer.write(to: run.weights(ofEpoch: epoch))
    }

    private func removeWeightsNoLongerBest() throws {
        let kept = Set(bestEpochs.map { run.weights(ofEpoch: $0).lastPathComponent })
        for name in try FileManager.default.contentsOfDirectory(atPath: run.epochs.path)
        where !kept.contains(name) {
            try FileManager.default.removeItem(at: run.epochs.appending(path: name))
        }
    }

    /// Averages the best epochs, keeps the average where it errs no more than the best, and writes the bundle.
    mutating func finish(_ clock: RunClock) throws -> TrainingResult {
        guard let best = state.best else { preconditionFailure("a run of no epochs") }
        let alone = try weights(ofEpochs: [best.epoch]), average = try weights(ofEpochs: bestEpochs)
        let outcomes = (alone: evaluated(alone), average: evaluated(average))
        let keepsAverage = outcomes.average.isNoWorse(than: outcomes.alone)
        let outcome = keepsAverage ? outcomes.average : outcomes.alone
        network.weights = keepsAverage ? average : alone
        let evaluation = outcome.evaluation
        let result = TrainingResult(
            best: best, epochs: keepsAverage ? bestEpochs : [best.epoch], errorRate: evaluation.words.rate,
            characterErrorRate: evaluation.characters.rate, phonemeErrorRate: outcome.phonemes?.rate,
            elapsed: clock.elapsed)
        try setup.model.save(to: run.model)
        if let dictionary = setup.model.inPhonemes?.tokenizer.dictionary {
            try Pronouncer.learn(
                from: dictionary, occurrences: setup.training.wordCounts,
                writingTo: run.model.appending(path: Pronouncer.fileName))
        }
        let card = ModelCard(setup: setup, provenance: provenance, result: result, evaluation: evaluation)
        try run.write(Data(card.text.utf8), to: run.model.appending(path: BundleFile.card))
        let report = TrainingReport(
            title: recipe.name, result: result, provenance: provenance, evaluation: evaluation,
            records: run.metrics.records(), pictures: test.pictures(with: setup.model, of: evaluation))
        try run.write(Data(report.html.utf8), to: run.report)
        return result
    }

    private func weights(ofEpochs epochs: [Int]) throws -> [String: Tensor] {
        var sum: [String: Tensor] = [:]
        for epoch in epochs.sorted() {
            let file = try SafetensorsFile(at: run.weights(ofEpoch: epoch))
            for name in file.names {
                let tensor = try file.tensor(named: name)
                sum[name]?.add(tensor)
                if sum[name] == nil { sum[name] = tensor }
            }
        }
        return sum.mapValues { tensor in
            var mean = tensor
            mean.scale(by: 1 / Float(epochs.count))
            return mean
        }
    }
}

extension DevelopmentOutcome {
    /// As epochs are compared.
    private var errors: Double {
        EpochResult.errors(
            words: evaluation.words.rate, characters: evaluation.characters.rate, phonemes: phonemes?.rate)
    }

    /// Fewer errors count, then the loss.
    fileprivate func isNoWorse(than other: DevelopmentOutcome) -> Bool {
        (errors, meanLoss) <= (other.errors, other.meanLoss)
    }
}
