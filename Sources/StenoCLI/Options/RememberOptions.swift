import ArgumentParser
import StenoAudio
import StenoSpeakers

/// Whether the voices that are heard are kept.
struct RememberOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Keep the voices that are heard for 5 seconds of speech or more, so that they have the same name next time.",
            discussion:
                "New voices are kept as Speaker 1, Speaker 2 and so on, with numbers no voice ever had in the store; of known ones the last \(SpeakerStore.mostRemembered) recordings that were heard so."
        ))
    var remember = false

    /// What keeps voices; `nil` where nobody asks for it.
    ///
    /// - Parameter embedder: What hears the voices.
    func keeper(in store: SpeakerStoreOptions, hearing embedder: SpeakerEmbedder?) throws -> VoiceKeeper? {
        guard remember else { return nil }
        guard let embedder else {
            throw InputFailure(description: "--remember: the model has no speaker model to know voices by")
        }
        return VoiceKeeper(store: try store.open(), embedder: embedder)
    }

    /// Voices are remembered where they are told apart, in one track.
    func validate(with recognition: RecognitionOptions, _ audio: AudioInputOptions) throws {
        guard remember else { return }
        if !recognition.speakers.speakers {
            throw ValidationError("--remember needs voices to be told apart: leave out --no-speakers.")
        }
        if audio.channels == .separate {
            throw ValidationError(
                "--remember tells voices apart in one track: use --channels mix or a channel's number.")
        }
    }
}
