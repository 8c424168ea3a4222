import StenoAudio
import StenoFeatures
import StenoKernels
import StenoTensor

/// The features of all voices at all speeds, computed once before training: each recording as heard in a scene of its
/// own. Examples are cut from them, which costs next to nothing.
struct SpeakerFeaturePool: Sendable {
    /// Classes: voices times speeds.
    let classCount: Int
    /// F
    let binCount: Int
    /// Log-mel energies `[T, F]` of each recording of each class.
    private let recordings: [[Tensor]]
    /// Sums of the classes' weights up to each.
    private let cumulative: [Double]

    /// - Parameters:
    ///   - most: Seconds of speech used of each voice.
    ///   - copies: In how many scenes each recording is heard.
    init(
        of voices: VoiceSet, speeds: [Double], most: Double, scenes: SpeakerScenes, copies: Int,
        features: FeatureExtractor, seed: UInt64, workers: Workers
    ) throws {
        let pieces = voices.speakers.indices.flatMap { voice in
            voices.utterances(of: voice, lasting: most, seed: seed).flatMap { utterance in
                (0..<copies).map { _ in (voice: voice, utterance: utterance) }
            }
        }
        let computed = parallelMap(Array(pieces.enumerated()), on: workers) { index, piece in
            Result {
                try Self.features(
                    of: piece.utterance, speeds, scenes, features,
                    seed: SeededGenerator.mix(seed &+ UInt64(index)))
            }
        }
        var recordings = [[Tensor]](repeating: [], count: voices.speakers.count * speeds.count)
        for (piece, result) in zip(pieces, computed) {
            for (speed, rows) in try result.get().enumerated() where rows.shape[0] > 0 {
                recordings[piece.voice * speeds.count + speed].append(rows)
            }
        }
        (self.recordings, classCount, binCount) = (recordings, recordings.count, features.featureCount)
        var sum = 0.0
        cumulative = recordings.map { rows in
            // A voice with much speech is drawn more often, but not in proportion: ten minutes teach less than sixty
            // times what ten seconds do.
            sum += Double(rows.reduce(0) { $0 + $1.shape[0] }).squareRoot()
            return sum
        }
    }

    private static func features(
        of utterance: VoicedUtterance, _ speeds: [Double], _ scenes: SpeakerScenes,
        _ features: FeatureExtractor,
        seed: UInt64
    ) throws -> [Tensor] {
        var random = SeededGenerator(seed: seed)
        let speech = try utterance.speech(at: features.sampleRate)
        return try speeds.map { speed in
            let audio = speed == 1 ? speech : try speech.speed(by: speed)
            return features.features(of: try scenes.placed(audio, using: &random))
        }
    }

    /// A stretch of a random recording of a random class; of three, the first that is not mostly pause.
    ///
    /// - Parameter frames: How long; recordings that are shorter go on from their beginning.
    /// - Returns: The class, and log-mel energies, `frames · F` of them.
    func draw(frames: Int, using random: inout SeededGenerator) -> (label: Int, features: [Float]) {
        let point = Double.random(in: 0..<(cumulative.last ?? 1), using: &random)
        let label = cumulative.firstIndex { $0 > point } ?? 0
        let rows = recordings[label][Int.random(in: 0..<recordings[label].count, using: &random)]
        guard rows.shape[0] > frames else { return (label, repeated(rows.array, frames: frames)) }
        let mean = rows.mean().item
        var stretch = rows
        for _ in 0..<3 {
            let start = Int.random(in: 0...rows.shape[0] - frames, using: &random)
            stretch = rows.sliced(start..<start + frames)
            if stretch.mean().item > mean - 1 { break }
        }
        return (label, stretch.array)
    }

    private func repeated(_ rows: [Float], frames: Int) -> [Float] {
        (0..<frames * binCount).map { rows[$0 % rows.count] }
    }
}
