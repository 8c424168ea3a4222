import Foundation
import StenoSpeakers
import StenoTranscript

/// Puts the voices of recordings into the store, and says which name stands for whom.
struct VoiceKeeper: Sendable {
    let store: SpeakerStore
    let embedder: SpeakerEmbedder

    /// How a tracker is to name new voices.
    var remembering: VoiceRemembering {
        get throws { VoiceRemembering(firstNumber: try store.firstFreeNumber()) }
    }

    /// Keeps the voices of one input.
    ///
    /// - Parameters:
    ///   - input: Its path, or `-`.
    ///   - labels: Whether the user has seen the labels.
    /// - Returns: What the labels have become.
    func keep(_ voices: [HeardVoice], of input: String, labels: SpeakerLabels) throws -> KeptVoices {
        let source = input == "-" ? "standard input" : URL(filePath: input).lastPathComponent
        let voices = try store.remember(
            voices, heardBy: embedder, in: source, at: Date(), labels: labels)
        for voice in voices {
            if let note = voice.note(labels) { Diagnostics.note(input == "-" ? note : "\(input): \(note)") }
        }
        return KeptVoices(voices)
    }

    /// The same, where a store that fails must not cost the transcript: the labels stay then.
    ///
    /// - Parameter failed: Told that the store failed.
    func keep(
        _ voices: [HeardVoice], of input: String, labels: SpeakerLabels, failed: () -> Void
    ) -> KeptVoices {
        do {
            return try keep(voices, of: input, labels: labels)
        } catch {
            Diagnostics.note(
                "\(input == "-" ? "" : "\(input): ")no voice was remembered: \(reason(of: error))")
            failed()
            return KeptVoices()
        }
    }
}

/// What the labels of a recording have become in the store.
struct KeptVoices: Sendable {
    private var names: [SpeakerID: SpeakerID] = [:]

    init(_ voices: [RememberedVoice] = []) {
        for voice in voices { names[voice.label] = voice.name }
    }

    /// The name that stands for a label.
    func name(of label: SpeakerID) -> SpeakerID { names[label] ?? label }
}

extension RememberedVoice {
    /// What the user has to know: who is new, whose label is another than in the store, and who was not kept.
    fileprivate func note(_ labels: SpeakerLabels) -> String? {
        let shown = labels == .shown ? label : name
        let isOther = shown != name
        switch outcome {
        case .new: return isOther ? "\(shown) is remembered as \(name)" : "\(shown) is remembered"
        case .learned, .recognized: return isOther ? "\(shown) is remembered as \(name)" : nil
        case .left(let shortcoming):
            return "\(shown) is not remembered: \(shortcoming.text)"
                + (isOther ? "; this is not the \(shown) of the store" : "")
        }
    }
}

extension HeardVoice.Shortcoming {
    fileprivate var text: String {
        switch self {
        case .littleSpeech(let seconds, let needed):
            "\(fixed(seconds, 1)) s of speech, and \(fixed(needed, 1)) s are needed to know a voice"
        case .severalVoices: "more than one person seems to speak"
        }
    }
}
