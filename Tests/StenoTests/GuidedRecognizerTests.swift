import Foundation
import Steno
import StenoLanguageModel
import StenoTestSupport
import Testing

/// The model that ships and the recording that ships, guided in every way there is.
@Suite("Guided recognizer")
struct GuidedRecognizerTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let model = root.appending(path: "models/digits")
    private static let sample = root.appending(path: "Examples/sample/conversation.flac")
    private static let truth = [
        "three one four", "two seven one eight", "five nine zero two", "six six zero",
        "eight four seven three",
        "zero one nine five",
    ]

    /// Ways to guide the search.
    enum Way: String, CaseIterable {
        case plain, languageModel, hotWords, openVocabulary, grammar, rejection
    }

    /// A bigram model of the sample's turns.
    private static func languageModel(in folder: TemporaryFolder) throws -> URL {
        let file = folder.file("language_model.bin")
        try Data(truth.joined(separator: "\n").utf8).write(to: folder.file("text.txt"))
        let options = EstimationOptions(order: 2)
        try BinaryWriter.write(KneserNey.estimate(text: [folder.file("text.txt")], options), to: file)
        return file
    }

    private static let anyDigits = """
        public <digits> = <digit>+;
        <digit> = zero | one | two | three | four | five | six | seven | eight | nine;
        """

    private static func options(_ way: Way) throws -> RecognizerOptions {
        var options = RecognizerOptions(speakers: nil)
        let folder = try TemporaryFolder()
        switch way {
        case .plain: break
        case .languageModel:
            options.guidance.languageModel = .given(try LanguageModel(at: languageModel(in: folder)))
            options.guidance.weight = 1
            options.guidance.wordBonus = 1
        case .hotWords: options.guidance.hotWords = [HotWord("six six"), HotWord("tree", boost: 0.1)]
        case .openVocabulary:
            options.guidance.lexicon = .omitted
            options.guidance.hotWords = [HotWord("seven one", boost: 1)]
        case .grammar: options.guidance.grammar = try Grammar(phrasesOrRules: anyDigits)
        case .rejection:
            options.guidance.grammar = Grammar(phrases: truth)
            options.decoding.endpoints.silenceAfterSpeech = .milliseconds(300)
            options.decoding.rejectAbove = 0.5
        }
        return options
    }

    private static func recognizer(_ way: Way) throws -> Recognizer {
        try Recognizer(model: model, options: options(way))
    }

    private func samples() throws -> [Float] {
        var reader = try AudioReader(at: Self.sample, sampleRate: .speech)
        return try reader.readAll().samples
    }

    private func finals(_ session: RecognizerSession, _ samples: [Float], chunk: Int) throws -> [Word] {
        var session = session
        let chunks = stride(from: 0, to: samples.count, by: chunk).map { start in
            Array(samples[start..<min(start + chunk, samples.count)])
        }
        let events = chunks.flatMap { session.accept($0) } + session.finish()
        return try Transcript(finalsOf: events).words
    }

    @Test(
        "words and times of a stream are those of the whole, however it is guided and cut",
        arguments: Way.allCases)
    func streaming(way: Way) throws {
        let recognizer = try Self.recognizer(way)
        let samples = try samples()
        let whole = try recognizer.transcript(of: AudioBuffer(samples: samples, sampleRate: .speech)).words
        #expect(!whole.isEmpty, "the model must say something for this test to mean anything")
        // 20 ms, 100 ms, 1 s, all at once.
        for chunk in [320, 1_600, 16_000, samples.count] {
            let streamed = try finals(recognizer.makeSession(), samples, chunk: chunk)
            #expect(streamed.map(\.text) == whole.map(\.text), "\(chunk)")
            #expect(streamed.map(\.time) == whole.map(\.time), "\(chunk)")
        }
    }

    @Test("a grammar of the very turns hears them, whatever the lexicon says")
    func grammar() throws {
        var options = try Self.options(.plain)
        let turns = Self.truth.joined(separator: " | ")
        options.guidance.grammar = try Grammar(phrasesOrRules: "public <turns> = (\(turns))+;")
        let recognizer = try Recognizer(model: Self.model, options: options)
        let text = try recognizer.transcript(
            of: AudioBuffer(samples: samples(), sampleRate: .speech)
        ).text
        #expect(text == Self.truth.joined(separator: " "))
    }

    @Test("a session listens for hot words of its own, and the next does not")
    func session() throws {
        let recognizer = try Self.recognizer(.plain)
        let samples = try samples()
        // A word that the lexicon lacks, with a boost so large that nothing else can win.
        let tree = [HotWord("tree", boost: 20)]
        let heard = try finals(recognizer.makeSession(hotWords: tree), samples, chunk: 1_600).map(\.text)
        #expect(heard.contains("tree"))
        let plain = try finals(recognizer.makeSession(), samples, chunk: 1_600).map(\.text)
        #expect(!plain.contains("tree"))
        #expect { try recognizer.makeSession(hotWords: [HotWord("Ägypten")]) } throws: { error in
            "\(error)".contains("Ägypten")
        }
    }

    @Test("a session closes its segments by rules of its own, with the same words")
    func endpoints() throws {
        let recognizer = try Self.recognizer(.plain)
        let samples = try samples()
        func segments(_ session: RecognizerSession) throws -> [Segment] {
            var session = session
            return try Transcript(finalsOf: session.accept(samples) + session.finish()).segments
        }
        let usual = try segments(recognizer.makeSession())
        let short = try segments(
            recognizer.makeSession(
                endpoints: EndpointRules(silenceAfterSpeech: .milliseconds(350), maximumLength: .seconds(3))))
        #expect(short.count > usual.count)
        #expect(short.flatMap(\.words).map(\.text) == usual.flatMap(\.words).map(\.text))
    }

    @Test("a bundle's own language model is used, unless another or none is asked for")
    func bundled() throws {
        let folder = try TemporaryFolder()
        let bundle = folder.file("bundle")
        try FileManager.default.copyItem(at: Self.model, to: bundle)
        try FileManager.default.moveItem(
            at: Self.languageModel(in: folder),
            to: bundle.appending(path: RecognizerGuidance.languageModelFile))
        var calibration = try DecoderCalibration(bundle: bundle)
        calibration.languageModel = LanguageModelScale(weight: 1, wordBonus: 1)
        try calibration.write(toBundle: bundle)
        let audio = AudioBuffer(samples: try samples(), sampleRate: .speech)
        func words(_ model: URL, _ options: RecognizerOptions) throws -> [Word] {
            try Recognizer(model: model, options: options).transcript(of: audio).words
        }
        let guided = try words(Self.model, Self.options(.languageModel))
        let plain = try words(Self.model, Self.options(.plain))
        #expect(guided != plain, "the language model must matter for this test to mean anything")
        var options = try Self.options(.plain)
        #expect(try words(bundle, options) == guided)
        options.guidance.languageModel = .omitted
        #expect(try words(bundle, options) == plain)
    }

    @Test("speech that fits no sentence of a grammar has no final, and nothing of it was promised")
    func rejection() throws {
        var options = try Self.options(.rejection)
        options.guidance.grammar = Grammar(phrases: ["zero zero zero zero zero"])
        let recognizer = try Recognizer(model: Self.model, options: options)
        var session = try recognizer.makeSession()
        let events = try session.accept(samples()) + session.finish()
        for event in events {
            switch event {
            case .partial(let partial, _): #expect(partial.stable.isEmpty)
            case .final(let segment, _): Issue.record("\(segment.text)")
            case .end: break
            }
        }
    }
}
