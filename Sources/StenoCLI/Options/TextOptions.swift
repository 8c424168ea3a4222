public import ArgumentParser
public import StenoText

/// The form that texts are brought into.
struct TextOptions: ParsableArguments {
    @Option(
        name: .customLong("case"),
        help: "What becomes of capital and small letters: lower (default), upper or kept.")
    var letterCase: TextNormalizer.LetterCase?

    @Option(help: "What becomes of punctuation: removed (default) or kept.")
    var punctuation: TextNormalizer.Punctuation?

    @Option(
        help: "What becomes of apostrophes where punctuation goes: inside-words (default), kept or removed.")
    var apostrophes: TextNormalizer.Apostrophes?

    /// Whether any of these options was used.
    var isUsed: Bool { letterCase != nil || punctuation != nil || apostrophes != nil }

    /// What these options ask for.
    var normalizer: TextNormalizer {
        let usual = TextNormalizer()
        return TextNormalizer(
            letterCase: letterCase ?? usual.letterCase, punctuation: punctuation ?? usual.punctuation,
            apostrophes: apostrophes ?? usual.apostrophes)
    }
}

extension TextNormalizer.LetterCase: ExpressibleByArgument {}
extension TextNormalizer.Punctuation: ExpressibleByArgument {}

extension TextNormalizer.Apostrophes: ExpressibleByArgument {
    /// What `--apostrophes` was given.
    public init?(argument: String) {
        self.init(rawValue: argument == "inside-words" ? "insideWords" : argument)
    }
}
