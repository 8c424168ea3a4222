import Foundation
import StenoAudio
import StenoFeatures
import StenoKernels
import StenoTensor

/// The band energies of all voices at all speeds, computed once before training, each recording as heard in some rooms.
/// Examples are cut from them, which costs next to nothing.
struct SpeakerFeaturePool: Sendable {
    /// Classes: voices times speeds.
    let classCount: Int
    /// F
    let binCount: Int
    private let recordings: [[Recording]]
    /// Sums of the classes' weights up to each.
    private let cumulative: [Double]

    private struct Recording: Sendable {
        /// `[T, F]`
        var energies: [Float]
        /// Of the logs of all energies.
        var meanLog: Float

        init(_ energies: [Float]) {
            self.energies = energies
            var logs = energies
            BandEnergies.takeLogs(of: &logs)
            meanLog = logs.reduce(0, +) / Float(max(1, logs.count))
        }
    }

    /// - Parameter folder: Where relative paths of the recipe start.
    init(_ recipe: SpeakerRecipe, in folder: URL, bands: BandEnergies, workers: Workers) throws {
        let voices = try VoiceSet(manifests: recipe.training.map(folder.resolving))
        let rooms = try AudioFolder(recipe.augmentation.rooms.folders.map(folder.resolving))
        let store = AudioStore(sampleRate: .speech, megabytes: 100)
        let pieces = voices.speakers.indices.flatMap { voice in
            voices.utterances(of: voice, lasting: recipe.secondsPerVoice, seed: recipe.seed).flatMap {
                utterance in
                recipe.speeds.indices.flatMap { speed in
                    (0..<recipe.scenes).map { _ in
                        (label: voice * recipe.speeds.count + speed, utterance, recipe.speeds[speed])
                    }
                }
            }
        }
        let computed = parallelMap(Array(pieces.enumerated()), on: workers) { index, piece in
            Result {
                var random = SeededGenerator(seed: SeededGenerator.mix(recipe.seed &+ UInt64(index)))
                let speech = try piece.1.speech(at: .speech)
                let audio = piece.2 == 1 ? speech : try speech.speed(by: piece.2)
                return bands.energies(
                    of: try recipe.augmentation.rooms.applied(
                        to: audio, rooms: rooms, store: store, using: &random))
            }
        }
        var recordings = [[Recording]](repeating: [], count: voices.speakers.count * recipe.speeds.count)
        for (piece, result) in zip(pieces, computed) {
            let energies = try result.get()
            if !energies.isEmpty { recordings[piece.label].append(Recording(energies)) }
        }
        (self.recordings, classCount, binCount) = (recordings, recordings.count, bands.count)
        var sum = 0.0
        cumulative = recordings.map { recordings in
            // A voice with much speech is drawn more often, but not in proportion: ten minutes teach less than sixty
            // times what ten seconds do.
            sum += Double(recordings.reduce(0) { $0 + $1.energies.count }).squareRoot()
            return sum
        }
    }

    /// A stretch of a random recording of a random class; of three, the first that is not mostly pause.
    ///
    /// - Parameter frames: How long; recordings that are shorter are followed by others of the class.
    /// - Returns: The class, and band energies, `frames · F` of them.
    func draw(frames: Int, using random: inout SeededGenerator) -> (label: Int, energies: [Float]) {
        let point = Double.random(in: 0..<(cumulative.last ?? 1), using: &random)
        let label = cumulative.firstIndex { $0 > point } ?? 0
        let count = frames * binCount
        var energies: [Float] = []
        while energies.count < count {
            let recording = recordings[label][Int.random(in: 0..<recordings[label].count, using: &random)]
            energies += stretch(of: recording, count: count - energies.count, using: &random)
        }
        return (label, energies)
    }

    private func stretch(of recording: Recording, count: Int, using random: inout SeededGenerator)
        -> ArraySlice<Float>
    {
        guard recording.energies.count > count else { return recording.energies[...] }
        var stretch: ArraySlice<Float> = []
        for _ in 0..<3 {
            let start =
                binCount * Int.random(in: 0...(recording.energies.count - count) / binCount, using: &random)
            stretch = recording.energies[start..<start + count]
            if Recording(Array(stretch)).meanLog > recording.meanLog - 1 { break }
        }
        return stretch
    }
}
