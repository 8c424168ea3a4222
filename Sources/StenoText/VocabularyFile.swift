import FoundationEssentials

/// `vocab.json` as wav2vec 2.0 has it: one object from symbol to label, with `|` for the space between words.
enum VocabularyFile {
    static let name = "vocab.json"

    static func read(from url: URL) throws(TextError) -> Vocabulary {
        let labels = try labels(in: url)
        let symbols = labels.sorted { $0.value < $1.value }
        for (place, entry) in symbols.enumerated() where entry.value != place {
            throw .unreadable(
                url,
                "the labels should count from 0, but \"\(entry.key)\" has \(entry.value) in place \(place)")
        }
        do {
            return try Vocabulary(
                symbols: symbols.map { $0.key == "|" ? CharacterTokenizer.separator : $0.key })
        } catch {
            throw .unreadable(url, error.description)
        }
    }

    private static func labels(in url: URL) throws(TextError) -> [String: Int] {
        do {
            return try JSONDecoder().decode([String: Int].self, from: Data(contentsOf: url))
        } catch {
            throw .unreadable(url, "\(error)")
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
            throw .unwritable(url, "\(error)")
        }
    }
}
