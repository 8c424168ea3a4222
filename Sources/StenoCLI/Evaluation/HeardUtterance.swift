import Foundation
import Steno
import StenoCorpora
import StenoMetrics
import StenoTensor

/// An utterance heard once, to be decoded in many ways.
struct HeardUtterance: Sendable {
    let utterance: Utterance
    /// Natural-log probabilities, `[T', V]`.
    let emissions: Tensor

    /// - Throws: When one of the recordings cannot be read.
    static func all(
        _ utterances: [Utterance], by recognizer: Recognizer, on work: ParallelWork
    ) throws -> [HeardUtterance] {
        try work.map(utterances) { utterance in
            Result {
                let audio = try utterance.recording(at: recognizer.sampleRate)
                return HeardUtterance(utterance: utterance, emissions: recognizer.emissions(of: audio))
            }
        }.map { try $0.get() }
    }

    /// How many words a recognizer gets wrong.
    func wordErrors(decodedBy recognizer: Recognizer) -> Int {
        let text = recognizer.finals(of: emissions).flatMap(\.words).map(\.text).joined(separator: " ")
        return ScoredUtterance(id: utterance.id, reference: utterance.text, hypothesis: text).words.errors
    }

    /// What its words tell about times and confidence.
    ///
    /// - Parameter truth: The true words with their times, where they are known.
    func evidence(decodedBy recognizer: Recognizer, truth: [Word]?) -> WordEvidenceInTruth {
        WordEvidenceInTruth(
            recognizer.finals(of: emissions), said: utterance.text.split(separator: " ").map(String.init),
            truth: truth)
    }
}
