import StenoTranscript

extension DecoderStream {
    /// Reports the words that are over, when they or the stable ones among them have changed.
    mutating func reportPartial() {
        let stable = stableCount
        let shown = words.prefix(max(stable, quietCount))
        let texts = shown.map { builder.text(of: $0, in: path) }
        guard texts != segment.shown || stable != segment.stableCount else { return }
        segment.shown = texts
        segment.stableCount = stable
        // Where a whole segment may be rejected in the end, nothing can be promised before.
        let promised = rejectAbove == nil && !wantsSentences ? stable : 0
        let partial = PartialWords(words: builder.words(shown, of: path), stableCount: promised)
        events.append(.partial(partial, frame: frameCount))
    }

    /// Takes back what partial results have shown of a segment that is rejected.
    mutating func withdrawPartial() {
        guard !segment.shown.isEmpty else { return }
        events.append(.partial(PartialWords(words: [], stableCount: 0), frame: frameCount))
    }

    /// How many of the first words have been over for long enough to be shown.
    private var quietCount: Int {
        words.indices.first { index in
            frameCount - 1 - words[index].lastFrame < pace.showAfter || !isWhole(index)
        } ?? words.count
    }

    /// How many words are settled, or spelled to their end by every hypothesis.
    private var stableCount: Int {
        let agreed = search.agreedCount()
        let shared = words.count { $0.labels.upperBound < agreed }
        return max(segment.posteriors.count, segment.stableCount, min(shared, quietCount))
    }
}
