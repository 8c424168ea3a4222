import Steno
import StenoCorpora

/// Recognizers for the two halves of a set of speakers, each fitted to the other half: figures of fitted models that
/// were fitted to nobody they are measured on.
struct CrossFit {
    /// The speakers of each half, with the recognizer for their utterances.
    let halves: [(speakers: Set<String>, recognizer: Recognizer, fit: CalibrationFit)]

    /// - Returns: nil for utterances of fewer than two speakers.
    init?(
        _ utterances: [Utterance], with recognizer: Recognizer, truth: TrueWords?, on work: ParallelWork
    ) throws {
        let speakers = Set(utterances.compactMap(\.speaker?.rawValue)).sorted()
        guard speakers.count >= 2 else { return nil }
        let first = Set(speakers.prefix((speakers.count + 1) / 2)), second = Set(speakers).subtracting(first)
        let heard = try HeardUtterance.all(utterances, by: recognizer, on: work)
        halves = [(first, second), (second, first)].map { own, others in
            let fit = CalibrationFit(
                heard.filter { $0.utterance.isBy(others) }, with: recognizer, truth: truth,
                replacing: DecoderCalibration(), fitsWordBonus: recognizer.hasLexicon, on: work)
            return (own, recognizer.calibrated(by: fit.calibration), fit)
        }
    }

    /// The recognizer that was not fitted to the utterance's speaker.
    func recognizer(for utterance: Utterance) -> Recognizer? {
        halves.first { utterance.isBy($0.speakers) }?.recognizer
    }

    /// What was fitted, for people.
    var text: String {
        halves.map { "\($0.speakers.sorted().joined(separator: " ")): \($0.fit.text)" }.joined()
    }
}

extension Utterance {
    fileprivate func isBy(_ speakers: Set<String>) -> Bool {
        speaker.map { speakers.contains($0.rawValue) } ?? false
    }
}
