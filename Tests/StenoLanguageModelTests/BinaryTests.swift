import Foundation
import StenoLanguageModel
import StenoTestSupport
import Testing

@Suite("Binary language models")
struct BinaryTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try BinaryWriter.write(try ArpaReader.read(fixture("text4.arpa")), to: folder.file("model.bin"))
    }

    @Test("the file is less than half as long as the ARPA it was read from")
    func size() throws {
        let binary = try Data(contentsOf: folder.file("model.bin")).count
        let arpa = try Data(contentsOf: fixture("text4.arpa")).count
        #expect(2 * binary <= arpa)
    }

    @Test("with 8 bits a value every score is close, and most are not the same")
    func quantized() throws {
        let exact = try LanguageModel(at: folder.file("model.bin"))
        try BinaryWriter.write(
            try ArpaReader.read(fixture("text4.arpa")), to: folder.file("small.bin"), quantization: 8)
        let small = try LanguageModel(at: folder.file("small.bin"))
        var (sum, difference) = (Float(0), Float(0))
        for sentence in try ScoredSentence.read("text4.arpa") {
            let (a, b) = (exact.scores(of: sentence.words), small.scores(of: sentence.words))
            sum += a.reduce(0, +)
            difference += zip(a, b).reduce(0) { $0 + abs($1.0 - $1.1) }
        }
        // 1 % of perplexity is 0.0043 of a base-10 logarithm a word; these sentences have about two in sum.
        #expect(difference > 0)
        #expect(difference < 0.003 * abs(sum))
    }

    @Test("a file with a flipped bit in its header or its index, or of another length, is refused")
    func damage() throws {
        let bytes = try Data(contentsOf: folder.file("model.bin"))
        for place in [0, 9, 17, 25, 50, 56, 63] + stride(from: 256 + 7, to: 2000, by: 256) {
            var damaged = bytes
            damaged[place] ^= 0x80
            try damaged.write(to: folder.file("damaged.bin"))
            #expect(throws: LanguageModelError.self, "byte \(place)") {
                _ = try LanguageModel(at: folder.file("damaged.bin"))
            }
        }
        for damaged in [bytes.dropLast(), bytes + Data([0]), bytes.prefix(10), Data()] {
            try Data(damaged).write(to: folder.file("damaged.bin"))
            #expect(throws: LanguageModelError.self) { _ = try LanguageModel(at: folder.file("damaged.bin")) }
        }
        #expect(throws: LanguageModelError.self) { _ = try LanguageModel(at: folder.file("missing.bin")) }
    }

    @Test("damage behind the index makes scores wrong, never a crash")
    func damagedNGrams() throws {
        let bytes = try Data(contentsOf: folder.file("model.bin"))
        let sentences = try ScoredSentence.read("text4.arpa")
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<20 {
            var damaged = bytes
            // Behind the unigrams of some 400 words.
            for _ in 0..<50 {
                damaged[Int.random(in: 9000..<bytes.count, using: &generator)] = .random(
                    in: 0...255, using: &generator)
            }
            try damaged.write(to: folder.file("damaged.bin"))
            let model = try LanguageModel(at: folder.file("damaged.bin"))
            for sentence in sentences { _ = model.scores(of: sentence.words) }
        }
    }

    @Test("the vocabulary comes back, the unknown word first")
    func vocabulary() throws {
        let model = try LanguageModel(at: folder.file("model.bin"))
        #expect(model.vocabulary.first == "<unk>")
        #expect(model.vocabulary.count == model.counts[0])
        for (number, word) in model.vocabulary.enumerated() {
            #expect(model.word(WordHash(word)) == UInt32(number))
        }
        #expect(model.word(WordHash("never")) == LanguageModel.unknown)
    }
}
