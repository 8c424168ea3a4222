import Foundation
import StenoTensor
import StenoTestSupport
import StenoText

/// Emissions written by hand: one letter a frame, `-` for the blank, `_` for the separator.
struct Emissions {
    let tokenizer: Tokenizer
    var frames: [[Float]] = []

    /// Emissions of a vocabulary of lower-case letters with a separator.
    init(letters: String = "abcdefghijklmnopqrstuvwxyz") throws {
        tokenizer = try .characters(Vocabulary(symbols: ["<blank>", " "] + letters.map { String($0) }))
    }

    var size: Int { tokenizer.vocabulary.count }

    var tensor: Tensor {
        Tensor(frames.flatMap { $0 }, shape: [frames.count, size])
    }

    func label(_ letter: Character) -> Int {
        switch letter {
        case "-": 0
        case "_": 1
        default: tokenizer.vocabulary.label(of: String(letter)) ?? -1
        }
    }

    /// Adds a frame a letter, each with `probability`; the rest of it is spread over the other labels.
    mutating func say(_ letters: String, probability: Float = 0.9) {
        for letter in letters { hear([letter: probability]) }
    }

    /// Adds a frame with some probabilities; what is left of 1 is spread over the other labels.
    mutating func hear(_ probabilities: [Character: Float]) {
        let rest = (1 - probabilities.values.reduce(0, +)) / Float(size - probabilities.count)
        var frame = [Float](repeating: Foundation.logf(rest), count: size)
        for (letter, probability) in probabilities { frame[label(letter)] = Foundation.logf(probability) }
        frames.append(frame)
    }

    /// Adds frames of noise, each a distribution of its own.
    mutating func hiss(frames count: Int, seed: UInt64, sharpness: Float = 3) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<count {
            let raw = (0..<size).map { _ in Float.random(in: 0...1, using: &generator) * sharpness }
            let whole = Foundation.logf(raw.map { Foundation.expf($0) }.reduce(0, +))
            frames.append(raw.map { $0 - whole })
        }
    }
}
