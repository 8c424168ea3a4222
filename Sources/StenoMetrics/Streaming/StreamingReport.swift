package import StenoTranscript

/// How steady and how quick the partial results of streams are.
package struct StreamingReport: Hashable, Sendable {
    /// How often a word was put on the screen: a word that is replaced counts again.
    package let shownWords: Int
    /// How often a shown word was later changed or taken away.
    package let changedWords: Int
    /// How often a word shown as stable was changed after all; 0 if the guarantee holds.
    package let brokenPromises: Int
    /// Seconds of audio from a word's true end to its first showing at its final place.
    package let firstDelay: Distribution
    /// Seconds of audio from a word's true end to its first showing as stable.
    package let stableDelay: Distribution
    /// Seconds of audio from a word's true end to its final.
    package let finalDelay: Distribution

    /// The share of shown words that were later changed.
    package var flicker: Double {
        shownWords == 0 ? 0 : Double(changedWords) / Double(shownWords)
    }

    /// Measures streams against the true times of their words. Delays are those of words that were recognized.
    ///
    /// - Parameter streams: For each stream all its events, and the true words with their times.
    package init(_ streams: [(events: [StreamEvent], reference: [Word])]) {
        var (shown, changed, broken) = (0, 0, 0)
        var delays: [(first: Double, stable: Double, final: Double)] = []
        for (events, reference) in streams {
            var showings: [PartialHistory.Showing] = []
            for history in PartialHistory.histories(of: events) {
                showings += history.showings
                shown += history.shownWords
                changed += history.changedWords
                broken += history.brokenPromises
            }
            delays += Self.delays(of: showings, reference: reference.inOrderOfTime)
        }
        (shownWords, changedWords, brokenPromises) = (shown, changed, broken)
        firstDelay = Distribution(delays.map(\.first))
        stableDelay = Distribution(delays.map(\.stable))
        finalDelay = Distribution(delays.map(\.final))
    }

    private static func delays(of showings: [PartialHistory.Showing], reference: [Word])
        -> [(first: Double, stable: Double, final: Double)]
    {
        let heard = showings.enumerated()
            .sorted { ($0.element.word.time.start, $0.offset) < ($1.element.word.time.start, $1.offset) }.map(
                \.element)
        return Alignment(reference: reference.map(\.text), hypothesis: heard.map(\.word.text)).matches.map {
            place in
            let end = reference[place.reference].time.end
            let showing = heard[place.hypothesis]
            return (
                (showing.shown - end).inSeconds, (showing.stable - end).inSeconds,
                (showing.final - end).inSeconds
            )
        }
    }
}
