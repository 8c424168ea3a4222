/// The fewest substitutions, deletions and insertions that turn one sequence into another (Levenshtein 1966).
func editDistance<Element: Equatable>(_ reference: [Element], _ hypothesis: [Element]) -> Int {
    var row = Array(0...hypothesis.count)
    for (i, expected) in reference.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, found) in hypothesis.enumerated() {
            let cheapest = min(diagonal + (expected == found ? 0 : 1), row[j] + 1, row[j + 1] + 1)
            diagonal = row[j + 1]
            row[j + 1] = cheapest
        }
    }
    return row[hypothesis.count]
}
