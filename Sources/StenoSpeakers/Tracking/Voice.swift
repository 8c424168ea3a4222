/// A voice that speech is compared with while a stream runs.
package struct Voice: Hashable, Sendable {
    /// Where a voice comes from decides whether it may move.
    package enum Origin: Hashable, Sendable {
        /// Enrolled by name: stays as it was enrolled.
        case enrolled(String)
        /// Kept by itself from other recordings: stays as it was kept, and may well not be there.
        case remembered(String)
        /// Met in the stream: becomes surer with everything it says.
        case met

        /// What the person is called; `nil` for one just met.
        var name: String? {
            switch self {
            case .enrolled(let name), .remembered(let name): name
            case .met: nil
            }
        }
    }

    package let origin: Origin
    /// Seconds of speech the embedding stands for.
    package let speech: Float
    package let embedding: SpeakerEmbedding

    /// More speech than this does not make an embedding surer.
    private static let mostSpeech: Float = 60
    /// An enrolled voice is trusted like one of this many seconds.
    static let enrolledSpeech: Float = 10

    package init(origin: Origin, embedding: SpeakerEmbedding, speech: Float) {
        (self.origin, self.embedding, self.speech) = (origin, embedding, min(Self.mostSpeech, speech))
    }

    init(_ enrolled: EnrolledVoice) {
        self.init(
            origin: enrolled.origin == .enrolled ? .enrolled(enrolled.name) : .remembered(enrolled.name),
            embedding: enrolled.embedding, speech: Self.enrolledSpeech)
    }

    init(_ met: VoiceCluster) {
        self.init(origin: .met, embedding: met.embedding, speech: met.speech)
    }
}

extension [Voice] {
    /// The known voices that may speak: all that were enrolled, and of those remembered the ones somebody sounds like.
    ///
    /// - Parameter acquaintances: The index of the known voice that each cluster is.
    func expected(among acquaintances: [Int?]) -> [Int] {
        indices.filter { index in
            if case .remembered = self[index].origin { acquaintances.contains(index) } else { true }
        }
    }
}
