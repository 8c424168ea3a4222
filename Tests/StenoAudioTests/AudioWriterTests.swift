import Foundation
import StenoAudio
import StenoTestSupport
import Testing

@Suite("Writing audio")
struct AudioWriterTests {
    private let folder: TemporaryFolder
    private let sixteenBitNoise = AudioBuffer(
        samples: Signal.noise(seconds: 0.5, amplitude: 1).map { ($0 * 32_768).rounded() / 32_768 },
        sampleRate: .speech)

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(
        "lossless formats give 16-bit samples back unchanged",
        arguments: [AudioFormat.wav16, .wavFloat, .flac])
    func lossless(_ format: AudioFormat) throws {
        let url = folder.file("noise")
        try sixteenBitNoise.write(to: url, as: format)
        let back = try AudioFile(at: url).read()
        // +1.0 does not exist in 16 bits.
        #expect(
            back.samples == sixteenBitNoise.samples.map { min($0, format == .wavFloat ? 1 : 32_767 / 32_768) }
        )
    }

    @Test("Opus keeps a sine")
    func opus() throws {
        let url = folder.file("sine.opus")
        try AudioBuffer(samples: Signal.sine(hertz: 440, seconds: 1), sampleRate: .speech).write(
            to: url, as: .opus)
        let back = try AudioFile(at: url).read().resampled(to: .speech)
        let expected = Signal.sine(hertz: 440, seconds: 1)
        #expect(
            largestDifference(Array(back.samples[2_000..<14_000]), Array(expected[2_000..<14_000])) < 0.05)
    }

    @Test("samples beyond full scale are clipped, not wrapped")
    func clipping() throws {
        let url = folder.file("loud.wav")
        try AudioBuffer(samples: [2, -2, .nan], sampleRate: .speech).write(to: url)
        #expect(try AudioFile(at: url).read().samples == [32_767 / 32_768, -1, 0])
    }

    @Test("a file appears only when it is finished")
    func atomic() throws {
        let url = folder.file("noise.wav")
        var writer = try AudioWriter(to: url, as: .wav16, sampleRate: .speech)
        try writer.append(sixteenBitNoise.samples)
        #expect(!FileManager.default.fileExists(atPath: url.path))
        try writer.finish()
        #expect(try AudioFile(at: url).read().samples.count == sixteenBitNoise.samples.count)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["noise.wav"])
    }

    @Test("a writer that is given up leaves nothing")
    func abandoned() throws {
        do {
            var writer = try AudioWriter(to: folder.file("noise.wav"), as: .wav16, sampleRate: .speech)
            try writer.append(sixteenBitNoise.samples)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
    }

    @Test("what cannot be written is named")
    func refused() {
        #expect(throws: AudioError.self) {
            try sixteenBitNoise.write(to: folder.file("no/such/folder/noise.wav"))
        }
        #expect(throws: AudioError.self) {
            _ = try AudioWriter(to: folder.file("odd.opus"), as: .opus, sampleRate: SampleRate(hertz: 11_025))
        }
    }
}
