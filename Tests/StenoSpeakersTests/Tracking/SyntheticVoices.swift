import StenoSpeakers
import StenoTensor
import StenoTestSupport

/// Voices without sound: each is a direction, and a second of speech scatters around it.
struct SyntheticVoices {
    /// One unit: whose it is, how long, after what pause, and who speaks at the same time.
    struct Unit {
        var speaker: Int
        var speech: Float
        var pause: Float
        var companion: Int?
    }

    private static let dimensions = 64
    /// How far one second of speech lies from its voice, which has length 1; less speech lies farther.
    private static let scatter: Float = 0.6

    /// What the scatter leads to: of two runs with effective speech *d*, the squared scatter is 0.36 / *d* over both,
    /// and a cosine of unrelated directions in 64 dimensions deviates by 1/8.
    static let scale = SimilarityScale(
        points: [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4].map { seconds in
            SimilarityScale.Point(
                seconds: seconds, same: 1 / (1 + scatter * scatter / (2 * seconds)), different: 0,
                deviation: 0.125)
        })

    private var generator: SeededGenerator
    private let speakers: [[Float]]

    /// - Parameter common: How much all voices have of one direction, as they do over one telephone line.
    init(speakers count: Int, common: Float = 0, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let own = (0..<count).map { _ in Self.direction(using: &generator) }
        let line = common > 0 ? Self.direction(using: &generator) : own[0]
        speakers = own.map { voice in
            common > 0 ? Self.embedding(scaling: zip(voice, line).map { $0 + common * $1 }).values : voice
        }
        self.generator = generator
    }

    /// The voice itself, as enrolment over a long time would know it.
    func embedding(of speaker: Int) -> SpeakerEmbedding {
        Self.embedding(scaling: speakers[speaker])
    }

    /// Units whose run embeddings are made from all their speech, as a network's pooling does.
    mutating func units(_ spoken: [Unit], over band: SpeechBand = .wide) -> SpeechUnits {
        let vectors = spoken.map { unit in
            let noise = Self.direction(using: &generator)
            let own = speakers[unit.speaker]
            let voice = unit.companion.map { zip(own, speakers[$0]).map { ($0 + $1) / 2 } } ?? own
            return zip(voice, noise).map { voice, noise in
                unit.speech * voice + unit.speech.squareRoot() * Self.scatter * noise
            }
        }
        return SpeechUnits(speech: spoken.map(\.speech), pause: spoken.map(\.pause), band: band) { run in
            var sum = [Float](repeating: 0, count: Self.dimensions)
            for unit in run { for index in sum.indices { sum[index] += vectors[unit][index] } }
            return Self.embedding(scaling: sum)
        }
    }

    /// A conversation as issue 2 has it: turns of 2 to 5 words of 0.3 to 0.5 s.
    mutating func conversation(turns: Int, among people: [Int]) -> [Unit] {
        var units: [Unit] = []
        for turn in 0..<turns {
            for word in 0..<Int.random(in: 2...5, using: &generator) {
                units.append(
                    Unit(
                        speaker: people[turn % people.count],
                        speech: .random(in: 0.3...0.5, using: &generator),
                        pause: word == 0
                            ? .random(in: 0.2...1, using: &generator)
                            : .random(in: 0...0.3, using: &generator)))
            }
        }
        return units
    }

    private static func direction(using generator: inout SeededGenerator) -> [Float] {
        let vector = (0..<dimensions).map { _ in
            (0..<6).reduce(Float(0)) { sum, _ in sum + Float.random(in: -1...1, using: &generator) }
        }
        return embedding(scaling: vector).values
    }

    private static func embedding(scaling vector: [Float]) -> SpeakerEmbedding {
        guard let embedding = SpeakerEmbedding(scaling: vector) else {
            preconditionFailure("a random vector is zero")
        }
        return embedding
    }
}
