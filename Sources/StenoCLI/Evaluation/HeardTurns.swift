import Foundation
import Steno
import StenoCorpora
import StenoMetrics
import StenoReport
import StenoSpeakers

/// The true turns of an evaluation as a speaker model hears them, and whom each was given to.
struct HeardTurns: Sendable {
    private struct Turn: Sendable {
        let embedding: SpeakerEmbedding
        let speaker: String
        /// The label most of it was given; `nil` where no word was heard.
        let label: SpeakerID?
        let isRight: Bool
        /// Where it is, for people to find it.
        let place: String
    }

    private let turns: [Turn]
    private let recordings: Int
    /// The voices that had names before.
    private let enrolled: [EnrolledVoice]

    /// A turn shorter than this has a voice that scatters too far to be looked at.
    private static let leastSpeech = 1.0

    /// - Parameters:
    ///   - recognized: Of these, the recordings in which the truth knows who speaks, and several people do.
    ///   - work: The threads to hear them on.
    /// - Throws: When a recording cannot be read again.
    init(
        of recognized: [RecognizedUtterance], truth: TrueWords, hearing embedder: SpeakerEmbedder,
        enrolled: [EnrolledVoice], on work: ParallelWork
    ) throws {
        let known = recognized.filter { $0.isConversation(in: truth) }
        turns = try work.map(known) { recording in
            Result { try Self.turns(of: recording, truth.words(of: recording.utterance.id), embedder) }
        }.flatMap { try $0.get() }
        recordings = known.count
        self.enrolled = enrolled
    }

    private static func turns(
        of recognized: RecognizedUtterance, _ truth: [Word], _ embedder: SpeakerEmbedder
    ) throws -> [Turn] {
        let audio = try recognized.utterance.recording(at: .speech)
        let heard = recognized.transcript.words
        let names = SpeakerAttributedErrors.bestMapping(reference: truth, hypothesis: heard).mapping
        let spoken = truth.turns
        let voices = embedder.embeddings(of: audio, in: spoken.map(\.time), withSpeech: leastSpeech)
        return zip(spoken, voices).compactMap { turn, voice in
            guard let voice else { return nil }
            let label = heard.speaker(in: turn.time)
            return Turn(
                embedding: voice, speaker: turn.speaker.rawValue, label: label,
                isRight: label.map { names[$0] ?? $0 } == turn.speaker,
                place: "\(recognized.utterance.id) at \(fixed(turn.time.start.inSeconds, 1)) s")
        }
    }

    /// The turns on the plane of the two axes along which they differ most; `nil` where there are too few to draw.
    var map: EmbeddingMap? {
        guard turns.count > 2 else { return nil }
        let axes = PrincipalAxes(of: turns.map { $0.embedding.values.map(Double.init) }, count: 2)
        func place(_ embedding: SpeakerEmbedding) -> (x: Double, y: Double) {
            let place = axes.coordinates(of: embedding.values.map(Double.init))
            return (place[0], place[1])
        }
        let points = turns.map { turn in
            let (x, y) = place(turn.embedding)
            return EmbeddingMap.Point(
                x: x, y: y, speaker: turn.speaker, isRight: turn.isRight,
                note: "\(turn.speaker), called \(turn.label?.rawValue ?? "nobody"), \(turn.place)")
        }
        let voices = voices.map { name, embedding in
            let (x, y) = place(embedding)
            return EmbeddingMap.Voice(x: x, y: y, name: name)
        }
        return EmbeddingMap(points, voices: voices, shares: (axes.shares[0], axes.shares[1]))
    }

    /// The voices that turns were given to: the enrolled ones, and those found if there is one recording; in several,
    /// one label is many voices.
    private var voices: [(name: String, embedding: SpeakerEmbedding)] {
        let given = Dictionary(grouping: turns) { $0.label?.rawValue ?? "" }
        return given.keys.sorted().compactMap { label in
            if let known = enrolled.first(where: { $0.name == label }) { return (label, known.embedding) }
            guard recordings == 1, !label.isEmpty else { return nil }
            let own = given[label] ?? []
            return SpeakerEmbedding.mean(of: own.map { ($0.embedding, 1) }).map { (label, $0) }
        }
    }
}

extension RecognizedUtterance {
    /// Whether somebody knows who speaks, and it is more than one.
    func isConversation(in truth: TrueWords) -> Bool {
        Set(truth.words(of: utterance.id).map(\.speaker)).count > 1
    }
}

extension [Word] {
    /// Words of one speaker that follow each other, as turns; words of nobody are left out.
    var turns: [SpeakerTurn] {
        reduce(into: []) { turns, word in
            guard let speaker = word.speaker else { return }
            if let last = turns.last, last.speaker == speaker {
                turns[turns.count - 1].time = last.time.union(word.time)
            } else {
                turns.append(SpeakerTurn(speaker: speaker, time: word.time))
            }
        }
    }

    /// Who says most in a stretch of time; `nil` where nobody does.
    fileprivate func speaker(in time: TimeRange) -> SpeakerID? {
        var shares: [SpeakerID: Duration] = [:]
        for word in self {
            guard let speaker = word.speaker else { continue }
            shares[speaker, default: .zero] += word.time.overlap(with: time)
        }
        return shares.filter { $0.value > .zero }.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
}
