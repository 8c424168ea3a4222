import Foundation
import StenoKernels
import StenoSpeakers
import StenoTensor

/// Makes examples: turns of several voices through microphones of their own, pauses between them, noise under it all,
/// or noise alone.
struct ActivityScene: Sendable {
    private let recipe: ActivityRecipe
    private let pool: ActivityPool
    private let noises: NoiseBands
    private let telephone: TelephoneBand

    init(_ recipe: ActivityRecipe, in folder: URL, bands: BandEnergies, workers: Workers) throws {
        (self.recipe, telephone) = (recipe, TelephoneBand(of: bands.count))
        pool = try ActivityPool(recipe, in: folder, bands: bands, workers: workers)
        let files = try AudioFolder(recipe.augmentation.noise.folders.map(folder.resolving)).files
        noises = try NoiseBands(
            recipe.augmentation.noise, files: files, music: recipe.music, bands: bands, seed: recipe.seed,
            workers: workers)
    }

    /// Recordings the turns are cut from.
    var recordings: Int { pool.count }

    /// - Returns: Log energies `[frames, F]`, and whether each frame has speech.
    func example(frames: Int, using random: inout SeededGenerator) -> (features: [Float], isSpeech: [Bool]) {
        var scene = turns(frames: frames, using: &random)
        if let noise = noises.noise(beside: scene.energies, using: &random) {
            let isAlone = random.chance(recipe.augmentation.noise.alone)
            if isAlone { scene.isSpeech = scene.isSpeech.map { _ in false } }
            for index in noise.indices {
                scene.energies[index] = noise[index] + (isAlone ? 0 : scene.energies[index])
            }
        }
        let gain = recipe.augmentation.volume.factor(using: &random)
        for index in scene.energies.indices { scene.energies[index] *= gain * gain }
        BandEnergies.takeLogs(of: &scene.energies)
        if random.chance(recipe.augmentation.telephone) { telephone.carry(&scene.energies) }
        return (scene.energies, scene.isSpeech)
    }

    private func turns(frames: Int, using random: inout SeededGenerator) -> ActivityPool.Stretch {
        var scene = ActivityPool.Stretch(energies: [], isSpeech: [])
        while scene.isSpeech.count < frames {
            let pause = Int(100 * random.uniform(recipe.pauseSeconds))
            scene.energies += Array(repeating: 0, count: pause * pool.binCount)
            scene.isSpeech += Array(repeating: false, count: pause)
            let turn = pool.draw(frames: Int(100 * random.uniform(recipe.turnSeconds)), using: &random)
            scene.energies += colored(turn.energies, using: &random)
            scene.isSpeech += turn.isSpeech
        }
        scene.energies.removeLast(scene.energies.count - frames * pool.binCount)
        scene.isSpeech.removeLast(scene.isSpeech.count - frames)
        return scene
    }

    /// A turn through a microphone of its own, at a level of its own.
    private func colored(_ energies: [Float], using random: inout SeededGenerator) -> [Float] {
        let gain = Float(pow(10, random.uniform([-6, 6]) / 10))
        let response = recipe.augmentation.coloration.response(bins: pool.binCount, using: &random)
        return energies.indices.map { energies[$0] * gain * (response?[$0 % pool.binCount] ?? 1) }
    }
}
