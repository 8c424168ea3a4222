import Foundation
import StenoAudio
import StenoFeatures
import StenoSpeakers
import StenoTensor
import StenoTestSupport
import Testing

@Suite("What carries a voice")
struct SpeechBandTests {
    /// Natural-log energies of a second of noise.
    private func energies(over band: SpeechBand) throws -> [Float] {
        var options = FbankOptions()
        options.mel.binCount = 80
        var noise = Signal.noise(seconds: 1, amplitude: 0.1, seed: 3)
        if band == .telephone {
            // A mean over a window with a dip at every multiple of 16,000 / 5 Hz, many times over.
            for _ in 0..<12 {
                noise = noise.indices.map { index in
                    noise[max(0, index - 4)...index].reduce(0, +) / 5
                }
            }
        }
        return try FeatureExtractor(options).features(of: AudioBuffer(samples: noise, sampleRate: .speech))
            .array
    }

    @Test("nothing is heard above 4 kHz where a line does not carry it, and something where it does")
    func lost() throws {
        let band = TelephoneBand(of: 80)
        #expect(band.lost(of: try energies(over: .wide)).allSatisfy { $0 > 10 })
        let narrow = band.lost(of: try energies(over: .telephone))
        #expect(narrow.dropFirst(2).dropLast(2).allSatisfy { $0 < 4.5 }, "\(narrow)")
    }

    @Test("a telephone takes away the upper bands and leaves the others as they are")
    func carried() {
        let band = TelephoneBand(of: 80)
        var energies = [Float](repeating: 12, count: 3 * 80)
        band.carry(&energies)
        for frame in 0..<3 {
            let row = energies[frame * 80..<(frame + 1) * 80]
            #expect(row.prefix(55).allSatisfy { $0 == 12 } && row.suffix(18).allSatisfy { $0 == 4 })
        }
        #expect(band.lost(of: energies) == [4, 4, 4])
    }

    @Test("pooled speech was carried by what carried most of it")
    func pooled() {
        let frame: ArraySlice<Float> = [1, 2, 1]
        var speech = PooledSpeech(width: 2)
        #expect(speech.band == .wide)
        for band in [SpeechBand.telephone, .telephone, .wide] { speech.add(frame, over: band) }
        #expect(speech.band == .telephone)
        var other = PooledSpeech(width: 2)
        for _ in 0..<2 { other.add(frame, over: .wide) }
        speech += other
        #expect(speech.band == .wide)
    }
}
