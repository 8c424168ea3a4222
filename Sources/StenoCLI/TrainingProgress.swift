import StenoTraining

/// How training goes, for a person on standard error: a line that is rewritten in place in a terminal, plain lines
/// elsewhere.
struct TrainingProgress {
    private var epochs = 0

    /// Shows what happened.
    mutating func show(_ event: TrainingEvent) {
        switch event {
        case .began(let summary): began(summary)
        case .leftOut(let utterances): leftOut(utterances)
        case .step(let step): report(step)
        case .epoch(let epoch): report(epoch)
        case .advice(let sentences): line("note: \(sentences)")
        case .finished(let result): finished(result)
        }
    }

    private mutating func began(_ summary: RunSummary) {
        epochs = summary.epochs
        line(
            "\(summary.parameters) parameters, \(summary.symbols) symbols; training on "
                + "\(summary.trainingUtterances) utterances, \(fixed(summary.trainingSeconds / 3600, 2)) h; "
                + "choosing by \(summary.developmentUtterances)")
        if summary.epochsDone > 0 { line("resumed after epoch \(summary.epochsDone)") }
    }

    private func leftOut(_ utterances: [LeftOut]) {
        for utterance in utterances.prefix(5) { line("left out: \(utterance)") }
        if utterances.count > 5 { line("… and \(utterances.count - 5) more, listed in left-out.jsonl") }
    }

    private func report(_ step: StepReport) {
        guard Diagnostics.isTerminal else { return }
        Diagnostics.write(
            "\r\u{1B}[Kepoch \(step.epoch)/\(epochs)  \(Self.bar(step.batch, of: step.batches))  "
                + "loss \(fixed(step.loss, 3))  \(Int(step.speed)) s/s  \(clock(step.timeLeft)) left")
    }

    private func report(_ epoch: EpochReport) {
        let result = epoch.result
        line(
            "epoch \(result.epoch)/\(epochs)  loss \(fixed(result.trainingLoss, 3))  "
                + "dev WER \(fixed(100 * result.errorRate, 2)) %\(phonemes(result.phonemeErrorRate))\(epoch.isBest ? " *" : "  ")  "
                + "\(Int(epoch.speed)) s/s  \(clock(epoch.elapsed))  \(clock(epoch.timeLeft)) left")
    }

    private func finished(_ result: TrainingResult) {
        let weights =
            result.epochs.count == 1
            ? "weights of epoch \(result.epochs[0])" : "mean of \(result.epochs.count) epochs"
        line(
            "dev WER \(fixed(100 * result.errorRate, 2)) %, CER "
                + "\(fixed(100 * result.characterErrorRate, 2)) %\(phonemes(result.phonemeErrorRate)), \(weights), in \(clock(result.elapsed))"
        )
    }

    private func phonemes(_ errorRate: Double?) -> String {
        errorRate.map { ", PER \(fixed(100 * $0, 2)) %" } ?? ""
    }

    private func line(_ text: String) {
        Diagnostics.write((Diagnostics.isTerminal ? "\r\u{1B}[K" : "") + text + "\n")
    }
}

// MARK: - Trainings counted in steps

extension TrainingProgress {
    /// Shows what happened in the training of a speaker model or a voice activity detector.
    mutating func show(_ event: StepEvent<some StepOutcome>) {
        switch event {
        case .began(let summary): line(summary)
        case .steps(let progress): report(progress)
        case .finished(let outcome, let elapsed): line("\(outcome.text), in \(clock(elapsed))")
        }
    }

    private func report(_ progress: StepProgress) {
        let text =
            "loss \(fixed(progress.loss, 3))  \(Int(progress.speed)) s/s  \(clock(progress.timeLeft)) left"
        if Diagnostics.isTerminal {
            let bar = Self.bar(progress.step, of: progress.steps)
            Diagnostics.write("\r\u{1B}[Kstep \(progress.step)/\(progress.steps)  \(bar)  \(text)")
        } else if progress.step % 500 == 0 || progress.step == progress.steps {
            line("step \(progress.step)/\(progress.steps)  \(text)")
        }
    }
}

extension TrainingProgress {
    /// As in `[####......]`.
    private static func bar(_ done: Int, of total: Int, width: Int = 20) -> String {
        let filled = total == 0 ? width : width * done / total
        return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
            + "]"
    }
}
