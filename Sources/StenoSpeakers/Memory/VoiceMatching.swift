import StenoTranscript

/// Finds out which voices of a recording the store knows.
struct VoiceMatching {
    let scale: SimilarityScale

    /// Whom each voice is.
    ///
    /// A voice that was given the name of somebody is that person. Of the others the most alike are joined first, where
    /// they are more alike than the border of same and different voice; nobody speaks with two voices in one recording.
    ///
    /// - Parameter people: The voices of the store as it is now, which others may have changed meanwhile.
    /// - Returns: A name for each voice, `nil` for somebody new.
    func names(of voices: [HeardVoice], among people: [EnrolledVoice]) -> [String?] {
        let known = Set(people.map(\.name))
        var names = voices.map { voice in
            voice.isKnown && known.contains(voice.label.rawValue) ? voice.label.rawValue : nil
        }
        for pair in pairs(of: voices, among: people)
        where names[pair.voice] == nil && !names.contains(pair.name) {
            names[pair.voice] = pair.name
        }
        return names
    }

    /// Whether a voice is surely enough somebody's to be learned from.
    func isSame(_ voice: HeardVoice, as person: EnrolledVoice) -> Bool {
        likeness(of: voice, to: person) > 0
    }

    private func pairs(
        of voices: [HeardVoice], among people: [EnrolledVoice]
    ) -> [(voice: Int, name: String)] {
        let all = voices.enumerated().flatMap { index, voice in
            voice.shortcoming != nil
                ? [] : people.map { (voice: index, name: $0.name, likeness: likeness(of: voice, to: $0)) }
        }
        return all.filter { $0.likeness > 0 }.sorted { $0.likeness > $1.likeness }.map { ($0.voice, $0.name) }
    }

    /// By how much the cosine lies above the border of same and different voice.
    private func likeness(of voice: HeardVoice, to person: EnrolledVoice) -> Float {
        guard let heard = voice.enrollment else { return -.infinity }
        let seconds = SimilarityScale.effectiveSpeech(Float(heard.speech), Voice.enrolledSpeech)
        return heard.embedding.similarity(to: person.embedding) - scale.borderOfMiddles(seconds)
    }
}
