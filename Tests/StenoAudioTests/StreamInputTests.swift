import Foundation
import StenoAudio
import StenoTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Audio from a pipe")
struct StreamInputTests {
    /// Reads what a pipe delivers when all of it is written by another thread.
    private func read(_ data: Data, format: StreamFormat = .container) throws -> (AudioBuffer, [AudioWarning])
    {
        let pipe = Pipe()
        Thread.detachNewThread {
            try? pipe.fileHandleForWriting.write(contentsOf: data)
            try? pipe.fileHandleForWriting.close()
        }
        var reader = try AudioReader(fileDescriptor: pipe.fileHandleForReading.fileDescriptor, format: format)
        let audio = try reader.readAll()
        return (audio, reader.warnings)
    }

    @Test(
        "a WAV stream is its samples, whatever length its header pretends",
        arguments: [nil, 0, .max] as [UInt32?])
    func wav(_ declared: UInt32?) throws {
        let sine = integerSine(seconds: 2)
        let (audio, warnings) = try read(wavBytes(sine, declaredBytes: declared))
        #expect(audio.samples == sine.map { Float($0) / 32_768 })
        #expect(audio.sampleRate == .speech)
        #expect(warnings == [])
    }

    @Test("what follows the declared samples is not sound")
    func trailingBytes() throws {
        let sine = integerSine(seconds: 1)
        let (audio, _) = try read(wavBytes(sine) + Data("LIST of thanks".utf8))
        #expect(audio.samples.count == sine.count)
    }

    @Test("a WAV stream that breaks off is called truncated")
    func truncated() throws {
        let (_, warnings) = try read(wavBytes(integerSine(seconds: 1), declaredBytes: 64_000))
        #expect(warnings == [.truncated(name: "standard input", read: .seconds(1), declared: .seconds(2))])
    }

    @Test(
        "other containers come through a pipe too",
        arguments: [WrittenFormat.flac, .vorbis, .opus, .mp3, .aiff, .wavADPCM, .sphere])
    func spooled(_ format: WrittenFormat) throws {
        let folder = try TemporaryFolder()
        let url = folder.file("sound")
        try writeSound(Signal.sine(hertz: 440, seconds: 2, sampleRate: 48_000), as: format, to: url)
        let fromFile = try AudioFile(at: url).read()
        let (audio, _) = try read(Data(contentsOf: url))
        #expect(audio == fromFile)
    }

    @Test("raw encodings decode as libsndfile decodes them", arguments: RawEncoding.allCases)
    func raw(_ encoding: RawEncoding) throws {
        // Every byte value in every place of a sample, as the samples of a WAV file and of a raw stream.
        var generator = SeededGenerator(seed: 3)
        var bytes =
            (0..<1_024).map { UInt8(truncatingIfNeeded: $0) }
            + (0..<2_048).map { _ in UInt8.random(in: 0...255, using: &generator) }
        if encoding == .f32le {
            bytes = Signal.noise(seconds: 0.1).flatMap { sample in withUnsafeBytes(of: sample) { Array($0) } }
        }
        let folder = try TemporaryFolder()
        let url = folder.file("raw.wav")
        try rawWAV(bytes, encoding: encoding).write(to: url)
        let expected = try AudioFile(at: url).read()
        let (audio, _) = try read(Data(bytes), format: .raw(encoding, sampleRate: .speech))
        #expect(audio == expected)
        #expect(audio.samples.count == bytes.count / encoding.byteCount)
    }

    /// A whole WAV file, so that libsndfile and not this package decodes it.
    private func rawWAV(_ bytes: [UInt8], encoding: RawEncoding) -> Data {
        let code: UInt8 = encoding == .f32le ? 3 : encoding == .alaw ? 6 : encoding == .mulaw ? 7 : 1
        var header = wavBytes([], declaredBytes: UInt32(bytes.count))
        header[20] = code
        header[32] = UInt8(encoding.byteCount)
        header[34] = UInt8(encoding.byteCount * 8)
        return header + Data(bytes)
    }

    @Test("samples are delivered before the pipe is closed")
    func live() throws {
        let pipe = Pipe()
        let input = pipe.fileHandleForReading
        var reader = try AudioReader(
            fileDescriptor: input.fileDescriptor, format: .raw(.s16le, sampleRate: .speech))
        // 20 ms and half a sample: the half stays behind until the rest of it comes.
        let sine = integerSine(seconds: 0.04)
        let bytes = sine.withUnsafeBytes { Data($0) }
        try pipe.fileHandleForWriting.write(contentsOf: bytes.prefix(641))
        #expect(try reader.next()?.count == 320)
        try pipe.fileHandleForWriting.write(contentsOf: bytes.dropFirst(641))
        #expect(try reader.next() == sine[320...].map { Float($0) / 32_768 })
        #expect(reader.received == .milliseconds(40))
        try pipe.fileHandleForWriting.close()
        #expect(try reader.next() == nil)
    }

    @Test(
        "a live stream at another rate lags by no more than the resampler's filter",
        arguments: [(8_000, 115), (44_100, 40), (48_000, 40)])
    func lag(_ rate: Int, _ milliseconds: Int) throws {
        let pipe = Pipe()
        let input = pipe.fileHandleForReading
        let format = StreamFormat.raw(.s16le, sampleRate: SampleRate(hertz: rate))
        var reader = try AudioReader(
            fileDescriptor: input.fileDescriptor, format: format, sampleRate: .speech)
        try pipe.fileHandleForWriting.write(
            contentsOf: integerSine(seconds: 0.5, rate: rate).withUnsafeBytes { Data($0) })
        var delivered = 0
        while reader.received < .milliseconds(500), let chunk = try reader.next() { delivered += chunk.count }
        #expect(delivered >= 16 * (500 - milliseconds))
        try pipe.fileHandleForWriting.close()
        while let chunk = try reader.next() { delivered += chunk.count }
        #expect(delivered == 8_000)
    }

    @Test("an input without bytes is called empty")
    func empty() {
        #expect(throws: AudioError.empty(name: "standard input")) { try read(Data()) }
        #expect(throws: AudioError.noSamples(name: "standard input")) {
            try read(Data(), format: .raw(.s16le, sampleRate: .speech))
        }
    }
}
