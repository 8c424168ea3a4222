/// A label of a hypothesis and when the search heard it.
package struct PathLabel: Hashable, Sendable {
    package let label: Int
    /// The frame at which it entered the hypothesis.
    package let firstFrame: Int
    /// The last frame at which it was likelier to sound than to be over.
    package let lastFrame: Int
    /// Whether a word begins with it.
    package let startsWord: Bool
    /// Whether it only stands between words.
    package let isSeparator: Bool
    /// The number of the lexicon's word that may end with it; -1 where none does.
    package var word: Int32 = -1
}

/// A word of a hypothesis: where its labels stand in the path.
package struct PathWord: Hashable, Sendable {
    /// The word's labels by their place in the path.
    package let labels: Range<Int>
    /// The frame at which its first label entered the hypothesis.
    package let firstFrame: Int
    /// The last frame at which its last label sounded.
    package let lastFrame: Int
}

extension PathWord {
    /// The words of a path, in order.
    package static func words(of path: [PathLabel]) -> [PathWord] {
        var words: [PathWord] = []
        var start: Int?
        func close(before end: Int) {
            guard let first = start else { return }
            words.append(
                PathWord(
                    labels: first..<end, firstFrame: path[first].firstFrame,
                    lastFrame: path[end - 1].lastFrame))
            start = nil
        }
        for (place, label) in path.enumerated() {
            if label.isSeparator {
                close(before: place)
            } else if label.startsWord {
                close(before: place)
                start = place
            }
        }
        close(before: path.count)
        return words
    }
}
