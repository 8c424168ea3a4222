import Foundation
import StenoAudio
import StenoCorpora
import StenoTestSupport

/// A language of four words, each a tone: small enough that a network learns it in seconds.
struct ToneCorpus {
    static let words: [(text: String, hertz: Double)] = [
        ("do", 400), ("re", 700), ("mi", 1_100), ("fa", 1_700),
    ]

    let folder: TemporaryFolder

    /// Writes `train.jsonl` and `dev.jsonl` with their recordings.
    ///
    /// - Parameter broken: Whether there is also a line for everything that can be wrong with an utterance.
    init(training: Int = 48, broken: Bool = false) throws {
        folder = try TemporaryFolder()
        var lines = try (0..<training).map { try utterance("train-\($0)", words: [Self.words[$0 % 4].text]) }
        if broken { lines += try brokenUtterances() }
        try ManifestWriter.write(lines, to: folder.file("train.jsonl"))
        let dev = try (0..<8).map { try utterance("dev-\($0)", words: [Self.words[$0 % 4].text]) }
        try ManifestWriter.write(dev, to: folder.file("dev.jsonl"))
    }

    /// Tones of 0.2 s with a little noise, 0.1 s apart.
    func utterance(_ id: String, words: [String]) throws -> Utterance {
        let seed = id.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) }
        let pause = [Float](repeating: 0, count: 1_600)
        let tones = words.flatMap { word -> [Float] in
            let hertz = Self.words.first { $0.text == word }?.hertz ?? 0
            return Signal.sine(hertz: hertz, seconds: 0.2) + pause
        }
        let noise = Signal.noise(seconds: Double(tones.count) / 16_000, amplitude: 0.02, seed: seed)
        let samples = zip(tones, noise).map { $0 + $1 }
        let file = folder.file("\(id).wav")
        try AudioBuffer(samples: samples, sampleRate: .speech).write(to: file)
        return Utterance(
            id: id, audio: file, duration: .seconds(Double(samples.count) / 16_000),
            text: words.joined(separator: " "),
            speaker: nil)
    }

    /// An empty transcript, a missing recording, and a file that is no audio.
    private func brokenUtterances() throws -> [Utterance] {
        var silent = try utterance("silent", words: ["do"])
        silent.text = ""
        var missing = try utterance("missing", words: ["do"])
        missing.audio = folder.file("nowhere.wav")
        var text = try utterance("text", words: ["do"])
        text.audio = folder.file("text.wav")
        try Data("this is no sound".utf8).write(to: text.audio)
        return [silent, missing, text]
    }
}
