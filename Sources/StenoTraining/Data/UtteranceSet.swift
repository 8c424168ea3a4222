package import FoundationEssentials
import StenoCorpora
import StenoNN
package import StenoText

/// The utterances of some manifests that can be trained on, and those that cannot.
package struct UtteranceSet: Sendable {
    package private(set) var utterances: [TrainingUtterance] = []
    package private(set) var leftOut: [LeftOut] = []

    /// Reads manifests and checks every utterance.
    ///
    /// - Parameters:
    ///   - tokenizer: Turns transcripts into labels.
    ///   - maximumSeconds: Longer utterances are left out.
    ///   - frames: The number of frames of emissions for so many seconds of audio.
    package init(
        manifests: [URL], tokenizer: Tokenizer, maximumSeconds: Double, frames: (Double) -> Int
    ) throws {
        for manifest in manifests {
            for (index, utterance) in try ManifestReader.utterances(in: manifest).enumerated() {
                admit(utterance, manifest, line: index + 1, tokenizer, maximumSeconds, frames)
            }
        }
        guard !utterances.isEmpty else {
            let names = manifests.map(\.path).joined(separator: ", ")
            let reason = leftOut.first.map { "for instance, \($0)" } ?? "there are no lines"
            throw TrainingError.noUtterances(manifest: names, reason: reason)
        }
    }

    /// How often each word is said.
    var wordCounts: [String: Int] {
        utterances.reduce(into: [:]) { counts, utterance in
            for word in utterance.text.split(separator: " ") { counts[String(word), default: 0] += 1 }
        }
    }

    /// The utterances whose text has more labels than there are frames.
    package var infeasible: [LeftOut] {
        leftOut.filter { if case .tooShort = $0.reason { true } else { false } }
    }

    /// - Throws: `TrainingError.tooManyInfeasible` when more than 1 % cannot be aligned: then it is the model that
    ///   does not fit the text, not an utterance that is odd.
    package func requireFeasible() throws(TrainingError) {
        let all = utterances.count + infeasible.count
        guard let example = infeasible.first, infeasible.count * 100 > all else { return }
        throw .tooManyInfeasible(count: infeasible.count, of: all, example: "\(example)")
    }

    private mutating func admit(
        _ utterance: Utterance, _ manifest: URL, line: Int, _ tokenizer: Tokenizer, _ maximumSeconds: Double,
        _ frames: (Double) -> Int
    ) {
        let bare = TrainingUtterance(utterance, manifest: manifest, line: line)
        let labels: [Int]
        do { labels = try tokenizer.encode(utterance.text) } catch {
            leftOut.append(LeftOut(bare, .unknownCharacter(error.description)))
            return
        }
        let checked = TrainingUtterance(utterance, manifest: manifest, line: line, labels: labels)
        if let reason = objection(to: checked, maximumSeconds, frames) {
            leftOut.append(LeftOut(checked, reason))
        } else {
            utterances.append(checked)
        }
    }

    private func objection(
        to utterance: TrainingUtterance, _ maximumSeconds: Double, _ frames: (Double) -> Int
    ) -> LeftOut.Reason? {
        if utterance.labels.isEmpty { return .emptyTranscript }
        if utterance.seconds > maximumSeconds { return .tooLong(seconds: utterance.seconds) }
        let given = frames(utterance.seconds), needed = CTCLoss.framesNeeded(for: utterance.labels)
        return given < needed ? .tooShort(frames: given, needed: needed) : nil
    }
}
