import Foundation
import StenoAudio
import StenoTestSupport
import Testing

@Suite("Reading tracks")
struct AudioReaderTests {
    private let folder: TemporaryFolder
    private let stereo: URL
    private let left = Signal.sine(hertz: 300, seconds: 0.5)
    private let right = Signal.sine(hertz: 500, seconds: 0.5, amplitude: 0.25)

    init() throws {
        folder = try TemporaryFolder()
        stereo = folder.file("stereo.wav")
        let interleaved = zip(left, right).flatMap { [$0, $1] }
        try writeSound(interleaved, as: .wavFloat, rate: 16_000, channels: 2, to: stereo)
    }

    @Test("channels are averaged, chosen or kept apart")
    func channels() throws {
        var mixed = try AudioReader(at: stereo)
        #expect(try mixed.readAll().samples == zip(left, right).map { ($0 + $1) * 0.5 })
        var second = try AudioReader(at: stereo, channels: .only(2))
        #expect(try second.readAll().samples == right)
        var both = try AudioReader(at: stereo, channels: .separate)
        var tracks: [[Float]] = [[], []]
        while let chunk = try both.nextTracks() {
            for track in 0..<2 { tracks[track] += chunk[track] }
        }
        #expect(both.trackCount == 2)
        #expect(tracks == [left, right])
    }

    @Test("separate tracks at another rate are what each channel alone would be")
    func separateResampled() throws {
        var both = try AudioReader(at: stereo, sampleRate: .telephone, channels: .separate)
        var tracks: [[Float]] = [[], []]
        while let chunk = try both.nextTracks() {
            for track in 0..<2 { tracks[track] += chunk[track] }
        }
        for track in 0..<2 {
            var one = try AudioReader(at: stereo, sampleRate: .telephone, channels: .only(track + 1))
            #expect(try one.readAll().samples == tracks[track])
        }
    }

    @Test("a file read as a stream is the file resampled in one go")
    func streamed() throws {
        let url = folder.file("noise.wav")
        let noise = Signal.noise(seconds: 5, sampleRate: 44_100)
        try writeSound(noise, as: .wavFloat, rate: 44_100, to: url)
        var reader = try AudioReader(at: url, sampleRate: .speech)
        let whole = try AudioBuffer(samples: noise, sampleRate: SampleRate(hertz: 44_100)).resampled(
            to: .speech)
        #expect(try reader.readAll() == whole)
        #expect(reader.received == .seconds(5))
    }

    @Test("a named pipe is read like a file")
    func namedPipe() throws {
        let url = folder.file("pipe")
        #expect(mkfifo(url.path, 0o600) == 0)
        let sine = integerSine(seconds: 0.1)
        Thread.detachNewThread {
            guard let file = FileHandle(forWritingAtPath: url.path) else { return }
            try? file.write(contentsOf: wavBytes(sine))
            try? file.close()
        }
        var reader = try AudioReader(at: url)
        #expect(try reader.readAll().samples.count == sine.count)
    }
}
