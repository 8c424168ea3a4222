/// A label of a hypothesis and when the search heard it.
struct PathLabel: Hashable, Sendable {
    let label: Int
    /// The frame at which it entered the hypothesis.
    let firstFrame: Int
    /// The last frame at which it was likelier to sound than to be over.
    let lastFrame: Int
    /// Whether a word begins with it.
    let startsWord: Bool
    /// Whether it only stands between words.
    let isSeparator: Bool
}

/// A word of a hypothesis: where its labels stand in the path.
struct PathWord: Hashable, Sendable {
    /// The word's labels by their place in the path.
    let labels: Range<Int>
    /// The frame at which its first label entered the hypothesis.
    let firstFrame: Int
    /// The last frame at which its last label sounded.
    let lastFrame: Int
}

extension PathWord {
    /// The words of a path, in order.
    static func words(of path: [PathLabel]) -> [PathWord] {
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
