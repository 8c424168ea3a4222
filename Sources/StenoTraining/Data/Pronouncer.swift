package import Foundation
package import StenoText

/// Writes texts in phonemes, for a loss that is not about spelling.
///
/// Of a word with several pronunciations it takes the first. A word that the dictionary lacks becomes one symbol of its
/// own, as Kaldi's `SPN` is, so that no utterance is lost for a name in it.
package struct Pronouncer: Sendable {
    private static let unknownWord = "<unknown>"

    private let lexicon: Lexicon
    /// The blank, the phonemes, and the unknown word.
    package let vocabulary: Vocabulary

    /// A writer of the phonemes of a lexicon.
    package init(_ lexicon: Lexicon) throws(TextError) {
        self.lexicon = lexicon
        vocabulary = try Vocabulary(symbols: [Vocabulary.blankSymbol] + lexicon.units + [Self.unknownWord])
    }

    /// Reads a pronouncing dictionary such as CMU's; stress is passed over.
    package init(dictionary: URL) throws(TrainingError) {
        do {
            let text = try String(contentsOf: dictionary, encoding: .utf8)
            try self.init(Lexicon(reading: text, stress: .removed))
        } catch let error as TextError {
            throw .unreadable(file: dictionary.path, reason: error.description)
        } catch {
            throw .unreadable(file: dictionary.path, reason: error.localizedDescription)
        }
    }

    /// The labels of a text whose words stand between spaces.
    package func labels(of text: String) -> [Int] {
        text.split(separator: " ").flatMap { word in
            let phonemes = lexicon.spellings(of: String(word)).first ?? [Self.unknownWord]
            return phonemes.compactMap(vocabulary.label(of:))
        }
    }

    /// The share of the words of some texts that the dictionary has, from 0 to 1.
    package func coverage(of texts: some Sequence<String>) -> Double {
        let words = texts.flatMap { $0.split(separator: " ") }
        let known = words.count { !lexicon.spellings(of: String($0)).isEmpty }
        return Double(known) / Double(max(words.count, 1))
    }
}
