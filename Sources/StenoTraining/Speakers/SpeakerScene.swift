import Foundation
import StenoKernels
import StenoSpeakers
import StenoTensor

/// What stands between a voice and whoever hears it, drawn anew for every example: noise, what takes it off again, a
/// level, a microphone and a telephone. All of it is done to the energies of the bands, which costs next to nothing.
struct SpeakerScene: Sendable {
    private let augmentation: VoiceAugmentation
    private let noises: NoiseBands
    private let telephone: TelephoneBand
    private let bins: Int

    /// - Parameter folder: Where relative paths of the recipe start.
    init(
        _ augmentation: VoiceAugmentation, in folder: URL, bands: BandEnergies, seed: UInt64,
        workers: Workers
    ) throws {
        let files = try AudioFolder(augmentation.noise.folders.map(folder.resolving)).files
        noises = try NoiseBands(
            augmentation.noise, files: files, music: 0, bands: bands, seed: seed, workers: workers)
        (self.augmentation, telephone, bins) = (augmentation, TelephoneBand(of: bands.count), bands.count)
    }

    /// - Returns: Log energies as they are heard, `[T, F]`.
    func heard(_ example: SpeakerFeaturePool.Example, using random: inout SeededGenerator) -> [Float] {
        var (energies, floors) = (example.energies, example.floors)
        if let noise = noises.noise(beside: energies, using: &random) {
            let frames = Float(noise.count / bins)
            for index in energies.indices {
                energies[index] += noise[index]
                floors[index % bins] += noise[index] / frames
            }
        }
        augmentation.noiseReduction.apply(to: &energies, floors: floors, using: &random)
        let gain = augmentation.volume.factor(using: &random)
        let response = augmentation.coloration.response(bins: bins, using: &random)
        for index in energies.indices { energies[index] *= gain * gain * (response?[index % bins] ?? 1) }
        BandEnergies.takeLogs(of: &energies)
        if random.chance(augmentation.telephone) { telephone.carry(&energies) }
        return energies
    }
}
