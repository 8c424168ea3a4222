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
    /// For each class its sessions: what was recorded in one go.
    private let sessions: [[[Recording]]]
    /// Sums of the classes' weights up to each.
    private let cumulative: [Double]

    private struct Recording: Sendable {
        /// `[T, F]`
        var energies: [Float]
        /// Of the logs of all energies.
        var meanLog: Float
        /// The energy of each band where nobody speaks.
        var floors: [Float]

        init(_ energies: [Float], bins: Int) {
            self.energies = energies
            meanLog = Self.meanLog(energies[...])
            floors = (0..<bins).map { bin in
                let band = stride(from: bin, to: energies.count, by: bins).map { energies[$0] }
                let mean = band.reduce(0, +) / Float(max(1, band.count))
                return min(band.sorted()[band.count / 20], Self.loudestFloor * mean)
            }
        }

        /// The floor of a band is at least 15 dB below its mean: a word cut to its ends has no pause that shows it.
        private static let loudestFloor: Float = 0.03

        static func meanLog(_ energies: ArraySlice<Float>) -> Float {
            var logs = Array(energies)
            BandEnergies.takeLogs(of: &logs)
            return logs.reduce(0, +) / Float(max(1, logs.count))
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
        var classes = [[String: [Recording]]](
            repeating: [:], count: voices.speakers.count * recipe.speeds.count)
        for (piece, result) in zip(pieces, computed) {
            let energies = try result.get()
            if !energies.isEmpty {
                classes[piece.label][piece.1.session, default: []].append(
                    Recording(energies, bins: bands.count))
            }
        }
        sessions = classes.map { sessions in sessions.sorted { $0.key < $1.key }.map(\.value) }
        (classCount, binCount) = (classes.count, bands.count)
        var sum = 0.0
        cumulative = sessions.map { sessions in
            // A voice with much speech is drawn more often, but not in proportion: ten minutes teach less than sixty
            // times what ten seconds do.
            sum += Double(sessions.joined().reduce(0) { $0 + $1.energies.count }).squareRoot()
            return sum
        }
    }

    /// A piece of what one class says.
    struct Example: Sendable {
        var label: Int
        /// `[T, F]`
        var energies: [Float]
        /// The energy of each band where nobody speaks, F of them.
        var floors: [Float]
    }

    /// A stretch of a random recording of a random session of a random class; of three, the first that is not mostly
    /// pause.
    ///
    /// A session with little speech is drawn as often as one with much: a voice in two sessions shows what stays the same.
    ///
    /// - Parameter frames: How long; recordings that are shorter are followed by others of the session.
    func draw(frames: Int, using random: inout SeededGenerator) -> Example {
        let point = Double.random(in: 0..<(cumulative.last ?? 1), using: &random)
        let label = cumulative.firstIndex { $0 > point } ?? 0
        let session = sessions[label][Int.random(in: 0..<sessions[label].count, using: &random)]
        let count = frames * binCount
        var example = Example(label: label, energies: [], floors: [])
        while example.energies.count < count {
            let recording = session[Int.random(in: 0..<session.count, using: &random)]
            example.energies += stretch(of: recording, count: count - example.energies.count, using: &random)
            example.floors = recording.floors
        }
        return example
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
            if Recording.meanLog(stretch) > recording.meanLog - 1 { break }
        }
        return stretch
    }
}
