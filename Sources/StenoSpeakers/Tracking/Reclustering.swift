/// Finds the voices of a whole recording from all its units at once: agglomerative clustering, then a search that puts
/// every unit in its turn.
///
/// Knows everything before it decides anything, so it errs less than a stream can.
package struct Reclustering: Sendable {
    private let decoder: TurnDecoder
    private let limit: SpeakerLimit
    private let enrolled: [EnrolledVoice]

    package init(decoder: TurnDecoder, limit: SpeakerLimit = .open, enrolled: [EnrolledVoice] = []) {
        self.decoder = enrolled.isEmpty ? decoder : decoder.besideEnrolled()
        (self.limit, self.enrolled) = (limit, enrolled)
    }

    /// - Parameter units: All that is said.
    /// - Returns: The voices that speak, in the order in which they do, and the index of one for each unit.
    package func voices(in units: SpeechUnits) -> (voices: [Voice], owners: [Int]) {
        guard units.count > 0 else { return ([], []) }
        var voices = enrolled.map {
            Voice(origin: .enrolled($0.name), embedding: $0.embedding, speech: VoiceRegister.enrolledSpeech)
        }
        voices += strangers(among: clusters(of: units), to: voices)
        var owners: [Int] = []
        for _ in 0..<3 {
            owners = decoder.choices(
                for: units, among: voices, candidates: voices.indices.map(TurnDecoder.Choice.voice)
            ).compactMap(\.voice)
            (voices, owners) = reestimated(voices, owners, units)
        }
        return (voices, owners)
    }

    /// Clusters that are none of the voices known.
    private func strangers(among clusters: [Cluster], to known: [Voice]) -> [Voice] {
        clusters.filter { cluster in
            known.allSatisfy {
                decoder.advantage(of: $0, for: cluster.embedding, seconds: cluster.speech)
                    <= decoder.prior.newcomer
            }
        }.map { Voice(origin: .met, embedding: $0.embedding, speech: $0.speech) }
    }

    // MARK: Clustering

    private struct Cluster {
        var embedding: SpeakerEmbedding
        var speech: Float
    }

    /// More units than this are clustered in blocks first, and then the clusters of the blocks.
    private static let blockSize = 600
    /// Seconds of speech that make a voice of its own, where there is more than that from somebody else.
    private static let leastSpeech: Float = 1.5

    private func clusters(of units: SpeechUnits) -> [Cluster] {
        let all = units.embeddings.indices.map {
            Cluster(embedding: units.embeddings[$0], speech: units.speech[$0])
        }
        var clusters = stride(from: 0, to: all.count, by: Self.blockSize).flatMap { start in
            merged(Array(all[start..<min(start + Self.blockSize, all.count)]), least: 1)
        }
        if all.count > Self.blockSize { clusters = merged(clusters, least: 1) }
        let large = clusters.filter { $0.speech >= Self.leastSpeech }
        return merged(large.isEmpty ? clusters : large, least: least, most: limit.most)
    }

    /// The fewest voices to stop at.
    private var least: Int {
        if case .exactly(let count) = limit { count } else { 1 }
    }

    /// Joins the most alike clusters as long as they are more alike than two voices, or there are too many.
    private func merged(_ clusters: [Cluster], least: Int, most: Int = .max) -> [Cluster] {
        var clusters = clusters
        var likeness = clusters.indices.map { row in
            clusters.indices.map { row < $0 ? self.likeness(clusters[row], clusters[$0]) : -.infinity }
        }
        while clusters.count > max(1, least), let pair = best(in: likeness),
            pair.value > 0 || clusters.count > most
        {
            let (kept, gone) = (pair.row, pair.column)
            clusters[kept] = union(clusters[kept], clusters[gone])
            clusters.remove(at: gone)
            likeness.remove(at: gone)
            for row in likeness.indices { likeness[row].remove(at: gone) }
            for other in clusters.indices where other != kept {
                likeness[min(kept, other)][max(kept, other)] = self.likeness(clusters[kept], clusters[other])
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

    private func likeness(_ a: Cluster, _ b: Cluster) -> Float {
        a.embedding.similarity(to: b.embedding)
            - decoder.scale.threshold(at: SimilarityScale.effectiveSpeech(a.speech, b.speech))
    }

    private func union(_ a: Cluster, _ b: Cluster) -> Cluster {
        let mean = SpeakerEmbedding.mean(of: [(a.embedding, a.speech), (b.embedding, b.speech)])
        return Cluster(embedding: mean ?? a.embedding, speech: a.speech + b.speech)
    }

    // MARK: Voices

    /// The voices that own units, in the order in which they speak, those met made again from what they own; as many
    /// as the limit allows.
    private func reestimated(
        _ voices: [Voice], _ owners: [Int], _ units: SpeechUnits
    ) -> (voices: [Voice], owners: [Int]) {
        var speech: [Int: Float] = [:]
        for (unit, owner) in owners.enumerated() { speech[owner, default: 0] += units.speech[unit] }
        let loudest = speech.keys.sorted { (speech[$0] ?? 0, $1) > (speech[$1] ?? 0, $0) }.prefix(limit.most)
        let order = owners.runs.map(\.value).reduce(into: [Int]()) { order, owner in
            if loudest.contains(owner), !order.contains(owner) { order.append(owner) }
        }
        let kept = order.map { owner in
            voice(voices[owner], saying: owners.indices.filter { owners[$0] == owner }, units)
        }
        // The last search leaves nobody out: where the limit drops a voice here, another search follows.
        return (kept, owners.map { order.firstIndex(of: $0) ?? 0 })
    }

    private func voice(_ voice: Voice, saying own: [Int], _ units: SpeechUnits) -> Voice {
        let mean = SpeakerEmbedding.mean(of: own.map { (units.embeddings[$0], units.speech[$0]) })
        guard voice.origin == .met, let mean else { return voice }
        return Voice(origin: .met, embedding: mean, speech: own.reduce(0) { $0 + units.speech[$1] })
    }
}
