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

    init(_ utterance: Utterance, heardBy recognizer: Recognizer, truth: [Word]) throws {
        var reader = try AudioReader(at: utterance.audio, sampleRate: recognizer.sampleRate)
        let audio = try reader.readAll().excerpt(from: utterance.offset, lasting: utterance.duration)
        let finals = recognizer.finals(of: audio)
        let (heard, evidence) = (finals.flatMap(\.words), finals.flatMap(\.evidence))
        let matches = Alignment(reference: truth.map(\.text), hypothesis: heard.map(\.text)).matches
        times = matches.map { (heard[$0.hypothesis].time, truth[$0.reference].time) }
        let right = Set(matches.map(\.hypothesis))
        words = evidence.enumerated().map { ($1, right.contains($0)) }
    }
}

/// Word times and confidence fitted to recordings whose truth is known.
struct CalibrationFit {
    let calibration: DecoderCalibration
    private let wordCount: Int

    /// - Parameter present: The bundle's calibration; what is not fitted here stays as it is.
    init(_ recordings: [WordEvidenceInTruth], replacing present: DecoderCalibration) {
        let words = recordings.flatMap(\.words)
        calibration = DecoderCalibration(
            wordTimes: WordTimeCorrection(fitting: recordings.flatMap(\.times)),
            confidence: ConfidenceCalibration(fitting: words), languageModel: present.languageModel)
        wordCount = words.count
    }

    /// What was fitted, for people.
    var text: String {
        let times = calibration.wordTimes
        return "fitted to \(wordCount) words: starts moved by \(fixed(1000 * times.start, 0)) ms, "
            + "ends by \(fixed(1000 * times.end, 0)) ms; confidence calibrated\n"
    }
}
