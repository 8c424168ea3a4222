extension ScoredUtterance {
    /// The alignment for people, errors in capitals and gaps as stars, as `sclite -o pralign` lists it:
    /// ```
    /// id: 1898-145702-0003
    /// Scores: (#C #S #D #I) 2 1 0 1
    /// REF:  the ***** QUICK fox
    /// HYP:  the THICK OLD   fox
    /// Eval:     I     S
    /// ```
    package var listing: String {
        let columns = alignment.steps.map(column)
        let widths = columns.map { max($0.reference.count, $0.hypothesis.count) }
        func row(_ title: String, _ cells: [String]) -> String {
            let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            let line = title + padded.joined(separator: " ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        return """
            id: \(id)
            Scores: (#C #S #D #I) \(words.matches) \(words.substitutions) \(words.deletions) \(words.insertions)
            \(row("REF:  ", columns.map(\.reference)))
            \(row("HYP:  ", columns.map(\.hypothesis)))
            \(row("Eval: ", columns.map(\.verdict)))

            """
    }

    private func column(_ step: Alignment.Step) -> (reference: String, hypothesis: String, verdict: String) {
        func stars(_ word: String) -> String { String(repeating: "*", count: word.count) }
        switch step {
        case .match(let word, _): return (reference[word], reference[word], "")
        case .substitution(let said, let heard):
            return (reference[said].uppercased(), hypothesis[heard].uppercased(), "S")
        case .deletion(let word): return (reference[word].uppercased(), stars(reference[word]), "D")
        case .insertion(let word): return (stars(hypothesis[word]), hypothesis[word].uppercased(), "I")
        }
    }
}
