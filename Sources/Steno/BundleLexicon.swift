import FoundationEssentials
import StenoText

/// The only words a model can say: `lexicon.txt` of a bundle, one word a line. Models of open vocabulary have none.
struct BundleLexicon {
    static let fileName = "lexicon.txt"

    /// `nil` where the bundle lets its model spell anything.
    let lexicon: Lexicon?

    init(bundle folder: URL, tokenizer: Tokenizer) throws {
        let file = folder.appending(path: Self.fileName)
        guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else {
            lexicon = nil
            return
        }
        let words = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            .split(whereSeparator: \.isNewline).map(String.init)
        lexicon = try Lexicon(of: words, spelledBy: tokenizer)
    }
}
