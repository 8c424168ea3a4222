import Foundation
import StenoJSON

/// `vocab.json` as wav2vec 2.0 has it: one object from symbol to label, with `|` for the space between words.
enum VocabularyFile {
    static let name = "vocab.json"

    static func read(from url: URL) throws(TextError) -> Vocabulary {
        var labels: [String: Int]
        do {
            labels = try JSONDecoder().decode([String: Int].self, from: Data(contentsOf: url))
        } catch {
            throw .unreadable(url, "\(error)")
        }
        if let bar = labels.removeValue(forKey: "|") { labels[CharacterTokenizer.separator] = bar }
        do {
            return try Vocabulary(labels: labels)
        } catch {
            throw .unreadable(url, error.description)
        }
    }

    static func write(_ vocabulary: Vocabulary, to url: URL) throws(TextError) {
        let entries = vocabulary.symbols.enumerated().map { label, symbol in
            "  \(JSONText.quoted(symbol == CharacterTokenizer.separator ? "|" : symbol)): \(label)"
        }
        let text = "{\n" + entries.joined(separator: ",\n") + "\n}\n"
        do {
            try Data(text.utf8).write(to: url, options: .atomic)
        } catch {
            throw .unwritable(url, error.localizedDescription)
        }
    }
}
