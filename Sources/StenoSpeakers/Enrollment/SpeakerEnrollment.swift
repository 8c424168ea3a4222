public import StenoAudio
import StenoTranscript

/// A voice as enrolment heard it, ready to be kept under a name.
public struct SpeakerEnrollment: Hashable, Sendable {
    /// Why an enrolment may serve badly.
    public enum Warning: Hashable, Sendable {
        /// There is less speech than a voice is known well by.
        case littleSpeech(seconds: Double)
        /// Speech is only this many decibels louder than the pauses.
        case noisy(decibels: Double)
        /// More than one person seems to speak.
        case severalVoices
    }

    /// The voice in all recordings together.
    public let embedding: SpeakerEmbedding
    /// Seconds of speech it was made from.
    public let speech: Double
    /// Why it may serve badly; empty for a good one.
    public let warnings: [Warning]

    package init(embedding: SpeakerEmbedding, speech: Double, warnings: [Warning] = []) {
        (self.embedding, self.speech, self.warnings) = (embedding, speech, warnings)
    }
}

extension SpeakerEnrollment.Warning: CustomStringConvertible {
    /// One sentence, with the way out.
    public var description: String {
        switch self {
        case .littleSpeech(let seconds):
            "there are only \(tenths(seconds)) s of speech; five seconds or more make a voice much surer"
        case .noisy(let decibels):
            "the speech is only \(tenths(decibels)) dB louder than the background; record closer to the microphone"
        case .severalVoices: "more than one person seems to speak; use a recording of one voice"
        }
    }
}

extension SpeakerEmbedder {
    /// Seconds of speech below which a voice cannot be enrolled at all.
    public static let leastSpeech = 1.0
    /// Seconds of speech below which enrolment warns, and a voice is not remembered by itself.
    public static let enoughSpeech = 5.0
    private static let quietestBackground = 10.0
    /// Frames of 10 ms in which nobody speaks without a pause.
    private static let framesWithPause = 300

    /// Hears recordings of one person and makes an enrolment of all their speech together.
    ///
    /// - Parameter recordings: At 16 kHz.
    /// - Throws: `SpeakerError.tooLittleSpeech`.
    public func enrollment(of recordings: [AudioBuffer]) throws(SpeakerError) -> SpeakerEnrollment {
        for recording in recordings {
            precondition(
                recording.sampleRate == .speech, "voices are heard at 16 kHz, not \(recording.sampleRate)")
        }
        return try enrollment(
            of: pieces(of: recordings, steps: Self.stepsPerUnit),
            decibels: recordings.map(speechLevel).reduce(.infinity, min))
    }

    /// Makes an enrolment of speech that somebody else has cut into pieces of half a second or a little more.
    ///
    /// - Parameter ratio: By how much the speech is louder than the pauses, where that is known.
    func enrollment(
        of pieces: [PooledSpeech], decibels ratio: Double = .infinity
    ) throws(SpeakerError) -> SpeakerEnrollment {
        let units = SpeechUnits(pieces, pause: pieces.map { _ in 0 }, by: self)
        let seconds = Double(units.speech.reduce(0, +))
        guard seconds >= Self.leastSpeech else {
            throw .tooLittleSpeech(seconds: seconds, needed: Self.leastSpeech)
        }
        var warnings: [SpeakerEnrollment.Warning] = []
        if seconds < Self.enoughSpeech { warnings.append(.littleSpeech(seconds: seconds)) }
        if ratio < Self.quietestBackground { warnings.append(.noisy(decibels: ratio)) }
        if hasSeveralVoices(units) { warnings.append(.severalVoices) }
        return SpeakerEnrollment(
            embedding: embedding(of: units), speech: seconds, warnings: warnings)
    }

    /// How alike a recording's voice is to each enrolled one, the most alike first.
    ///
    /// - Parameter recording: At 16 kHz.
    /// - Throws: `SpeakerError.tooLittleSpeech`.
    public func identification(
        of recording: AudioBuffer, among voices: [EnrolledVoice]
    ) throws(SpeakerError) -> [SpeakerMatch] {
        let heard = try enrollment(of: [recording])
        let seconds = SimilarityScale.effectiveSpeech(Float(heard.speech), Voice.enrolledSpeech)
        return voices.map { voice in
            let similarity = heard.embedding.similarity(to: voice.embedding)
            return SpeakerMatch(
                name: voice.name, similarity: similarity,
                probability: similarityScale.probabilityOfSameVoice(similarity: similarity, seconds: seconds))
        }.sorted { $0.similarity > $1.similarity }
    }

    /// The middle of the voices in pieces as long as a turn. That of all speech pooled would lie elsewhere: the spread
    /// of minutes is wider than that of the turns it is compared with.
    private func embedding(of units: SpeechUnits) -> SpeakerEmbedding {
        let turns = stride(from: 0, to: units.count, by: Self.unitsPerTurn).map {
            $0..<min($0 + Self.unitsPerTurn, units.count)
        }
        return SpeakerEmbedding.mean(of: turns.map { (units.embedding(of: $0), units.speech(of: $0)) })
            ?? units.embedding(of: 0..<1)
    }

    /// Half a second, of which three make a turn.
    private static let (stepsPerUnit, unitsPerTurn) = (25, 3)

    /// By how many decibels the louder half of a recording's frames exceeds its quietest tenth.
    private func speechLevel(of recording: AudioBuffer) -> Double {
        var meter = FrameLevels()
        let levels = meter.accept(recording.samples).sorted()
        // Recordings cut to a word or a phrase have no pause to compare with.
        guard levels.count >= Self.framesWithPause else { return .infinity }
        return Double(levels[levels.count * 3 / 4] - levels[levels.count / 10])
    }

    /// Whether clustering finds a second voice with a fifth of the speech.
    private func hasSeveralVoices(_ units: SpeechUnits) -> Bool {
        let (voices, _) = Reclustering(decoder: TurnDecoder(scale: similarityScale)).voices(in: units)
        let total = voices.reduce(0) { $0 + $1.speech }
        return voices.count { $0.speech > max(1.5, total / 5) } > 1
    }
}

/// How alike a voice is to an enrolled one.
public struct SpeakerMatch: Hashable, Sendable {
    /// Whose voice it was compared with.
    public let name: String
    /// The cosine of the two embeddings.
    public let similarity: Float
    /// The probability that it is the same voice, where both answers were equally likely before.
    public let probability: Float
}

private func tenths(_ value: Double) -> String {
    String((value * 10).rounded() / 10)
}
