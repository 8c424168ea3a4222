/// Who else speaks in units that have been given to somebody.
///
/// Where two people speak at once, the embedding lies between their voices: what of it is unlike the owner's is like the
/// other's. (Bullock et al. 2020 give speech that a detector of overlap has found to the two likeliest speakers; here the
/// voices themselves tell.) Of half a second that is vague, so the units beside it have a say.
package struct Companions {
    private let units: SpeechUnits
    package let owners: [Int]
    let voices: [Voice]

    /// Seconds of pause between two units of one stretch of speech at most.
    private static let longestGap: Float = 0.05
    /// Seconds around a unit within which somebody else must have a unit of their own.
    private static let reach: Float = 3
    /// Seconds of speech from which a voice is known well enough to be heard beneath another.
    private static let leastSpeech: Float = 5
    /// How much of another voice there is in a unit in which somebody else speaks, at least: chosen on conversations of a
    /// minute and of 3 to 5 minutes, by other people than those it is measured on.
    private static let leastShare: Float = 0.2

    /// - Parameter owners: The index of a voice for each of the first units.
    package init(units: SpeechUnits, owners: [Int], voices: [Voice]) {
        (self.units, self.owners, self.voices) = (units, owners, voices)
    }

    /// The voices in a unit: its owner's, and perhaps somebody else's who speaks at the same time.
    package func speakers(of unit: Int) -> [Int] {
        [owners[unit]] + (companion(in: unit).map { [$0] } ?? [])
    }

    private func companion(in unit: Int) -> Int? {
        let others = neighbors(of: unit)
        guard !others.isEmpty else { return nil }
        let heard = [units.embeddings[unit], units.embedding(of: surroundings(of: unit))]
        let shares = others.map { other in
            heard.reduce(0) { $0 + share(of: voices[other], in: $1, beside: voices[owners[unit]]) / 2 }
        }
        let best = shares.indices.max { shares[$0] < shares[$1] }
        return best.flatMap { shares[$0] > Self.leastShare ? others[$0] : nil }
    }

    /// The cosine of an embedding and of what of another voice is unlike the owner's.
    private func share(of other: Voice, in heard: SpeakerEmbedding, beside owner: Voice) -> Float {
        let both = owner.embedding.similarity(to: other.embedding)
        let rest = heard.similarity(to: other.embedding) - both * heard.similarity(to: owner.embedding)
        return rest / max(0.1, 1 - both * both).squareRoot()
    }

    /// A unit with the one before and the one after it in the same stretch of speech.
    private func surroundings(of unit: Int) -> Range<Int> {
        let first = unit > 0 && units.pause[unit] <= Self.longestGap ? unit - 1 : unit
        let next = unit + 1
        return first..<(next < units.count && units.pause[next] <= Self.longestGap ? next + 1 : next)
    }

    /// Who else may speak in a unit: voices that have spoken shortly before or will shortly after.
    private func neighbors(of unit: Int) -> [Int] {
        var near: Set<Int> = []
        var seconds: Float = 0
        for other in (0..<unit).reversed() {
            seconds += units.pause[other + 1]
            if seconds > Self.reach { break }
            near.insert(owners[other])
            seconds += units.speech[other]
        }
        seconds = 0
        for other in owners.indices.dropFirst(unit + 1) {
            seconds += units.pause[other]
            if seconds > Self.reach { break }
            near.insert(owners[other])
            seconds += units.speech[other]
        }
        return near.filter { $0 != owners[unit] && voices[$0].speech >= Self.leastSpeech }.sorted()
    }
}
