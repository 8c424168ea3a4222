package import StenoAudio
import StenoKernels
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
        let response = try store.recording(file).samples
        return AudioBuffer(samples: audio.samples.reverberated(by: response), sampleRate: audio.sampleRate)
    }
}

extension [Float] {
    /// These samples as heard through an impulse response: same length, same power, not delayed (the response
    /// begins at its largest value, the direct sound).
    func reverberated(by response: [Float]) -> [Float] {
        guard let direct = response.indices.max(by: { abs(response[$0]) < abs(response[$1]) }) else {
            return self
        }
        let wet = convolved(with: Array(response[direct...]))
        let gain = Float((power(self) / Swift.max(power(wet), .leastNormalMagnitude)).squareRoot())
        return wet.map { $0 * gain }
    }
}
