import Foundation
import StenoDecoding
import StenoLanguageModel
import StenoTensor
import StenoTestSupport
import StenoText
import StenoTranscript
import Testing

/// What Flashlight's lexicon decoder makes of some emissions.
private struct Flashlight: Decodable {
    struct Case: Decodable {
        let emissions: [Float]
        let text: String
    }

    let weight: Double
    let bonus: Double
    let symbols: [String]
    let lexicon: [String: [String]]
    let cases: [Case]
}

@Suite("Flashlight")
struct FlashlightTests {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures")

    @Test("with a beam in which nothing is pruned the best hypothesis is Flashlight's")
    func best() throws {
        let data = try Data(contentsOf: Self.fixtures.appending(path: "flashlight.json"))
        let flashlight = try JSONDecoder().decode(Flashlight.self, from: data)
        let folder = try TemporaryFolder()
        try BinaryWriter.write(
            try ArpaReader.read(Self.fixtures.appending(path: "lm.arpa")), to: folder.file("lm.bin"))
        let pieces = flashlight.symbols.map { symbol in
            Piece(text: symbol.count == 1 && symbol != "|" ? symbol : "", isSeparator: symbol == "|")
        }
        let texts = pieces.map(\.text)
        let labels = LabelTable(pieces: pieces) { $0.map { texts[$0] }.joined() }
        let spellings = try flashlight.lexicon.sorted { $0.key < $1.key }.map { word, symbols in
            (word, try symbols.map { try #require(flashlight.symbols.firstIndex(of: $0)) })
        }
        // Flashlight weighs base-10 logarithms.
        let language = LanguageScorer(
            model: try LanguageModel(at: folder.file("lm.bin")), weight: Float(flashlight.weight / M_LN10),
            wordBonus: Float(flashlight.bonus))
        let context = SearchContext(
            labels: labels, automaton: LabelAutomaton(spellings: spellings, separator: labels.separator),
            language: language)
        let beam = BeamOptions(
            width: 4000, threshold: 1e6, labelThreshold: 1e6, labelLimit: 1000, pathRule: .max)
        let decoder = Decoder(
            context: context, timing: FrameTiming(frameDuration: .milliseconds(40)),
            options: DecoderOptions(search: .beam(beam), endpoints: .never, settleAfter: nil))
        #expect(flashlight.cases.count == 8)
        for example in flashlight.cases {
            let emissions = Tensor(
                example.emissions, shape: [example.emissions.count / labels.count, labels.count])
            #expect(decoder.transcript(of: emissions).text == example.text)
        }
    }
}
