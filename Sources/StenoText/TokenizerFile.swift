import Foundation
import StenoJSON

/// `tokenizer.json` in the form that Hugging Face's `tokenizers` reads: a BPE model with `▁` before each word.
enum TokenizerFile {
    static let name = "tokenizer.json"

    static func write(_ encoding: BytePairEncoding, to url: URL) throws(TextError) {
        do {
            try Data(text(of: encoding).utf8).write(to: url, options: .atomic)
        } catch {
            throw .unwritable(url, error.localizedDescription)
        }
    }

    private static func text(of encoding: BytePairEncoding) -> String {
        let vocabulary = encoding.vocabulary.symbols.enumerated().map { "\(JSONText.quoted($1)): \($0)" }
        let merges = encoding.merges.map { JSONText.quoted("\($0.left) \($0.right)") }
        let separator = ",\n      "
        return """
            {
              "version": "1.0",
              "truncation": null,
              "padding": null,
              "added_tokens": [
                {"id": 0, "content": "<blank>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}
              ],
              "normalizer": {"type": "NFC"},
              "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true},
              "post_processor": null,
              "decoder": {"type": "Sequence", "decoders": [
                {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
                {"type": "ByteFallback"},
                {"type": "Fuse"},
                {"type": "Strip", "content": " ", "start": 1, "stop": 0}
              ]},
              "model": {
                "type": "BPE",
                "dropout": null,
                "unk_token": null,
                "continuing_subword_prefix": null,
                "end_of_word_suffix": null,
                "fuse_unk": false,
                "byte_fallback": \(encoding.hasByteFallback),
                "ignore_merges": false,
                "vocab": {
                  \(vocabulary.joined(separator: separator))
                },
                "merges": [
                  \(merges.joined(separator: separator))
                ]
              }
            }

            """
    }

    static func read(from url: URL) throws(TextError) -> BytePairEncoding {
        let file: Contents
        do {
            file = try JSONDecoder().decode(Contents.self, from: Data(contentsOf: url))
        } catch {
            throw .unreadable(url, "\(error)")
        }
        do {
            return try file.encoding()
        } catch {
            throw .unreadable(url, error.description)
        }
    }
}

/// The parts of the file that matter here.
private struct Contents: Decodable {
    struct Typed: Decodable {
        let type: String
        let replacement: String?
    }

    struct Model: Decodable {
        let type: String
        let vocab: [String: Int]
        let merges: [Merge]
    }

    /// `"a b"`, or `["a", "b"]` since version 0.20 of `tokenizers`.
    struct Merge: Decodable {
        let parts: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                parts = text.split(separator: " ").map(String.init)
            } else {
                parts = try container.decode([String].self)
            }
        }
    }

    enum CodingKeys: String, CodingKey {
        case normalizer, model
        case preTokenizer = "pre_tokenizer"
    }

    let normalizer: Typed?
    let preTokenizer: Typed?
    let model: Model

    func encoding() throws(TextError) -> BytePairEncoding {
        guard model.type == "BPE" else { throw .badVocabulary("its model is \(model.type), not BPE") }
        guard normalizer == nil || normalizer?.type == "NFC" else {
            throw .badVocabulary("its normalizer is \(normalizer?.type ?? ""), not NFC")
        }
        guard preTokenizer?.type == "Metaspace", preTokenizer?.replacement == BytePairEncoding.wordMark
        else {
            throw .badVocabulary("its pre_tokenizer is not Metaspace with \"▁\"")
        }
        let merges = model.merges.compactMap { merge in
            merge.parts.count == 2 ? BytePairEncoding.Merge(left: merge.parts[0], right: merge.parts[1]) : nil
        }
        guard merges.count == model.merges.count else { throw .badVocabulary("a merge is not of two parts") }
        return try BytePairEncoding(vocabulary: Vocabulary(labels: model.vocab), merges: merges)
    }
}
