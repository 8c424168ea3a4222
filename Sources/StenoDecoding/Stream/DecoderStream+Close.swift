import StenoTranscript

extension DecoderStream {
    /// Closes the segment after a pause: the sentence is over.
    mutating func closeAtSilence() {
        let seam = max(segment.start, frameCount - min(pace.seamOverlap, silence))
        close(search.best(ending: .sentence), wordCount: nil, at: seam, ending: .sentence)
    }

    /// Closes a segment that is too long after the word with the longest pause behind it, preferably in its later
    /// half; the words behind the seam stay as they are and go on.
    mutating func closeAtPause() {
        let half = (segment.start + frameCount) / 2
        let later = words.indices.filter { words[$0].lastFrame >= half && pause(after: $0) != nil }
        let choice = later.isEmpty ? words.indices.filter { pause(after: $0) != nil } : later
        let best = choice.max { (pause(after: $0) ?? 0) < (pause(after: $1) ?? 0) } ?? words.indices.last
        guard let best else { return close(path, wordCount: 0, at: frameCount, ending: .open) }
        let next = best + 1 < words.count ? words[best + 1].firstFrame : frameCount
        close(path, wordCount: best + 1, at: min(words[best].lastFrame + 1, next), ending: .open)
    }

    /// The frames between a word and the next; `nil` for a last word that may still be sounding.
    private func pause(after index: Int) -> Int? {
        if index + 1 < words.count { return words[index + 1].firstFrame - words[index].lastFrame }
        let quiet = frameCount - 1 - words[index].lastFrame
        return quiet >= max(1, pace.showAfter) ? quiet : nil
    }

    /// Reports the first words of a path as final and goes on behind them.
    ///
    /// - Parameters:
    ///   - path: The hypothesis to believe.
    ///   - wordCount: How many of its words to close; `nil` for all, with whatever separators follow.
    ///   - seam: The first frame of the next segment.
    mutating func close(_ path: [PathLabel], wordCount: Int?, at seam: Int, ending: SearchEnding) {
        let all = PathWord.words(of: path)
        // Half a word of a lexicon is none.
        let whole = ending == .sentence && !search.sentenceEndsWhole ? all.dropLast() : all[...]
        let closed = whole.prefix(wordCount ?? all.count)
        let others = search.hypotheses(alternatives, ending: ending)
        let isUnfinished = wantsSentences && ending == .sentence && !search.sentenceMayEnd
        for word in closed.dropFirst(segment.posteriors.count) {
            segment.posteriors.append(search.settle(word, of: path))
        }
        let labelCount = wordCount == nil ? path.count : labels(of: closed, in: path)
        if isUnfinished {
            withdrawPartial()
        } else if !closed.isEmpty {
            report(closed, of: Array(path.prefix(labelCount)), alternatives: others, until: seam)
        }
        search.cut(path, after: labelCount, at: seam, ending: ending)
        segment = segment.following(from: seam, vocabularySize: builder.labels.count)
    }

    /// How many labels some first words take, with the separators behind them.
    private func labels(of words: ArraySlice<PathWord>, in path: [PathLabel]) -> Int {
        var count = words.last?.labels.upperBound ?? 0
        while count < path.count, path[count].isSeparator { count += 1 }
        return count
    }

    private mutating func report(
        _ words: ArraySlice<PathWord>, of path: [PathLabel], alternatives: [ScoredPath], until end: Int
    ) {
        if let rejectAbove, builder.mismatch(of: path, in: segment, until: end) > rejectAbove {
            return withdrawPartial()
        }
        let built = builder.words(words, of: path, in: segment, until: end)
        let final = FinalWords(
            words: built.map(\.word), alternatives: alternatives.map(alternative),
            evidence: built.map(\.evidence))
        events.append(.final(final, frame: frameCount))
    }

    private func alternative(_ path: ScoredPath) -> Alternative {
        let words = PathWord.words(of: path.labels).map { builder.text(of: $0, in: path.labels) }
        return Alternative(text: words.joined(separator: " "), score: path.score)
    }
}
