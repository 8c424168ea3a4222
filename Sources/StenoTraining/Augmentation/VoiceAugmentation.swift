import StenoAudio
import StenoTensor

/// What happens to a recording before it is heard, so that a voice is known through any microphone, room and line.
package struct VoiceAugmentation: Codable, Equatable, Sendable {
    package var rooms = RoomSimulation()
    package var noise = NoiseMixing()
    package var noiseReduction = NoiseReduction()
    package var volume = VolumePerturbation()
    package var coloration = Coloration()
    /// How often an example is heard as over a telephone, with nothing above 4 kHz.
    package var telephone = 0.0

    package init() {}

    enum CodingKeys: String, CodingKey {
        case rooms, noise, volume, coloration, telephone
        case noiseReduction = "noise_reduction"
    }
}
