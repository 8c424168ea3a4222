/// What was said in an utterance, what was recognized, and how the two compare.
package struct ScoredUtterance: Sendable {
    package let id: String
    /// Who speaks, when known.
    package let speaker: String?
    /// Further facts to group by, such as `["gender": "f"]`.
    package let groups: [String: String]
    /// The words that were said.
    package let reference: [String]
    /// The words that were recognized.
    package let hypothesis: [String]
    package let alignment: Alignment
    package let words: EditCounts
    /// Counts of Unicode scalars, the spaces between words included, always by `levenshtein`.
    package let characters: EditCounts

    /// Compares two texts, which must be normalized alike: words are what stands between white space.
    package init(
        id: String, reference: String, hypothesis: String, speaker: String? = nil,
        groups: [String: String] = [:],
        rule: AlignmentRule = .levenshtein
    ) {
        self.id = id
        self.speaker = speaker
        self.groups = groups
        self.reference = reference.split(whereSeparator: \.isWhitespace).map(String.init)
        self.hypothesis = hypothesis.split(whereSeparator: \.isWhitespace).map(String.init)
        alignment = Alignment(reference: self.reference, hypothesis: self.hypothesis, rule: rule)
        words = alignment.counts
        characters = Self.characters(of: self.reference, self.hypothesis)
    }

    private static func characters(of reference: [String], _ hypothesis: [String]) -> EditCounts {
        Alignment(
            reference: Array(reference.joined(separator: " ").unicodeScalars),
            hypothesis: Array(hypothesis.joined(separator: " ").unicodeScalars)
        ).counts
    }
}
