import Foundation
import Steno
import StenoCorpora
import StenoMetrics

/// What an evaluation found, as it is printed.
struct EvaluationReport: Encodable {
    let errors: EvaluationSummary
    let groups: [String: EvaluationSummary]?
    let wordTimes: WordTimes?
    let confidence: Confidence?
    let streaming: Streaming?
    /// The utterances whose text as a stream is not their text as a file; `nil` when none was followed as a stream.
    let streamingDiffering: [String]?
    let speakerAttribution: Attribution?
    /// How another run did on the same utterances.
    var comparison: RunComparison?

    /// - Parameters:
    ///   - recognized: Every utterance.
    ///   - truth: The words of each recording with true times and speakers, where they are known.
    init(_ recognized: [RecognizedUtterance], evaluation: Evaluation, group: String?, truth: TrueWords?) {
        let speed = RealTimeFactor(
            processing: recognized.map(\.elapsed).reduce(.zero, +),
            audio: recognized.map(\.utterance.duration).reduce(.zero, +))
        errors = EvaluationSummary(evaluation, realTimeFactor: speed.value)
        groups = group.map { group in
            let parts = evaluation.grouped { $0.groups[group] }
            return Dictionary(uniqueKeysWithValues: parts.map { ($0.name, EvaluationSummary($0.evaluation)) })
        }
        wordTimes = truth.map { WordTimes($0.pairs(with: recognized)) }
        confidence = Confidence(recognized.flatMap(\.confidences))
        streaming = Streaming(recognized, truth: truth)
        streamingDiffering =
            streaming == nil ? nil : recognized.filter(\.streamingDiffers).map(\.utterance.id)
        speakerAttribution = truth.flatMap { Attribution($0.pairs(with: recognized)) }
    }

    private enum CodingKeys: String, CodingKey {
        case groups, confidence, streaming, comparison
        case wordTimes = "word_times"
        case streamingDiffers = "streaming_differs"
        case streamingDiffering = "streaming_differing"
        case speakerAttribution = "speaker_attribution"
    }

    func encode(to encoder: any Encoder) throws {
        // The members of the summary lie beside the others.
        try errors.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(groups, forKey: .groups)
        try container.encodeIfPresent(wordTimes, forKey: .wordTimes)
        try container.encodeIfPresent(confidence, forKey: .confidence)
        try container.encodeIfPresent(streaming, forKey: .streaming)
        try container.encodeIfPresent(streamingDiffering?.count, forKey: .streamingDiffers)
        try container.encodeIfPresent(streamingDiffering, forKey: .streamingDiffering)
        try container.encodeIfPresent(speakerAttribution, forKey: .speakerAttribution)
        try container.encodeIfPresent(comparison, forKey: .comparison)
    }
}

extension EvaluationReport {
    /// How far the times of right words lie from the truth, in seconds.
    struct WordTimes: Encodable {
        struct Edge: Encodable {
            let median: Double?
            let ninetyPercent: Double?
            let signedMean: Double?

            init(_ edge: WordTimeErrors.Edge) {
                (median, ninetyPercent, signedMean) = (edge.median, edge.ninetyPercent, edge.signedMean)
            }

            private enum CodingKeys: String, CodingKey {
                case median
                case ninetyPercent = "90%"
                case signedMean = "signed_mean"
            }
        }

        let words: Int
        let start: Edge
        let end: Edge

        init(_ pairs: [(reference: [Word], hypothesis: [Word])]) {
            let errors = WordTimeErrors(pairs)
            (words, start, end) = (errors.words, Edge(errors.start), Edge(errors.end))
        }
    }

    /// How far the confidence of words can be believed.
    struct Confidence: Encodable {
        /// In 15 bins of equal count.
        let expectedCalibrationError: Double
        /// `nil` where all words are right or all are wrong.
        let normalizedCrossEntropy: Double?

        init?(_ outcomes: [Calibration.Outcome]) {
            guard !outcomes.isEmpty else { return nil }
            let calibration = Calibration(outcomes)
            expectedCalibrationError = calibration.expectedCalibrationError
            normalizedCrossEntropy = calibration.normalizedCrossEntropy
        }

        private enum CodingKeys: String, CodingKey {
            case expectedCalibrationError = "expected_calibration_error"
            case normalizedCrossEntropy = "normalized_cross_entropy"
        }
    }

    /// How steady and how late a stream's words are; delays are 95th percentiles in seconds after a word's end.
    struct Streaming: Encodable {
        let flicker: Double
        let brokenPromises: Int
        let firstDelay: Double?
        let stableDelay: Double?
        let finalDelay: Double?

        init?(_ recognized: [RecognizedUtterance], truth: TrueWords?) {
            guard recognized.contains(where: { !$0.events.isEmpty }) else { return nil }
            let report = StreamingReport(
                recognized.map { ($0.events, truth?.words(of: $0.utterance.id) ?? $0.transcript.words) })
            flicker = report.flicker
            brokenPromises = report.brokenPromises
            firstDelay = report.firstDelay.quantile(0.95)
            stableDelay = report.stableDelay.quantile(0.95)
            finalDelay = report.finalDelay.quantile(0.95)
        }

        private enum CodingKeys: String, CodingKey {
            case flicker
            case brokenPromises = "broken_promises"
            case firstDelay = "first_delay_95%"
            case stableDelay = "stable_delay_95%"
            case finalDelay = "final_delay_95%"
        }
    }

    /// How many words are right and given to the right speaker.
    struct Attribution: Encodable {
        let words: Int
        let recognized: Int
        /// Right words with the right name.
        let named: Double
        /// Right words with the right speaker once the labels are given the names that fit best.
        let mapped: Double

        init?(_ pairs: [(reference: [Word], hypothesis: [Word])]) {
            guard pairs.contains(where: { $0.hypothesis.contains { $0.speaker != nil } }) else { return nil }
            let byName = pairs.map { WordAttribution(reference: $0.reference, hypothesis: $0.hypothesis) }
            let byMapping = pairs.map { reference, hypothesis in
                let best = SpeakerAttributedErrors.bestMapping(reference: reference, hypothesis: hypothesis)
                return WordAttribution(reference: reference, hypothesis: hypothesis, names: best.mapping)
            }
            words = byName.reduce(0) { $0 + $1.words }
            recognized = byName.reduce(0) { $0 + $1.recognized }
            named = Double(byName.reduce(0) { $0 + $1.recognizedAndNamed }) / Double(max(words, 1))
            mapped = Double(byMapping.reduce(0) { $0 + $1.recognizedAndNamed }) / Double(max(words, 1))
        }
    }
}

extension EvaluationReport {
    /// One JSON object, rates as fractions, times in seconds.
    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
        }
    }

    /// Lines for people.
    var text: String {
        var lines = [Self.line("all", errors)]
        for (name, summary) in (groups ?? errors.speakers ?? [:]).sorted(by: { $0.key < $1.key }) {
            lines.append(Self.line(name, summary))
        }
        if let speed = errors.realTimeFactor { lines.append("real-time factor \(fixed(speed, 4))") }
        if let wordTimes {
            lines.append(
                "word times against the truth: start \(wordTimes.start.text); end \(wordTimes.end.text) "
                    + "(\(wordTimes.words) words)")
        }
        if let confidence {
            let entropy = confidence.normalizedCrossEntropy.map { fixed($0, 3) } ?? "–"
            lines.append(
                "confidence: expected calibration error \(fixed(confidence.expectedCalibrationError, 3)), "
                    + "normalized cross entropy \(entropy)")
        }
        if let streaming {
            lines.append(
                "stream: \(fixed(100 * streaming.flicker, 2)) % of shown words changed; 95 % of words first shown "
                    + "within \(Self.seconds(streaming.firstDelay)), stable within "
                    + "\(Self.seconds(streaming.stableDelay)), final within \(Self.seconds(streaming.finalDelay))"
            )
        }
        if let streamingDiffering {
            let names = streamingDiffering.isEmpty ? "" : ": " + streamingDiffering.joined(separator: ", ")
            lines.append(
                "stream and file: different text in \(streamingDiffering.count) of \(errors.utterances) "
                    + "utterances\(names)")
        }
        if let speakerAttribution {
            lines.append(
                "speakers: \(fixed(100 * speakerAttribution.named, 2)) % of words right and with the right name, "
                    + "\(fixed(100 * speakerAttribution.mapped, 2)) % after the best mapping of labels "
                    + "(\(speakerAttribution.words) words)")
        }
        if let comparison { lines.append(comparison.text) }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func line(_ name: String, _ summary: EvaluationSummary) -> String {
        let interval = summary.werInterval.map { fixed(100 * $0, 2) }.joined(separator: "–")
        return
            "\(name): WER \(percent(summary.wer)) [\(interval)], CER \(percent(summary.cer)); \(summary.words) words, "
            + "\(summary.substitutions) substituted, \(summary.deletions) deleted, \(summary.insertions) inserted; "
            + "\(fixed(100 * (1 - summary.utteranceErrorRate), 2)) % of \(summary.utterances) utterances right"
    }

    private static func percent(_ rate: Double?) -> String {
        rate.map { fixed(100 * $0, 2) + " %" } ?? "–"
    }

    private static func seconds(_ value: Double?) -> String {
        value.map { fixed($0, 2) + " s" } ?? "–"
    }
}

extension EvaluationReport.WordTimes.Edge {
    fileprivate var text: String {
        func milliseconds(_ seconds: Double?) -> String { seconds.map { fixed(1000 * $0, 0) + " ms" } ?? "–" }
        return "median \(milliseconds(median)), 90 % within \(milliseconds(ninetyPercent)), "
            + "mean \(milliseconds(signedMean))"
    }
}
