extension SpeechUnits {
    /// Cuts units nobody is known for into runs of one voice each, by joining the most alike neighbours first.
    ///
    /// Bottom-up, as in agglomerative clustering, but only neighbours join: what comes out is a first guess of the
    /// turns, from whose runs new voices are made.
    ///
    /// - Parameters:
    ///   - stretch: The units to cut.
    ///   - alike: By how much two runs are more alike than different voices; they may join where it is positive.
    /// - Returns: The runs in order; together they are `stretch`.
    func uniformRuns(
        in stretch: Range<Int>, alike: (Range<Int>, Range<Int>) -> Float
    ) -> [Range<Int>] {
        var runs = stretch.map { $0..<$0 + 1 }
        while let best = bestJoin(of: runs, alike: alike) {
            runs[best] = runs[best].lowerBound..<runs[best + 1].upperBound
            runs.remove(at: best + 1)
        }
        return runs
    }

    private func bestJoin(of runs: [Range<Int>], alike: (Range<Int>, Range<Int>) -> Float) -> Int? {
        var best: (index: Int, score: Float)?
        for (index, pair) in zip(runs, runs.dropFirst()).enumerated() {
            let score = alike(pair.0, pair.1)
            if score > 0, score > best?.score ?? 0 { best = (index, score) }
        }
        return best?.index
    }
}
