import Foundation
import Steno
import StenoAcousticModel
import StenoAudio
import StenoDecoding
import StenoLanguageModel
import StenoTestSupport
import StenoTranscript
import Testing

@Suite("Recognizer")
struct RecognizerTests {
    @Test("an offline model transcribes a recording and refuses a stream")
    func offline() throws {
        let bundle = try TinyBundle(streaming: false)
        let recognizer = try Recognizer(model: bundle.folder.url)
        let transcript = try recognizer.transcript(of: TinyBundle.recording)
        #expect(transcript.duration == TinyBundle.recording.duration)
        #expect(throws: ModelError.self) { try recognizer.makeSession() }
    }

    @Test("every channel is a speaker of its own")
    func channels() throws {
        let bundle = try TinyBundle()
        let recognizer = try Recognizer(model: bundle.folder.url)
        let folder = try TemporaryFolder()
        let file = folder.file("call.wav")
        let left = TinyBundle.recording.samples
        let right = [Float](repeating: 0, count: 8_000) + left.dropLast(8_000)
        var writer = try AudioWriter(to: file, as: .wav16, sampleRate: .speech, channelCount: 2)
        try writer.append(interleaved(left, right))
        try writer.finish()
        var reader = try AudioReader(at: file, sampleRate: recognizer.sampleRate, channels: .separate)
        let transcript = try recognizer.transcriptOfChannels(of: &reader)
        #expect(Set(transcript.segments.map(\.speaker)) == ["Channel 1", "Channel 2"])
        #expect(transcript.segments.map(\.id) == Array(transcript.segments.indices))
        #expect(
            zip(transcript.segments, transcript.segments.dropFirst()).allSatisfy {
                $0.time.start <= $1.time.start
            })
        let alone = try recognizer.transcript(of: TinyBundle.recording)
        #expect(
            transcript.segments.filter { $0.speaker == "Channel 1" }.map(\.text) == alone.segments.map(\.text)
        )
    }

    /// What a model that says phonemes, or one that does not, is asked for.
    private func units(
        dictionary: String? = "do D OW\nre R EY\nmi M IY\n",
        _ change: (inout RecognizerOptions) throws -> Void
    ) throws -> RecognizerUnits {
        let bundle = try TinyBundle(dictionary: dictionary)
        let folder = try TemporaryFolder()
        let text = try folder.file("text.txt", holding: "do re mi\nre do\n")
        let estimated = try KneserNey.estimate(text: [text], EstimationOptions(order: 2))
        try BinaryWriter.write(
            estimated, to: bundle.folder.file(RecognizerGuidance.languageModelFile))
        var options = RecognizerOptions()
        try change(&options)
        let recognizer = try Recognizer(model: bundle.folder.url, options: options)
        let words = try recognizer.transcript(of: TinyBundle.recording).words
        #expect(!words.isEmpty)
        if recognizer.units == .phonemes { #expect(words.allSatisfy { "do re mi".contains($0.text) }) }
        return recognizer.units
    }

    @Test(
        "phonemes are asked for where a model knows them, and a language model has a say or the words are listed"
    )
    func units() throws {
        #expect(try units { _ in } == .phonemes)
        #expect(try units { $0.guidance.languageModel = .omitted } == .spelling)
        #expect(
            try units {
                $0.guidance.languageModel = .omitted
                $0.guidance.lexicon = .given(WordList(["do", "mi"]))
            } == .phonemes)
        #expect(try units { $0.decoding.search = .greedy } == .spelling)
        #expect(try units { $0.guidance.grammar = Grammar(phrases: ["do re", "mi"]) } == .spelling)
        #expect(try units(dictionary: nil) { _ in } == .spelling)
    }

    @Test("who says what is to be asked for is obeyed, or told that there is no such thing")
    func chosenUnits() throws {
        #expect(try units { $0.units = .spelling } == .spelling)
        #expect(
            try units {
                $0.units = .phonemes
                $0.guidance.languageModel = .omitted
            } == .phonemes)
        #expect { try units(dictionary: nil) { $0.units = .phonemes } } throws: { error in
            "\(error)".contains("no phonemes")
        }
    }

    @Test("a damaged calibration is an error that names the file")
    func calibration() throws {
        let bundle = try TinyBundle()
        try Data("{".utf8).write(to: bundle.folder.file(DecoderCalibration.fileName()))
        #expect { try Recognizer(model: bundle.folder.url) } throws: { error in
            "\(error)".contains(DecoderCalibration.fileName())
        }
    }

    @Test("a calibration read back is the one that was written")
    func calibrationFile() throws {
        let folder = try TemporaryFolder()
        let calibration = DecoderCalibration(
            wordTimes: WordTimeCorrection(start: 0.1, end: 0.2),
            confidence: ConfidenceCalibration(bias: 1, posterior: 2, labelProbability: 3))
        try calibration.write(toBundle: folder.url)
        #expect(try DecoderCalibration(bundle: folder.url) == calibration)
        #expect(try DecoderCalibration(bundle: folder.file("none")) == DecoderCalibration())
    }

    private func interleaved(_ left: [Float], _ right: [Float]) -> [Float] {
        zip(left, right).flatMap { [$0, $1] }
    }
}
