import Foundation
import StenoAudio
import StenoFeatures
import StenoNN
import StenoSpeakers
import StenoTensor
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("The trained voice activity detector")
struct VoiceActivityStreamTests {
    private let detector: VoiceActivityDetector
    private let frames: [Float]

    init() throws {
        var random = SeededGenerator(seed: 4)
        let configuration = VoiceActivityNetwork.Configuration()
        let network = VoiceActivityNetwork(configuration, using: &random)
        network.inputNorm.runningMean.value = Tensor(repeating: 12, shape: [80])
        network.inputNorm.runningVar.value = Tensor(repeating: 16, shape: [80])
        detector = try VoiceActivityDetector(network: network, configuration: configuration)
        let samples = SyntheticSpeech.samples(of: SyntheticSpeech.people[0], seconds: 2.35)
        frames = try FeatureExtractor(FbankOptions()).features(
            of: AudioBuffer(samples: samples, sampleRate: .speech)
        ).array
    }

    private func probabilities(chunk: Int) -> [Float] {
        var stream = VoiceActivityStream(detector)
        let decided = stride(from: 0, to: frames.count, by: 80 * chunk).flatMap {
            stream.accept(Array(frames[$0..<min($0 + 80 * chunk, frames.count)]))
        }
        return decided + stream.finish()
    }

    @Test("judges every frame once, the same bit for bit in any chunks", arguments: [1, 7, 40])
    func chunks(size: Int) {
        let whole = probabilities(chunk: 10_000)
        #expect(whole.count == frames.count / 80)
        #expect(probabilities(chunk: size) == whole)
    }

    @Test("knows how long nobody has spoken, whatever was heard since", arguments: [1, 7])
    func quiet(size: Int) throws {
        let shipped = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../../models/digits/speaker")
        let detector = try #require(try VoiceActivityDetector(at: shipped))
        let heard = (0..<4).flatMap { turn in
            SyntheticSpeech.samples(of: SyntheticSpeech.people[turn % 2], seconds: 1)
                + SyntheticSpeech.pause(seconds: 1)
        }
        func history(until end: Int, chunk: Int) -> SpeechHistory {
            var history = SpeechHistory(detector)
            var bands = BandStream(nil, detector)
            for start in stride(from: 0, to: end, by: chunk) {
                history.accept(bands.hear(Array(heard[start..<min(start + chunk, end)])))
            }
            return history
        }
        let whole = history(until: heard.count, chunk: heard.count)
        for tenth in 1..<80 {
            let time = Duration.milliseconds(100 * tenth)
            let then = history(until: 1_600 * tenth, chunk: 160 * size)
            #expect(then.quiet(at: time) == whole.quiet(at: time))
            // The last of the detector's decisions are 0.3 s old.
            if (5...9).contains(tenth % 20) { #expect(whole.quiet(at: time) <= .milliseconds(400)) }
            if tenth % 20 > 14 {
                #expect(abs(whole.quiet(at: time).inSeconds - (Double(tenth % 20) / 10 - 1)) < 0.15)
            }
        }
    }

    @Test("judges as the network does in training, frame for frame")
    func asTrained() {
        let count = frames.count / 160 * 2
        let features = Tensor(Array(frames.prefix(count * 80)), shape: [1, count, 80])
        // In a stream a copy of the first step stands before it.
        let first = features.sliced(0..<2, along: 1)
        let copy = Tensor.concatenated(
            [first.sliced(0..<1, along: 1), first.sliced(0..<1, along: 1), features], along: 1)
        let outputs = detector.network(copy).softmax().array
        let streamed = probabilities(chunk: 10_000)
        for step in 0..<count / 2 - 10 {
            let output = step + VoiceActivityNetwork.lookAhead
            #expect(abs(streamed[2 * step] - outputs[2 * output + 1]) < 1e-5)
            #expect(streamed[2 * step] == streamed[2 * step + 1])
        }
    }

    @Test("comes back from a speaker model's folder, and a folder without one has none")
    func saving() throws {
        let folder = try TemporaryFolder()
        var embedder = try SyntheticSpeech.embedder()
        try embedder.save(to: folder.url)
        #expect(try SpeakerEmbedder(at: folder.url).activity == nil)
        embedder.activity = detector
        try embedder.save(to: folder.url)
        let loaded = try #require(try SpeakerEmbedder(at: folder.url).activity)
        var (one, other) = (SpeechStretches(detector), SpeechStretches(loaded))
        let samples = SyntheticSpeech.samples(of: SyntheticSpeech.people[1], seconds: 2)
        #expect(one.accept(samples) == other.accept(samples))
        #expect(one.finish() == other.finish())
    }
}
