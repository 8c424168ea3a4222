import Foundation
import StenoLanguageModel
import StenoTestSupport
import Testing

@Suite("Kneser-Ney estimation")
struct KneserNeyTests {
    @Test(
        "every probability and weight is that of a plain implementation, pruned or not",
        arguments: [
            ("text4.arpa", EstimationOptions(order: 4)),
            ("pruned3.arpa", EstimationOptions(order: 3, pruning: [0, 0, 1])),
        ])
    func reference(name: String, options: EstimationOptions) throws {
        let own = try KneserNey.estimate(text: [fixture("text.txt")], options)
        let reference = try ArpaReader.read(fixture(name))
        #expect(own.vocabulary == reference.vocabulary)
        #expect(own.order == reference.order)
        for (a, b) in zip(own.levels, reference.levels) {
            #expect(a.words == b.words)
            #expect(a.children == b.children)
            // The reference is printed with seven decimals of a base-10 logarithm.
            #expect(largestRelativeDifference(a.probabilities, from: b.probabilities, floor: 1) < 1e-5)
            #expect(largestRelativeDifference(a.backoffs, from: b.backoffs, floor: 1) < 1e-5)
        }
    }

    @Test("the model does not depend on how the text is cut into blocks", arguments: [7, 100, 5000])
    func blocks(size: Int) throws {
        let text = try Data(contentsOf: fixture("text.txt"))
        var small = NGramCounter(order: 3, blockSize: size)
        for line in text.split(separator: 0x0a) { try small.add(Array(line)[...]) }
        let options = EstimationOptions(order: 3)
        let own = try KneserNey.estimate(&small, options)
        let whole = try KneserNey.estimate(text: [fixture("text.txt")], options)
        #expect(own.levels.map(\.probabilities) == whole.levels.map(\.probabilities))
    }

    @Test("after any context the probabilities of all words sum to one")
    func normalized() throws {
        let folder = try TemporaryFolder()
        let trie = try KneserNey.estimate(
            text: [fixture("text.txt")], EstimationOptions(order: 3, pruning: [0, 1, 2]))
        try BinaryWriter.write(trie, to: folder.file("model.bin"))
        let model = try LanguageModel(at: folder.file("model.bin"))
        for context in [[], ["w3"], ["w3", "w24"], ["w0", "w7", "w8"], ["never"]] {
            var state = model.start
            for word in context {
                var next = LanguageModel.State()
                _ = model.score(model.word(WordHash(word)), after: state, next: &next)
                state = next
            }
            var sum = 0.0
            for (number, word) in model.vocabulary.enumerated() where word != LanguageModel.sentenceStart {
                var next = LanguageModel.State()
                sum += exp(Double(model.score(UInt32(number), after: state, next: &next)))
            }
            #expect(abs(sum - 1) < 1e-4)
        }
    }

    @Test("options and texts that give no model are refused")
    func refused() throws {
        let folder = try TemporaryFolder()
        try Data("\n\n".utf8).write(to: folder.file("empty.txt"))
        try Data("a <s> b\n".utf8).write(to: folder.file("reserved.txt"))
        for (name, options) in [
            ("empty.txt", EstimationOptions()), ("reserved.txt", EstimationOptions()),
            ("text.txt", EstimationOptions(order: 0)), ("text.txt", EstimationOptions(order: 20)),
            ("text.txt", EstimationOptions(order: 3, pruning: [0, 2, 1])),
        ] {
            let file = name == "text.txt" ? fixture(name) : folder.file(name)
            #expect(throws: LanguageModelError.self) { _ = try KneserNey.estimate(text: [file], options) }
        }
    }
}
