import Foundation
import StenoAudio
import StenoTestSupport
import Testing

@Suite("Audio files")
struct AudioFileTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("every format gives back the sine that was written", arguments: WrittenFormat.allCases)
    func everyFormat(_ format: WrittenFormat) throws {
        let sine = Signal.sine(hertz: 440, seconds: 1, sampleRate: 48_000)
        let url = folder.file("sine")
        try writeSound(sine, as: format, to: url)
        let recording = try AudioFile(at: url).read()
        #expect(recording.sampleRate.hertz == 48_000)
        let count = recording.samples.count
        #expect(format == .wavADPCM ? count >= sine.count : count == sine.count)
        // Lossy codes may take a moment to settle; the middle is compared.
        let middle = 4_800..<43_200
        #expect(largestDifference(Array(recording.samples[middle]), Array(sine[middle])) < format.tolerance)
    }

    @Test("a whole file has no warnings", arguments: WrittenFormat.allCases)
    func noWarnings(_ format: WrittenFormat) throws {
        let url = folder.file("sine")
        try writeSound(Signal.sine(hertz: 440, seconds: 2, sampleRate: 48_000), as: format, to: url)
        var reader = try AudioReader(at: url)
        _ = try reader.readAll()
        #expect(reader.warnings == [])
    }

    @Test("blocks of any length join to the whole", arguments: [1, 7, 1_000, 100_000])
    func blocks(_ frames: Int) throws {
        let noise = Signal.noise(seconds: 0.1)
        let url = folder.file("noise.wav")
        try writeSound(noise + noise, as: .wavFloat, rate: 16_000, channels: 2, to: url)
        var file = try AudioFile(at: url)
        var joined: [Float] = []
        while case let block = try file.next(frames), !block.isEmpty { joined += block }
        #expect(joined == noise + noise)
        #expect(file.framesRead == noise.count)
    }

    @Test(
        "a WAV file written through a pipe is read to its end",
        arguments: [0, 0xFFFF_FFFF, 0x7FFF_F000] as [UInt32])
    func lengthUnknown(_ declared: UInt32) throws {
        let sine = integerSine(seconds: 1)
        let url = folder.file("streamed.wav")
        try wavBytes(sine, declaredBytes: declared).write(to: url)
        var reader = try AudioReader(at: url)
        #expect(try reader.readAll().samples == sine.map { Float($0) / 32_768 })
        #expect(reader.warnings == [])
    }

    @Test("the information is that of the header")
    func information() throws {
        let url = folder.file("stereo.flac")
        try writeSound(Signal.noise(seconds: 1), as: .flac, rate: 8_000, channels: 2, to: url)
        let file = try AudioFile(at: url)
        #expect(file.info.channelCount == 2)
        #expect(file.info.sampleRate == .telephone)
        #expect(file.info.declaredFrameCount == 8_000)
        #expect(file.info.declaredDuration == .seconds(1))
    }
}
