import Foundation
import StenoAudio
import StenoKernels
import StenoTensor

/// The band energies of clean recordings, in rooms, with the frames that are speech; computed once before training.
struct ActivityPool: Sendable {
    /// A stretch of band energies, and whether each frame is speech.
    struct Stretch: Sendable {
        /// `[T, F]`
        var energies: [Float]
        /// `[T]`
        var isSpeech: [Bool]
    }

    /// F
    let binCount: Int
    private let recordings: [Stretch]

    /// Recordings that are clean enough to be labelled.
    var count: Int { recordings.count }

    /// - Parameter folder: Where relative paths of the recipe start.
    /// - Throws: `TrainingError.noUtterances` where no recording is clean.
    init(_ recipe: ActivityRecipe, in folder: URL, bands: BandEnergies, workers: Workers) throws {
        let voices = try VoiceSet(manifests: recipe.training.map(folder.resolving))
        let rooms = try AudioFolder(recipe.augmentation.rooms.folders.map(folder.resolving))
        let store = AudioStore(sampleRate: .speech, megabytes: 100)
        let utterances = voices.speakers.indices.flatMap {
            voices.utterances(of: $0, lasting: recipe.secondsPerVoice, seed: recipe.seed)
        }
        recordings = try parallelMap(Array(utterances.enumerated()), on: workers) { index, utterance in
            Result { () throws -> Stretch? in
                var random = SeededGenerator(seed: SeededGenerator.mix(recipe.seed &+ UInt64(index)))
                let speech = try utterance.speech(at: .speech)
                guard let labels = SpeechLabels(of: speech) else { return nil }
                let heard = try recipe.augmentation.rooms.applied(
                    to: speech, rooms: rooms, store: store, using: &random)
                let energies = bands.energies(of: heard)
                let frames = min(labels.frames.count, energies.count / bands.count)
                return Stretch(
                    energies: Array(energies.prefix(frames * bands.count)),
                    isSpeech: Array(labels.frames.prefix(frames)))
            }
        }.compactMap { try $0.get() }.filter { !$0.isSpeech.isEmpty }
        guard !recordings.isEmpty else {
            throw TrainingError.noUtterances(
                manifest: recipe.training.joined(separator: ", "),
                reason: "no recording has 30 dB between its speech and its pauses")
        }
        binCount = bands.count
    }

    /// A random stretch of a random recording.
    ///
    /// - Parameter frames: How long; the whole recording where that is shorter.
    func draw(frames: Int, using random: inout SeededGenerator) -> Stretch {
        let recording = recordings[Int.random(in: recordings.indices, using: &random)]
        let count = min(frames, recording.isSpeech.count)
        let start = Int.random(in: 0...recording.isSpeech.count - count, using: &random)
        return Stretch(
            energies: Array(recording.energies[start * binCount..<(start + count) * binCount]),
            isSpeech: Array(recording.isSpeech[start..<start + count]))
    }
}
