package import StenoTranscript

/// Word errors that count a word under the wrong name as wrong.
package struct SpeakerAttributedErrors: Hashable, Sendable {
    /// Errors over all speakers.
    package let words: EditCounts
    /// The speaker of the reference that each speaker of the hypothesis was scored as.
    package let mapping: [SpeakerID: SpeakerID]

    /// Scores under the pairing of speakers with the fewest errors: the concatenated minimum-permutation WER (cpWER;
    /// Watanabe et al. 2020, CHiME-6). All that a speaker says is one text, in order of time.
    package static func bestMapping(reference: [Word], hypothesis: [Word]) -> SpeakerAttributedErrors {
        let (said, heard) = (texts(reference), texts(hypothesis))
        let size = max(said.count, heard.count)
        let counts = (0..<size).map { row in
            (0..<size).map { column in
                Alignment(
                    reference: row < said.count ? said[row].words : [],
                    hypothesis: column < heard.count ? heard[column].words : []
                ).counts
            }
        }
        let columns = Assignment.greatest(counts.map { $0.map { -Double($0.errors) } })
        let pairs = columns.enumerated().compactMap { row, column in column.map { (row, $0) } }
        let named = pairs.filter { $0 < said.count && $1 < heard.count }
            .compactMap { row, column in
                heard[column].speaker.flatMap { name in said[row].speaker.map { (name, $0) } }
            }
        return SpeakerAttributedErrors(
            words: pairs.map { counts[$0][$1] }.sum, mapping: Dictionary(uniqueKeysWithValues: named))
    }

    /// Scores each name as itself: all that a name says in the hypothesis against all that it says in the reference.
    package static func byName(reference: [Word], hypothesis: [Word]) -> SpeakerAttributedErrors {
        let (said, heard) = (texts(reference), texts(hypothesis))
        let names = Set((said + heard).map(\.speaker))
        let counts = names.map { name in
            Alignment(
                reference: said.first { $0.speaker == name }?.words ?? [],
                hypothesis: heard.first { $0.speaker == name }?.words ?? []
            ).counts
        }
        let known = names.compactMap(\.self)
        return SpeakerAttributedErrors(
            words: counts.sum, mapping: Dictionary(uniqueKeysWithValues: zip(known, known)))
    }

    private static func texts(_ words: [Word]) -> [(speaker: SpeakerID?, words: [String])] {
        Dictionary(grouping: words, by: \.speaker)
            .sorted { ($0.key?.rawValue ?? "") < ($1.key?.rawValue ?? "") }
            .map { ($0.key, $0.value.inOrderOfTime.map(\.text)) }
    }
}

/// How many words were recognized and given to the right speaker.
package struct WordAttribution: Hashable, Sendable {
    /// Words of the reference.
    package let words: Int
    /// Those that were recognized.
    package let recognized: Int
    /// Those that were recognized and have the right name.
    package let recognizedAndNamed: Int

    /// Aligns all words in order of time, whoever says them, and compares the names of those that match.
    ///
    /// - Parameter names: What the hypothesis's names stand for, such as a best mapping; others stand for themselves.
    package init(reference: [Word], hypothesis: [Word], names: [SpeakerID: SpeakerID] = [:]) {
        let (said, heard) = (reference.inOrderOfTime, hypothesis.inOrderOfTime)
        let matches = Alignment(reference: said.map(\.text), hypothesis: heard.map(\.text)).matches
        words = said.count
        recognized = matches.count
        recognizedAndNamed = matches.count { place in
            said[place.reference].speaker == heard[place.hypothesis].speaker.map { names[$0] ?? $0 }
        }
    }

    /// Recognized and rightly named words as a fraction of all that were said.
    package var accuracy: Double {
        words == 0 ? 0 : Double(recognizedAndNamed) / Double(words)
    }
}

extension Array<Word> {
    /// By start, then by end; equals stay in order.
    var inOrderOfTime: [Word] {
        enumerated().sorted {
            ($0.element.time.start, $0.element.time.end, $0.offset) < (
                $1.element.time.start, $1.element.time.end, $1.offset
            )
        }.map(\.element)
    }
}
