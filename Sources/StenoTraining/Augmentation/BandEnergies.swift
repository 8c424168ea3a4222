import Foundation
import StenoAudio
import StenoFeatures
import StenoKernels
import StenoSpeakers
import StenoTensor

/// The energies in the bands that speaker models and voice activity detectors hear, before their logs are taken: sounds
/// that meet add up in them.
struct BandEnergies: Sendable {
    private let extractor: FeatureExtractor
    private let mel: MelOptions

    /// - Parameter count: F
    init(count: Int) throws(FeatureError) {
        var options = FbankOptions()
        options.mel.binCount = count
        options.takesLog = false
        mel = options.mel
        extractor = try FeatureExtractor(options)
    }

    /// F
    var count: Int { mel.binCount }

    /// - Parameter audio: One channel at 16 kHz.
    /// - Returns: `[T, F]`
    func energies(of audio: AudioBuffer) -> [Float] { extractor.features(of: audio).array }

    /// Natural logs, as the network is given them.
    static func takeLogs(of energies: inout [Float]) {
        var span = energies.mutableSpan
        logFloored(&span, floor: .ulpOfOne)
    }

    /// How many of the bands hear nothing of a frequency and what is above it.
    fileprivate func count(below hertz: Float) -> Int {
        func mel(_ hertz: Float) -> Float { 1127 * log(1 + hertz / 700) }
        let top = self.mel.highestHertz ?? Float(SampleRate.speech.hertz) / 2
        let low = mel(self.mel.lowestHertz)
        let width = (mel(top) - low) / Float(count + 1)
        return max(0, Int((mel(hertz) - low) / width) - 1)
    }
}

/// Takes away what a telephone does not carry: everything above 4 kHz.
struct TelephoneLine: Sendable {
    private let bins: Int
    private let carried: Int

    init(_ bands: BandEnergies) {
        (bins, carried) = (bands.count, bands.count(below: 4_000))
    }

    /// - Parameter features: Log energies, `[T, F]`.
    func carry(_ features: inout [Float]) {
        for start in stride(from: 0, to: features.count, by: bins) {
            for bin in carried..<bins { features[start + bin] = SpeakerNetwork.quietestInput }
        }
    }
}
