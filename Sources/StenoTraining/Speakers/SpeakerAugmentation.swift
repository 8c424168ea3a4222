import StenoAudio
import StenoTensor

/// What happens to an example before it is heard, so that a voice is known through any microphone, room and line.
package struct SpeakerAugmentation: Codable, Equatable, Sendable {
    package var rooms = RoomSimulation()
    package var noise = NoiseMixing()
    package var volume = VolumePerturbation()
    /// How often an example is heard as over a telephone, with nothing above 4 kHz.
    package var telephone = 0.0

    package init() {}
}

/// Makes examples out of recordings.
struct SpeakerExamples: Sendable {
    let augmentation: SpeakerAugmentation
    let store: AudioStore
    let noises: AudioFolder
    let rooms: AudioFolder

    /// A stretch of an utterance, at another speed and in another place.
    ///
    /// - Parameter count: The samples wanted.
    func example(
        of utterance: VoicedUtterance, speed: Double, count: Int, using random: inout SeededGenerator
    ) throws(AudioError) -> AudioBuffer {
        let recording = try store.recording(utterance.audio)
        var audio = AudioBuffer(
            samples: stretch(of: recording, utterance, count: Int(Double(count) * speed) + 32, using: &random),
            sampleRate: recording.sampleRate)
        if speed != 1 { audio = try audio.speed(by: speed) }
        audio = AudioBuffer(samples: audio.samples.repeated(toCount: count), sampleRate: audio.sampleRate)
        audio = try augmentation.rooms.applied(to: audio, rooms: rooms, store: store, using: &random)
        audio = try augmentation.noise.applied(
            to: audio, speechPower: power(audio.samples), noises: noises, store: store, using: &random)
        if random.chance(augmentation.telephone) { audio = try audio.throughTelephone() }
        let samples = augmentation.volume.applied(to: audio.samples, using: &random)
        return AudioBuffer(samples: samples.repeated(toCount: count), sampleRate: audio.sampleRate)
    }

    /// A random stretch; of four, the first that is not mostly pause.
    private func stretch(
        of recording: AudioBuffer, _ utterance: VoicedUtterance, count: Int, using random: inout SeededGenerator
    ) -> [Float] {
        let all = utterance.samples(in: recording)
        guard all.count > count else { return Array(recording.samples[all]).repeated(toCount: count) }
        let mean = power(Array(recording.samples[all]))
        var chosen: [Float] = []
        for _ in 0..<4 {
            let start = Int.random(in: all.lowerBound...all.upperBound - count, using: &random)
            chosen = Array(recording.samples[start..<start + count])
            if power(chosen) > 0.2 * mean { break }
        }
        return chosen
    }
}

extension AudioBuffer {
    /// The same without what a telephone line does not carry.
    fileprivate func throughTelephone() throws(AudioError) -> AudioBuffer {
        try resampled(to: .telephone).resampled(to: sampleRate)
    }
}

extension [Float] {
    /// Cut, or continued from the beginning, to so many samples.
    fileprivate func repeated(toCount count: Int) -> [Float] {
        guard !isEmpty else { return Array(repeating: 0, count: count) }
        return self.count >= count ? Array(prefix(count)) : (0..<count).map { self[$0 % self.count] }
    }
}
