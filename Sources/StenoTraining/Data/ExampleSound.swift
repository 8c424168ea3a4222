import StenoAudio
import StenoTensor
import StenoTranscript

extension ExampleLoader {
    /// Utterances one after the other, varied as the recipe says.
    func speech(
        of example: TrainingExample, _ augmentation: AugmentationRecipe, using random: inout SeededGenerator
    ) throws(UnreadableUtterance) -> AudioBuffer {
        let parts = try example.utterances.map { index throws(UnreadableUtterance) in try recording(index) }
        let speechPower = power(parts.flatMap { $0 })
        let joined = AudioBuffer(samples: join(parts, pauses: example.pauses), sampleRate: store.sampleRate)
        do {
            var audio = try augmentation.speed.applied(to: joined, using: &random)
            audio = try augmentation.rooms.applied(to: audio, rooms: rooms, store: store, using: &random)
            audio = try augmentation.noise.applied(
                to: audio, speechPower: speechPower, noises: noises, store: store, using: &random)
            return augmentation.volume.applied(to: audio, using: &random)
        } catch {
            throw UnreadableUtterance(index: example.utterances[0], reason: "\(error)")
        }
    }

    /// Nothing but noise, at a level between that of a quiet room and that of speech.
    func noiseAlone(
        lasting seconds: Double, _ mixing: NoiseMixing, using random: inout SeededGenerator
    ) throws(UnreadableUtterance) -> AudioBuffer {
        let count = store.sampleRate.samples(in: .seconds(seconds))
        let noise: [Float]
        do { noise = try mixing.background(count: count, noises, store, &random) } catch {
            throw UnreadableUtterance(index: 0, reason: "\(error)")
        }
        let level = amplitude(decibels: random.uniform([-70, -15]))
        let scale = Float(level / max(power(noise), .leastNormalMagnitude).squareRoot())
        return AudioBuffer(samples: noise.map { $0 * scale }, sampleRate: store.sampleRate)
    }

    private func recording(_ index: Int) throws(UnreadableUtterance) -> [Float] {
        let utterance = utterances[index]
        do {
            let whole = try store.recording(utterance.audio)
            let part = whole.excerpt(from: utterance.offset, lasting: utterance.duration)
            guard !part.samples.isEmpty else {
                throw UnreadableUtterance(index: index, reason: "the recording ends before it begins")
            }
            return part.samples
        } catch let error as AudioError {
            throw UnreadableUtterance(index: index, reason: error.description)
        } catch {
            throw UnreadableUtterance(index: index, reason: "\(error)")
        }
    }

    private func join(_ parts: [[Float]], pauses: [Double]) -> [Float] {
        var samples: [Float] = []
        for (index, pause) in pauses.enumerated() {
            samples += [Float](repeating: 0, count: store.sampleRate.samples(in: .seconds(pause)))
            if index < parts.count { samples += parts[index] }
        }
        return samples
    }
}
