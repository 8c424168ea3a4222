import Foundation
import Steno
import StenoCorpora
import StenoMetrics

/// What one recording tells about a model's word times and confidence.
struct WordEvidenceInTruth: Sendable {
    /// The times of right words: as the model's peaks have them, and as they truly are.
    let times: [(path: TimeRange, truth: TimeRange)]
    /// What the confidence of every recognized word is made of, and whether the word is right.
    let words: [(evidence: WordEvidence, isRight: Bool)]

    /// - Parameters:
    ///   - finals: What was recognized.
    ///   - said: The words that were said.
    ///   - truth: The same words with their times, where they are known.
    init(_ finals: [FinalWords], said: [String], truth: [Word]?) {
        let (heard, evidence) = (finals.flatMap(\.words), finals.flatMap(\.evidence))
        let matches = Alignment(reference: truth?.map(\.text) ?? said, hypothesis: heard.map(\.text)).matches
        times =
            truth.map { truth in matches.map { (heard[$0.hypothesis].time, truth[$0.reference].time) } } ?? []
        let right = Set(matches.map(\.hypothesis))
        words = evidence.enumerated().map { ($1, right.contains($0)) }
    }
}

/// Everything that is fitted to a model after its training, on utterances whose words are known.
struct CalibrationFit {
    let calibration: DecoderCalibration
    private let wordCount: Int
    private let knowsTimes: Bool
    private let fitsWeight: Bool
    /// What was fitted of the language model's part, or to a list of words.
    private let guidance: LanguageModelScale?

    /// Fits the language model's part, where there is one, then confidence, and the times of words where true ones
    /// are known.
    ///
    /// - Parameters:
    ///   - present: What stays where nothing is fitted.
    ///   - fitsWordBonus: Whether the word bonus is fitted even where the words are only listed. A bundle cannot keep
    ///     that.
    init(
        _ heard: [HeardUtterance], with recognizer: Recognizer, truth: TrueWords?,
        replacing present: DecoderCalibration, fitsWordBonus: Bool = false, on work: ParallelWork
    ) {
        fitsWeight = recognizer.hasLanguageModel
        guidance =
            fitsWeight || fitsWordBonus
            ? LanguageModelFit(heard, with: recognizer, fitsWeight: fitsWeight, on: work).scale : nil
        let plain = recognizer.calibrated(by: DecoderCalibration(languageModel: guidance))
        let evidence = work.map(heard) {
            $0.evidence(decodedBy: plain, truth: truth?.words(of: $0.utterance.id))
        }
        let words = evidence.flatMap(\.words)
        (wordCount, knowsTimes) = (words.count, truth != nil)
        calibration = DecoderCalibration(
            wordTimes: truth == nil
                ? present.wordTimes : WordTimeCorrection(fitting: evidence.flatMap(\.times)),
            confidence: ConfidenceCalibration(fitting: words),
            languageModel: guidance ?? present.languageModel)
    }

    /// What was fitted, for people.
    var text: String {
        var parts = ["fitted to \(wordCount) words: confidence calibrated"]
        let times = calibration.wordTimes
        if knowsTimes {
            parts.append(
                "starts moved by \(fixed(1000 * times.start, 0)) ms, ends by \(fixed(1000 * times.end, 0)) ms"
            )
        }
        if let scale = guidance {
            let weight = fitsWeight ? "language model weighs \(fixed(scale.weight, 3)), " : ""
            parts.append("\(weight)a word adds \(fixed(scale.wordBonus, 3))")
        }
        return parts.joined(separator: "; ") + "\n"
    }
}
