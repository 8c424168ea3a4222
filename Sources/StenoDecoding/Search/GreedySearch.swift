/// Takes the likeliest label of every frame and collapses repeats and blanks (Graves et al. 2006, section 3.2).
package struct GreedySearch: PrefixSearch {
    private let labels: LabelTable
    private var path: [PathLabel] = []
    private var frame = 0
    private var last = 0
    private var inWord = false
    private var score = 0.0
    package private(set) var bestMark = 0

    package init(labels: LabelTable) {
        self.labels = labels
    }

    package mutating func advance(over emissions: Span<Float>) {
        var best = 0
        for label in 1..<emissions.count where emissions[label] > emissions[best] { best = label }
        score += Double(emissions[best])
        hear(best)
        last = best
        frame += 1
    }

    private mutating func hear(_ label: Int) {
        let role = labels.roles[label]
        if role == .blank || (role == .separator && !inWord) { return }
        if label == last {
            // Nothing is left of a label that has been sounding since before the last cut.
            if let sounding = path.popLast() { path.append(sounding.sounding(until: frame)) }
            bestMark += 1
            return
        }
        path.append(
            PathLabel(
                label: label, firstFrame: frame, lastFrame: frame,
                startsWord: role == .start || (role == .inside && !inWord), isSeparator: role == .separator))
        inWord = role != .separator
        bestMark += 1
    }

    package func best(ending: SearchEnding) -> [PathLabel] { path }

    package var bestMayEnd: Bool { true }

    package var sentenceMayEnd: Bool { true }

    package var sentenceEndsWhole: Bool { true }

    package func agreedCount() -> Int { path.count }

    package mutating func settle(_ word: PathWord, of path: [PathLabel]) -> Double {
        if word.labels.upperBound == self.path.count { inWord = false }
        return 1
    }

    package mutating func cut(_ path: [PathLabel], after count: Int, at frame: Int, ending: SearchEnding) {
        self.path.removeFirst(count)
        bestMark += 1
    }

    package func hypotheses(_ limit: Int, ending: SearchEnding) -> [ScoredPath] {
        limit > 0 ? [ScoredPath(labels: path, score: score)] : []
    }
}

extension PathLabel {
    fileprivate func sounding(until frame: Int) -> PathLabel {
        PathLabel(
            label: label, firstFrame: firstFrame, lastFrame: frame, startsWord: startsWord,
            isSeparator: isSeparator)
    }
}
