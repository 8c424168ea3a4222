import Foundation
import StenoText

/// A letter and the phonemes it stands for: none, one or two.
struct Graphone: Hashable {
    let letter: Unicode.Scalar
    let phonemes: [String]

    /// As a word of a language model: `x}K_S`.
    var text: String { "\(letter)}\(phonemes.joined(separator: "_"))" }

    init(letter: Unicode.Scalar, phonemes: [String]) {
        self.letter = letter
        self.phonemes = phonemes
    }

    /// Reads back ``text``; `nil` for what is none.
    init?(text: String) {
        let scalars = text.unicodeScalars
        guard let letter = scalars.first, scalars.dropFirst().first == "}" else { return nil }
        self.letter = letter
        phonemes = String(scalars.dropFirst(2)).split(separator: "_").map(String.init)
    }
}

/// Which phonemes stand for which letter in the words of a dictionary, found by expectation maximization over all ways
/// to cut them (Bisani and Ney 2008, "Joint-sequence models for grapheme-to-phoneme conversion", section 2.3, with one
/// letter and up to two phonemes).
struct GraphoneAlignment {
    private let letters: [Unicode.Scalar: Int]
    private let phonemes: [String]
    private let numbers: [String: Int]
    /// How likely a letter stands with each chunk of phonemes, `letters × chunks`: none, each one, each two.
    private var probabilities: [Double]

    private var chunks: Int { 1 + phonemes.count + phonemes.count * phonemes.count }

    /// Learns from all words of a dictionary that have no more than two phonemes a letter.
    init(_ lexicon: Lexicon, rounds: Int = 6) {
        let scalars = Set(lexicon.entries.keys.joined().unicodeScalars).sorted()
        letters = Dictionary(uniqueKeysWithValues: scalars.enumerated().map { ($1, $0) })
        phonemes = lexicon.units
        numbers = Dictionary(uniqueKeysWithValues: phonemes.enumerated().map { ($1, $0) })
        probabilities = []
        probabilities = [Double](repeating: 1, count: scalars.count * chunks)
        let words = lexicon.entries.sorted { $0.key < $1.key }.flatMap { word, spellings in
            spellings.compactMap { lattice(word, $0) }
        }
        for _ in 0..<rounds {
            var counts = [Double](repeating: 0, count: probabilities.count)
            for word in words { add(word, to: &counts) }
            let whole = max(counts.reduce(0, +), 1)
            // What was never counted stays possible, if only just: other words may need it.
            probabilities = counts.map { $0 / whole + 1e-12 }
        }
    }

    /// The likeliest pairs of a word and a pronunciation; `nil` where it has more than two phonemes a letter, or letters
    /// or phonemes of no word that was learned from.
    func graphones(of word: String, _ pronunciation: [String]) -> [Graphone]? {
        guard let lattice = lattice(word, pronunciation) else { return nil }
        let (rows, columns) = (lattice.letters.count + 1, lattice.phonemes.count + 1)
        var best = [Double](repeating: -.infinity, count: rows * columns)
        var taken = [Int](repeating: 0, count: rows * columns)
        best[0] = 0
        for letter in 0..<lattice.letters.count {
            for place in 0..<columns where best[letter * columns + place] > -.infinity {
                for count in 0...min(2, columns - 1 - place) {
                    let score =
                        best[letter * columns + place]
                        + log(probabilities[lattice.cell(letter, place, count, self)])
                    let next = (letter + 1) * columns + place + count
                    if score > best[next] { (best[next], taken[next]) = (score, count) }
                }
            }
        }
        guard best[rows * columns - 1] > -.infinity else { return nil }
        var place = columns - 1
        let scalars = Array(word.unicodeScalars)
        let reversed = (1..<rows).reversed().map { letter in
            let count = taken[letter * columns + place]
            defer { place -= count }
            return Graphone(
                letter: scalars[letter - 1], phonemes: Array(pronunciation[(place - count)..<place]))
        }
        return reversed.reversed()
    }

    private func lattice(_ word: String, _ pronunciation: [String]) -> Lattice? {
        let letters = word.unicodeScalars.compactMap { self.letters[$0] }
        let phonemes = pronunciation.compactMap { numbers[$0] }
        guard letters.count == word.unicodeScalars.count, phonemes.count == pronunciation.count,
            phonemes.count <= 2 * letters.count
        else { return nil }
        return Lattice(letters: letters, phonemes: phonemes)
    }

    /// A word as numbers.
    private struct Lattice {
        let letters: [Int]
        let phonemes: [Int]

        /// Where the probability stands that a letter stands for so many phonemes from a place on.
        func cell(_ letter: Int, _ place: Int, _ count: Int, _ alignment: GraphoneAlignment) -> Int {
            let all = alignment.phonemes.count
            let chunk =
                switch count {
                case 0: 0
                case 1: 1 + phonemes[place]
                default: 1 + all + phonemes[place] * all + phonemes[place + 1]
                }
            return letters[letter] * alignment.chunks + chunk
        }
    }

    /// Adds how often each pair is expected in a word (forward and backward over letters and phonemes).
    private func add(_ word: Lattice, to counts: inout [Double]) {
        let (rows, columns) = (word.letters.count + 1, word.phonemes.count + 1)
        var forward = [Double](repeating: 0, count: rows * columns), backward = forward
        forward[0] = 1
        backward[rows * columns - 1] = 1
        for letter in 0..<word.letters.count {
            for place in 0..<columns where forward[letter * columns + place] > 0 {
                for count in 0...min(2, columns - 1 - place) {
                    forward[(letter + 1) * columns + place + count] +=
                        forward[letter * columns + place]
                        * probabilities[word.cell(letter, place, count, self)]
                }
            }
        }
        let whole = forward[rows * columns - 1]
        guard whole > 0 else { return }
        for letter in (0..<word.letters.count).reversed() {
            for place in 0..<columns {
                for count in 0...min(2, columns - 1 - place) {
                    let cell = word.cell(letter, place, count, self)
                    let behind = probabilities[cell] * backward[(letter + 1) * columns + place + count]
                    backward[letter * columns + place] += behind
                    counts[cell] += forward[letter * columns + place] * behind / whole
                }
            }
        }
    }
}
