import StenoAudio
import StenoTensor
import StenoTranscript

extension ExampleLoader {
    /// Utterances one after the other, varied as the recipe says.
    func speech(
        of example: TrainingExample, _ augmentation: AugmentationRecipe, using random: inout SeededGenerator
    ) throws(UnreadableUtterance) -> AudioBuffer {
        let parts = try example.utterances.map { index throws(UnreadableUtterance) in try recording(index) }
        let joined = join(parts, pauses: example.pauses)
        let spoken = AudioBuffer(samples: parts.flatMap(\.samples), sampleRate: store.sampleRate)
        do {
            var audio = try augmentation.speed.applied(to: joined, using: &random)
            audio = try augmentation.rooms.applied(to: audio, rooms: rooms, store: store, using: &random)
            audio = try augmentation.noise.applied(
                to: audio, speechPower: spoken.power, noises: noises, store: store, using: &random)
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
        let noise: AudioBuffer
        do { noise = try mixing.background(count: count, noises, store, &random) } catch {
            throw UnreadableUtterance(index: 0, reason: "\(error)")
        }
        let level = amplitude(decibels: random.uniform([-70, -15]))
        return noise.power > 0 ? noise.scaled(by: Float(level / noise.power.squareRoot())) : noise
    }

    private func recording(_ index: Int) throws(UnreadableUtterance) -> AudioBuffer {
        let utterance = utterances[index]
        let whole: AudioBuffer
        do throws(AudioError) { whole = try store.recording(utterance.audio) } catch {
            throw UnreadableUtterance(index: index, reason: error.description)
        }
        let part = whole.excerpt(from: utterance.offset, lasting: utterance.duration)
        guard !part.samples.isEmpty else {
            throw UnreadableUtterance(index: index, reason: "the recording ends before the utterance begins")
        }
        return part
    }

    private func join(_ parts: [AudioBuffer], pauses: [Double]) -> AudioBuffer {
        var joined = AudioBuffer(samples: [], sampleRate: store.sampleRate)
        for (index, pause) in pauses.enumerated() {
            joined = joined.appending(.silence(.seconds(pause), at: store.sampleRate))
            if index < parts.count { joined = joined.appending(parts[index]) }
        }
        return joined
    }
}
