package import StenoTranscript

/// How far recognized word times are from the true ones.
package struct WordTimeErrors: Hashable, Sendable {
    /// One edge of a word.
    package struct Edge: Hashable, Sendable {
        /// Recognized less true time in seconds: positive when late.
        package let signed: Distribution

        /// Half of the words are off by no more than this.
        package var median: Double? { absolute.median }
        /// Nine of ten words are off by no more than this.
        package var ninetyPercent: Double? { absolute.quantile(0.9) }
        /// Whether words come early or late on the whole.
        package var signedMean: Double? { signed.mean }

        private var absolute: Distribution { Distribution(signed.values.map(abs)) }
    }

    package let start: Edge
    package let end: Edge
    /// How many words were compared: those that were recognized.
    package let words: Int

    /// Compares the times of words that match.
    ///
    /// - Parameter recordings: For each recording, the true words and the recognized ones.
    package init(_ recordings: [(reference: [Word], hypothesis: [Word])]) {
        let pairs = recordings.flatMap { reference, hypothesis in
            let (said, heard) = (reference.inOrderOfTime, hypothesis.inOrderOfTime)
            return Alignment(reference: said.map(\.text), hypothesis: heard.map(\.text)).matches
                .map { (said[$0.reference].time, heard[$0.hypothesis].time) }
        }
        start = Edge(signed: Distribution(pairs.map { ($1.start - $0.start).inSeconds }))
        end = Edge(signed: Distribution(pairs.map { ($1.end - $0.end).inSeconds }))
        words = pairs.count
    }
}
