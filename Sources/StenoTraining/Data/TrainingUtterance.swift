package import FoundationEssentials
package import StenoCorpora
import StenoTranscript

/// An utterance of a manifest with the labels a model is to say for it.
package struct TrainingUtterance: Sendable {
    package let manifest: URL
    /// From 1.
    package let line: Int
    package let id: String
    package let audio: URL
    package let offset: Duration
    package let duration: Duration
    package let speaker: String?
    package let text: String
    package let labels: [Int]

    package var seconds: Double { duration.inSeconds }

    package init(_ utterance: Utterance, manifest: URL, line: Int, labels: [Int] = []) {
        self.manifest = manifest
        self.line = line
        id = utterance.id
        audio = utterance.audio
        offset = utterance.offset
        duration = utterance.duration
        speaker = utterance.speaker?.rawValue
        text = utterance.text
        self.labels = labels
    }
}
