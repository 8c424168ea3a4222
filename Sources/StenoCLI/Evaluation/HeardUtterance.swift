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

    init(_ utterance: Utterance, by recognizer: Recognizer) throws {
        var reader = try AudioReader(at: utterance.audio, sampleRate: recognizer.sampleRate)
        let audio = try reader.readAll().excerpt(from: utterance.offset, lasting: utterance.duration)
        self.utterance = utterance
        emissions = recognizer.emissions(of: audio)
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
