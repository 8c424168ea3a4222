import StenoAudio
package import StenoSpeakers
import StenoTensor
import StenoTranscript

/// How well a network tells voices apart that it was not trained on, and what its similarities mean.
package struct SpeakerTrials: Sendable {
    /// The similarity of two pieces of speech.
    package struct Trial: Hashable, Sendable {
        package var similarity: Float
        package var isSameVoice: Bool
    }

    /// Seconds of speech in the pieces that are compared.
    package static let pieceSeconds: [Double] = [0.4, 0.8, 1.6, 3.2]
    /// Pieces of each voice at most: with more, a few voices would count for most of the trials.
    private static let piecesPerVoice = 12

    /// For each piece of each length its voice and embedding.
    private let pieces: [[(voice: Int, embedding: SpeakerEmbedding)]]

    /// Embeds pieces of all voices of some manifests.
    package init(of voices: VoiceSet, by embedder: SpeakerEmbedder) throws {
        var pieces = Self.pieceSeconds.map { _ in [(voice: Int, embedding: SpeakerEmbedding)]() }
        for voice in voices.speakers.indices {
            let said = try voices.utterances(of: voice, lasting: 60, seed: 1)
                .map { try $0.speech(at: .speech) }
            for (index, seconds) in Self.pieceSeconds.enumerated() {
                let embeddings = embedder.embeddings(of: said, pieces: .seconds(seconds))
                pieces[index] += embeddings.prefix(Self.piecesPerVoice).map { (voice, $0) }
            }
        }
        self.pieces = pieces
    }

    /// Every pair of pieces of one length.
    package func trials(seconds: Double) -> [Trial] {
        guard let index = Self.pieceSeconds.firstIndex(of: seconds) else { return [] }
        let all = pieces[index]
        return all.indices.flatMap { a in
            all.indices.dropFirst(a + 1).map { b in
                Trial(
                    similarity: all[a].embedding.similarity(to: all[b].embedding),
                    isSameVoice: all[a].voice == all[b].voice)
            }
        }
    }

    /// The scale that the trials measure, one row for each length of the pieces.
    package var scale: SimilarityScale {
        SimilarityScale(
            points: Self.pieceSeconds.map { seconds in
                let trials = trials(seconds: seconds)
                let same = Moments(trials.lazy.filter(\.isSameVoice).map(\.similarity))
                let different = Moments(trials.lazy.filter { !$0.isSameVoice }.map(\.similarity))
                let variance = (same.variance + different.variance) / 2
                return SimilarityScale.Point(
                    seconds: SimilarityScale.effectiveSpeech(Float(seconds), Float(seconds)), same: same.mean,
                    different: different.mean, deviation: variance.squareRoot())
            })
    }

    /// The rate at which as many equal voices are taken for different as different ones for equal.
    package func equalErrorRate(seconds: Double) -> Double {
        let trials = trials(seconds: seconds).sorted { $0.similarity < $1.similarity }
        let (same, different) = (trials.count(where: \.isSameVoice), trials.count { !$0.isSameVoice })
        guard same > 0, different > 0 else { return .nan }
        var (rejected, accepted) = (0, different)
        for trial in trials {
            if trial.isSameVoice { rejected += 1 } else { accepted -= 1 }
            let (misses, alarms) = (Double(rejected) / Double(same), Double(accepted) / Double(different))
            if misses >= alarms { return (misses + alarms) / 2 }
        }
        return .nan
    }
}

private struct Moments {
    var mean: Float
    var variance: Float

    init(_ values: some Collection<Float>) {
        let count = Float(max(1, values.count))
        let mean = values.reduce(0, +) / count
        self.mean = mean
        variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    }
}
