import StenoTranscript

/// What each voice of a recording or stream said last, so that it can be known again another day.
struct SpokenPieces: Sendable {
    /// By the index of the voice; half a second or more each, but the last one.
    private var pieces: [Int: [PooledSpeech]] = [:]
    /// The voices in the order in which they were first heard.
    private var order: [Int] = []

    /// Steps of a piece that is whole: half a second.
    private static let wholePiece = 25
    /// About a minute: by more, no voice is known better.
    private static let most = 120

    mutating func add(_ speech: PooledSpeech, of voice: Int) {
        if !order.contains(voice) { order.append(voice) }
        guard speech.count > 0 else { return }
        var said = pieces.removeValue(forKey: voice) ?? []
        if let last = said.last, last.count < Self.wholePiece {
            said[said.count - 1] += speech
        } else {
            said.append(speech)
        }
        if said.count > Self.most { said.removeFirst() }
        pieces[voice] = said
    }

    /// The voices as what is kept of their speech makes them known.
    func heard(
        as voices: [Voice], named names: VoiceNames, by embedder: SpeakerEmbedder
    ) -> [HeardVoice] {
        var names = names
        return order.map { index in
            let said = pieces[index] ?? []
            let steps = said.reduce(0) { $0 + $1.count }
            return HeardVoice(
                label: names.name(of: index, in: voices), isKnown: voices[index].origin != .met,
                speech: Double(steps) * SpeakerNetwork.secondsPerStep,
                enrollment: try? embedder.enrollment(of: said))
        }
    }
}
