import Foundation
import StenoAudio
import StenoFeatures
import StenoTestSupport
import Testing

@Suite("Features of real speech")
struct RealSpeechTests {
    /// What 16-bit samples can give: from the log floor to the log power of a full-scale tone in one band,
    /// 2 ln(32768 · 512 / 2) and a little.
    private static let range: ClosedRange<Float> = -16...32

    private func check(_ corpus: String, at rate: SampleRate) throws {
        var options = FbankOptions()
        options.frames.sampleRate = rate
        let extractor = try FeatureExtractor(options)
        let recordings = SharedData.recordings(12, of: corpus)
        try #require(recordings.count == 12)
        for recording in recordings {
            var reader = try AudioReader(at: recording, sampleRate: rate)
            let audio = try reader.readAll()
            let whole = extractor.features(of: audio)
            #expect(whole.shape[0] > 0, "\(recording.lastPathComponent)")
            #expect(whole.array.allSatisfy(Self.range.contains), "\(recording.lastPathComponent)")
            var stream = try extractor.makeStream()
            var rows: [Float] = []
            // 20 ms, as a live stream brings them.
            let chunk = rate.samples(in: .milliseconds(20))
            for start in stride(from: 0, to: audio.samples.count, by: chunk) {
                let end = min(start + chunk, audio.samples.count)
                rows += stream.accept(Array(audio.samples[start..<end])).array
            }
            #expect(rows + stream.finish().array == whole.array, "\(recording.lastPathComponent)")
        }
    }

    @Test(
        "digits at 8 kHz: finite, in range, and the same in 20 ms chunks",
        .enabled(if: SharedData.has("fsdd"), "needs ../shared/data/fsdd"))
    func digits() throws {
        try check("fsdd", at: SampleRate(hertz: 8_000))
    }

    @Test(
        "read sentences at 16 kHz: finite, in range, and the same in 20 ms chunks",
        .enabled(if: SharedData.has("mini_librispeech"), "needs ../shared/data/mini_librispeech"))
    func sentences() throws {
        try check("mini_librispeech", at: .speech)
    }
}
