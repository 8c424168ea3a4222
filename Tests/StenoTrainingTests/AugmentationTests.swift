import Foundation
import StenoAudio
import StenoTensor
import StenoTestSupport
import StenoTraining
import Testing

@Suite("Augmentation")
struct AugmentationTests {
    @Test("generated noise is added at the ratio that the recipe asks for")
    func noiseRatio() throws {
        var mixing = NoiseMixing()
        (mixing.probability, mixing.decibels) = (1, [10, 10])
        let speech = AudioBuffer(samples: Signal.sine(hertz: 500, seconds: 1), sampleRate: .speech)
        var random = SeededGenerator(seed: 1)
        let mixed = try mixing.applied(
            to: speech, speechPower: 0.125, noises: AudioFolder([]),
            store: AudioStore(sampleRate: .speech, megabytes: 1),
            using: &random)
        let noise = zip(mixed.samples, speech.samples).map { Double($0 - $1) }
        let power = noise.reduce(0) { $0 + $1 * $1 } / Double(noise.count)
        // A sine of amplitude 0.5 has the power 0.125; its noise must have a tenth.
        #expect(abs(power - 0.0125) < 1e-4)
    }

    @Test("volume changes by the decibels that are asked for")
    func volume() {
        var perturbation = VolumePerturbation()
        (perturbation.probability, perturbation.decibels) = (1, [-20, -20])
        var random = SeededGenerator(seed: 1)
        let quiet = perturbation.applied(
            to: AudioBuffer(samples: [1, -0.5], sampleRate: .speech), using: &random)
        #expect(largestDifference(quiet.samples, [0.1, -0.05]) < 1e-6)
    }

    @Test("a coloration is smooth over the bands and as strong as the recipe asks for")
    func coloration() throws {
        var coloration = Coloration()
        (coloration.probability, coloration.decibels) = (1, 4)
        var random = SeededGenerator(seed: 1)
        var squares: [Double] = []
        for _ in 0..<200 {
            let response = try #require(coloration.response(bins: 80, using: &random))
            let decibels = response.map { 10 * log10(Double($0)) }
            squares += decibels.map { $0 * $0 }
            // Six half-waves over 80 bands: no two neighbours are far apart, at 4 dB hardly ever more than 3 dB.
            #expect(zip(decibels, decibels.dropFirst()).allSatisfy { abs($0 - $1) < 3 })
        }
        let deviation = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
        // 200 draws of six numbers: the deviation is known within 5 %.
        #expect(abs(deviation - 4) < 0.4)
        coloration.probability = 0
        #expect(coloration.response(bins: 80, using: &random) == nil)
    }

    @Test("noise reduction presses pauses down as far as the recipe asks for, and leaves what is loud")
    func noiseReduction() {
        var reduction = NoiseReduction()
        (reduction.probability, reduction.decibels) = (1, [20, 20])
        let floors: [Float] = [1, 4]
        // A pause at the floor, then speech 30 dB above it.
        let heard: [Float] = [1, 4, 1_000, 4_000]
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20 {
            var energies = heard
            reduction.apply(to: &energies, floors: floors, using: &random)
            #expect(largestDifference(Array(energies[..<2]), [0.01, 0.04]) < 1e-6)
            // Up to four times the floor is subtracted.
            #expect(zip(energies[2...], heard[2...]).allSatisfy { $0 < $1 && $0 >= 0.996 * $1 })
        }
        reduction.probability = 0
        var energies = heard
        reduction.apply(to: &energies, floors: floors, using: &random)
        #expect(energies == heard)
    }

    @Test("generated music has pitch: most of its energy lies in few bands, unlike that of noise")
    func music() {
        var random = SeededGenerator(seed: 2)
        func share(of samples: [Float]) -> Float {
            let energies = samples.map { $0 * $0 }
            // A tone repeats itself: the best of all lags of 2 to 12 ms leaves little over.
            let total = energies.reduce(0, +)
            return (32...192).map { lag in
                zip(samples, samples.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 } / total
            }.max() ?? 0
        }
        let music = generatedMusic(count: 3_200, sampleRate: 16_000, using: &random)
        #expect(!music.contains { !$0.isFinite })
        #expect(share(of: music) > 0.5)
        #expect(share(of: Signal.noise(seconds: 0.2, amplitude: 0.5)) < 0.2)
    }

    @Test("SpecAugment hides whole bands and whole frames, at most as wide as allowed, and nothing else")
    func specAugment() {
        var masks = SpecAugment()
        (masks.frequencyMasks, masks.frequencyWidth, masks.timeMasks, masks.timeFraction) = (1, 3, 1, 0.25)
        let ones = Tensor(repeating: 1, shape: [40, 10])
        for seed in 0..<20 {
            var random = SeededGenerator(seed: UInt64(seed))
            let values = masks.masked(ones, using: &random).array
            let hiddenFrames = (0..<40).filter { frame in (0..<10).allSatisfy { values[frame * 10 + $0] == 0 }
            }
            let hiddenBins = (0..<10).filter { bin in (0..<40).allSatisfy { values[$0 * 10 + bin] == 0 } }
            #expect(hiddenFrames.count <= 10 && hiddenBins.count <= 3)
            let expected = (0..<400).map {
                hiddenFrames.contains($0 / 10) || hiddenBins.contains($0 % 10) ? Float(0) : 1
            }
            #expect(values == expected)
        }
    }

    @Test("every utterance is in exactly one string, by one speaker, no longer than allowed")
    func concatenation() {
        var joining = Concatenation()
        (joining.probability, joining.longest, joining.maximumSeconds) = (0.8, 5, 6)
        let durations = (0..<100).map { 0.5 + Double($0 % 7) / 5 }
        let speakers = (0..<100).map { $0 % 3 == 0 ? "a" : "b" }
        let examples = joining.examples(durations: durations, speakers: speakers, seed: 1, epoch: 0)
        #expect(examples.flatMap(\.utterances).sorted() == Array(0..<100))
        for example in examples {
            #expect(Set(example.utterances.map { speakers[$0] }).count == 1)
            #expect(example.utterances.count <= 5)
            #expect(example.duration(durations) <= 6)
            #expect(example.pauses.count == example.utterances.count + 1)
        }
        #expect(examples.contains { $0.utterances.count > 2 })
        #expect(examples == joining.examples(durations: durations, speakers: speakers, seed: 1, epoch: 0))
        #expect(examples != joining.examples(durations: durations, speakers: speakers, seed: 1, epoch: 1))
    }

    @Test("a room keeps the power and the place of the direct sound")
    func room() throws {
        let folder = try TemporaryFolder()
        var response = [Float](repeating: 0, count: 400)
        (response[100], response[300]) = (0.8, 0.4)
        try AudioBuffer(samples: response, sampleRate: .speech).write(to: folder.file("room.wav"))
        var rooms = RoomSimulation()
        rooms.probability = 1
        var random = SeededGenerator(seed: 1)
        var click = [Float](repeating: 0, count: 1_000)
        click[50] = 1
        let heard = try rooms.applied(
            to: AudioBuffer(samples: click, sampleRate: .speech), rooms: AudioFolder([folder.url]),
            store: AudioStore(sampleRate: .speech, megabytes: 1), using: &random)
        // Direct sound and echo in the ratio 2 : 1, their powers summing to that of the click.
        let direct = Float(0.8).squareRoot()
        var expected = [Float](repeating: 0, count: 1_000)
        (expected[50], expected[250]) = (direct, direct / 2)
        // The file holds 16-bit samples.
        #expect(largestDifference(heard.samples, expected) < 1e-4)
    }
}
