/// How likely each label follows another, as counted in transcripts: what a denominator weighs label sequences by.
///
/// Witten and Bell's interpolation: a label that n followers of k kinds were seen of gives k / (n + k) of its
/// probability to the frequencies of single labels, so that nothing is impossible.
package struct LabelBigram: Sendable, Hashable {
    /// V, with the blank.
    package let symbols: Int
    /// The place of the blank, which here stands for the beginning and the end.
    package let blank: Int
    /// `[V, V]`, p(column | row).
    let following: [Float]
    /// `[V, V]`, p(row | column).
    let preceding: [Float]

    /// - Parameters:
    ///   - sequences: The labels of every transcript, none of them the blank.
    ///   - symbols: V, with the blank.
    package init(counting sequences: [[Int]], symbols: Int, blank: Int = 0) {
        (self.symbols, self.blank) = (symbols, blank)
        var pairs = [Float](repeating: 0, count: symbols * symbols)
        var single = [Float](repeating: 1, count: symbols)
        for labels in sequences {
            for (label, next) in zip([blank] + labels, labels + [blank]) {
                pairs[label * symbols + next] += 1
                single[next] += 1
            }
        }
        let all = single.reduce(0, +)
        for label in 0..<symbols {
            let row = label * symbols..<(label + 1) * symbols
            let seen = pairs[row].reduce(0, +), kinds = Float(max(pairs[row].count { $0 > 0 }, 1))
            for next in 0..<symbols {
                let place = row.lowerBound + next
                pairs[place] = (pairs[place] + kinds * single[next] / all) / (seen + kinds)
            }
        }
        following = pairs
        preceding = (0..<symbols * symbols).map { pairs[$0 % symbols * symbols + $0 / symbols] }
    }

    /// p(next | label)
    package func probability(of next: Int, after label: Int) -> Float {
        following[label * symbols + next]
    }
}
