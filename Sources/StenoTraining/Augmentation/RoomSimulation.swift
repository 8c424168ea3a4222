package import StenoAudio
package import StenoTensor

/// Lets a recording sound as if it were heard in a room: convolves it with a measured impulse response.
package struct RoomSimulation: Codable, Equatable, Sendable {
    package var probability = 0.0
    /// Folders of impulse responses.
    package var folders: [String] = []

    package init() {}

    package func applied(
        to audio: AudioBuffer, rooms: AudioFolder, store: AudioStore, using random: inout SeededGenerator
    ) throws(AudioError) -> AudioBuffer {
        guard random.chance(probability), let file = rooms.files.randomElement(using: &random) else {
            return audio
        }
        return audio.convolved(with: try store.recording(file))
    }
}
