import StenoAudio
import StenoFeatures
import StenoKernels
import StenoTensor

/// The energies in the bands that speaker models and voice activity detectors hear, before their logs are taken: sounds
/// that meet add up in them.
struct BandEnergies: Sendable {
    private let extractor: FeatureExtractor
    /// F
    let count: Int

    /// - Parameter count: F
    init(count: Int) throws(FeatureError) {
        var options = FbankOptions()
        options.mel.binCount = count
        options.takesLog = false
        self.count = count
        extractor = try FeatureExtractor(options)
    }

    /// - Parameter audio: One channel at 16 kHz.
    /// - Returns: `[T, F]`
    func energies(of audio: AudioBuffer) -> [Float] { extractor.features(of: audio).array }

    /// Natural logs, as the network is given them.
    static func takeLogs(of energies: inout [Float]) {
        var span = energies.mutableSpan
        logFloored(&span, floor: .ulpOfOne)
    }
}
