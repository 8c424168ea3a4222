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
