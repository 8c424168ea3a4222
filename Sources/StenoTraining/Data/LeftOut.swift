import FoundationEssentials

/// An utterance that was not trained on, where it stands and why.
package struct LeftOut: Codable, Equatable, Sendable {
    package enum Reason: Codable, Equatable, Sendable {
        /// There is nothing to learn from no words.
        case emptyTranscript
        /// The vocabulary cannot write the transcript.
        case unknownCharacter(String)
        /// Longer than `data.max_seconds`.
        case tooLong(seconds: Double)
        /// CTC needs as many frames as there are labels, and a blank between equal ones.
        case tooShort(frames: Int, needed: Int)
        /// The recording cannot be decoded.
        case unreadable(String)
        /// The loss was not a number.
        case brokenLoss
    }

    package var manifest: String
    /// From 1.
    package var line: Int
    package var id: String
    package var reason: Reason

    package init(_ utterance: TrainingUtterance, _ reason: Reason) {
        manifest = utterance.manifest.lastPathComponent
        line = utterance.line
        id = utterance.id
        self.reason = reason
    }
}

extension LeftOut: CustomStringConvertible {
    package var description: String {
        "\(manifest):\(line) (\(id)) \(reason)"
    }
}

extension LeftOut.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .emptyTranscript: "has no words"
        case .unknownCharacter(let fact): fact
        case .tooLong(let seconds): "lasts \(seconds) s, longer than data.max_seconds"
        case .tooShort(let frames, let needed): "has \(frames) frames, and its text needs \(needed)"
        case .unreadable(let fact): "cannot be heard: \(fact)"
        case .brokenLoss: "gives a loss that is not a number"
        }
    }
}
