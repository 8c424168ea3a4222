import StenoAudio
import StenoTensor

/// What happens to a recording before it is heard, so that a voice is known through any microphone, room and line.
package struct SpeakerAugmentation: Codable, Equatable, Sendable {
    package var rooms = RoomSimulation()
    package var noise = NoiseMixing()
    package var volume = VolumePerturbation()
    /// How often an example is heard as over a telephone, with nothing above 4 kHz.
    package var telephone = 0.0

    package init() {}
}

/// Lets recordings sound as if made elsewhere.
struct SpeakerScenes: Sendable {
    let augmentation: SpeakerAugmentation
    let store: AudioStore
    let noises: AudioFolder
    let rooms: AudioFolder

    /// - Parameter speech: A recording of one voice.
    func placed(_ speech: AudioBuffer, using random: inout SeededGenerator) throws(AudioError) -> AudioBuffer
    {
        let echoed = try augmentation.rooms.applied(to: speech, rooms: rooms, store: store, using: &random)
        let noisy = try augmentation.noise.applied(
            to: echoed, speechPower: echoed.power, noises: noises, store: store, using: &random)
        return augmentation.volume.applied(to: noisy, using: &random)
    }
}
