import Foundation

/// Speech that is taken for one voice: how it sounds, how much it is, and which stretches it was made from.
struct VoiceCluster: Sendable {
    var embedding: SpeakerEmbedding
    /// Seconds
    var speech: Float
    /// Indices of the stretches.
    var members: [Int]
}

/// Groups stretches of speech by voice: agglomerative clustering, which joins the most alike first and the middle of
/// whose embeddings stands for a cluster.
struct VoiceClustering: Sendable {
    let scale: SimilarityScale
    let limit: SpeakerLimit
    /// Seconds of speech that make a voice of its own, where there is more than that from somebody else.
    let leastSpeech: Float

    /// More stretches than this are clustered in blocks first, and then the clusters of the blocks.
    private static let blockSize = 600

    /// - Parameters:
    ///   - stretches: Speech of one voice each, as far as is known.
    ///   - band: What carried most of them.
    ///   - least: The fewest clusters to stop at.
    /// - Returns: The clusters with enough speech; all of them where none has.
    func clusters(
        of stretches: [(embedding: SpeakerEmbedding, speech: Float)], over band: SpeechBand, least: Int = 1
    ) -> [VoiceCluster] {
        let all = stretches.enumerated().map { index, stretch in
            VoiceCluster(embedding: stretch.embedding, speech: stretch.speech, members: [index])
        }
        let likeness = Likeness(scale: scale, band: band, total: all.reduce(0) { $0 + $1.speech })
        var clusters = stride(from: 0, to: all.count, by: Self.blockSize).flatMap { start in
            joined(Array(all[start..<min(start + Self.blockSize, all.count)]), least: least, by: likeness)
        }
        if all.count > Self.blockSize { clusters = joined(clusters, least: least, by: likeness) }
        let large = clusters.filter(isLarge)
        return joined(large.isEmpty ? clusters : large, least: least, most: limit.most, by: likeness)
    }

    private func isLarge(_ cluster: VoiceCluster) -> Bool { cluster.speech >= leastSpeech }

    /// Joins the most alike clusters as long as they are one voice, or there are too many.
    ///
    /// - Parameters:
    ///   - least: How many clusters with enough speech are left, where there were so many.
    private func joined(
        _ clusters: [VoiceCluster], least: Int, most: Int = .max, by measure: Likeness
    ) -> [VoiceCluster] {
        var clusters = clusters
        var likeness = clusters.indices.map { row in
            clusters.indices.map {
                row < $0 ? measure(clusters[row], clusters[$0]) : -.infinity
            }
        }
        while clusters.count > 1, let pair = best(in: likeness), pair.value > 0 || clusters.count > most {
            let (kept, gone) = (pair.row, pair.column)
            if isLarge(clusters[kept]), isLarge(clusters[gone]), clusters.count(where: isLarge) <= least {
                likeness[kept][gone] = -.infinity
                continue
            }
            clusters[kept] = union(clusters[kept], clusters[gone])
            clusters.remove(at: gone)
            likeness.remove(at: gone)
            for row in likeness.indices { likeness[row].remove(at: gone) }
            for other in clusters.indices where other != kept {
                likeness[min(kept, other)][max(kept, other)] = measure(clusters[kept], clusters[other])
            }
        }
        return clusters
    }

    private func best(in likeness: [[Float]]) -> (row: Int, column: Int, value: Float)? {
        var best: (row: Int, column: Int, value: Float)?
        for (row, values) in likeness.enumerated() {
            for column in values.indices.dropFirst(row + 1) where values[column] > best?.value ?? -.infinity {
                best = (row, column, values[column])
            }
        }
        return best
    }

    private func union(_ a: VoiceCluster, _ b: VoiceCluster) -> VoiceCluster {
        let mean = SpeakerEmbedding.mean(of: [(a.embedding, a.speech), (b.embedding, b.speech)])
        return VoiceCluster(
            embedding: mean ?? a.embedding, speech: a.speech + b.speech, members: a.members + b.members)
    }
}

/// How much more alike two clusters are than they must be to be one voice.
private struct Likeness {
    let scale: SimilarityScale
    let band: SpeechBand
    /// Seconds of speech in the recording.
    let total: Float

    func callAsFunction(_ a: VoiceCluster, _ b: VoiceCluster) -> Float {
        let effective = SimilarityScale.effectiveSpeech(a.speech, b.speech)
        return a.embedding.similarity(to: b.embedding) - scale.threshold(at: effective) - margin(effective)
    }

    /// How much more alike than the border of same and different voice two clusters must be. The border is measured on
    /// single embeddings; the middle of many scatters less, so clusters of one voice are more alike than that.
    ///
    /// Through a microphone it is more with every doubling of the speech that is compared, as the scatter falls. Chosen on
    /// conversations of a minute by development voices, where 0.04 and 0.08 a doubling are worse, and of 3 to 5 minutes,
    /// where none of that matters.
    ///
    /// Over a telephone, where voices are more alike, it falls with the length of the recording: the more is said, the
    /// likelier some of it sounds unlike its voice. Chosen on conversations of 20 s in digits, where 0.15 to 0.2 find
    /// every voice and make no two of one.
    ///
    /// - Parameter effective: Seconds of speech of the pair, see `SimilarityScale.effectiveSpeech`.
    private func margin(_ effective: Float) -> Float {
        switch band {
        case .wide: min(0.2, 0.04 + 0.06 * max(0, log2(effective / 1.6)))
        case .telephone: max(0.08, 0.175 - 0.002 * max(0, total - 15))
        }
    }
}

extension SpeechUnits {
    /// A pause longer than this often is where somebody else begins, a shorter one seldom.
    private static let phrasePause: Float = 0.15
    /// Seconds of speech in the longest phrase: without pauses people still take turns.
    private static let longestPhrase: Float = 3
    /// How many nats likelier two voices than one must be where a phrase is cut.
    private static let oddsOfCut: Float = 2

    /// Whether a phrase goes on with a unit; all in seconds.
    static func goesOn(_ phrase: Float, with unit: Float, after pause: Float) -> Bool {
        pause <= phrasePause && phrase + unit <= longestPhrase
    }

    /// Runs of units with no pause between them: what voices are first looked for in.
    ///
    /// - Parameter stretch: The units to cut into phrases.
    func phrases(in stretch: Range<Int>) -> [Range<Int>] {
        var phrases: [Range<Int>] = []
        for unit in stretch {
            if let last = phrases.last,
                Self.goesOn(speech(of: last), with: speech[unit], after: pause[unit])
            {
                phrases[phrases.count - 1] = last.lowerBound..<unit + 1
            } else {
                phrases.append(unit..<unit + 1)
            }
        }
        return phrases
    }

    /// The same, cut where surely two voices meet without a pause: a phrase of both would sound like a third.
    func phrases(in stretch: Range<Int>, cutBy scale: SimilarityScale) -> [Range<Int>] {
        phrases(in: stretch).flatMap { parts(of: $0, by: scale) }
    }

    private func parts(of phrase: Range<Int>, by scale: SimilarityScale) -> [Range<Int>] {
        let cuts = phrase.dropFirst().map { unit in
            let (before, after) = (phrase.lowerBound..<unit, unit..<phrase.upperBound)
            let odds = scale.logOddsOfSameVoice(
                similarity: embedding(of: before).similarity(to: embedding(of: after)),
                seconds: SimilarityScale.effectiveSpeech(speech(of: before), speech(of: after)))
            return (odds: odds, before: before, after: after)
        }
        guard let cut = cuts.min(by: { $0.odds < $1.odds }), cut.odds < -Self.oddsOfCut else {
            return [phrase]
        }
        return parts(of: cut.before, by: scale) + parts(of: cut.after, by: scale)
    }

    /// The voice in runs, each with its seconds of speech.
    func stretches(_ runs: [Range<Int>]) -> [(embedding: SpeakerEmbedding, speech: Float)] {
        runs.map { (embedding(of: $0), speech(of: $0)) }
    }
}
