/// Finds the voices of a whole recording from all its units at once: clustering of its phrases, then a search that puts
/// every unit in its turn.
///
/// Knows everything before it decides anything, so it errs less than a stream can.
package struct Reclustering: Sendable {
    private let decoder: TurnDecoder
    private let limit: SpeakerLimit
    private let enrolled: [Voice]

    package init(decoder: TurnDecoder, limit: SpeakerLimit = .open, enrolled: [EnrolledVoice] = []) {
        (self.decoder, self.limit) = (decoder, limit)
        self.enrolled = enrolled.map(Voice.init)
    }

    /// Seconds of speech that make a voice of its own: in long recordings more, since of much speech some always
    /// sounds unlike its voice.
    ///
    /// - Parameter speech: Seconds of speech in the recording.
    private static func leastSpeech(of speech: Float) -> Float {
        min(8, max(1.5, 0.03 * speech))
    }

    /// - Parameter units: All that is said.
    /// - Returns: The voices that speak, in the order in which they do, and the index of one for each unit.
    package func voices(in units: SpeechUnits) -> (voices: [Voice], owners: [Int]) {
        guard units.count > 0 else { return ([], []) }
        let clustering = VoiceClustering(
            scale: decoder.scale, limit: limit,
            leastSpeech: Self.leastSpeech(of: units.speech.reduce(0, +)))
        let clusters = clustering.clusters(
            of: units.stretches(units.phrases(in: 0..<units.count, cutBy: decoder.scale)), over: units.band,
            least: limit.least)
        let acquaintances = clusters.map { decoder.acquaintance(of: $0, among: enrolled) }
        let strangers = zip(clusters, acquaintances).filter { $1 == nil }.map(\.0)
        var voices = enrolled.expected(among: acquaintances).map { enrolled[$0] } + strangers.map(Voice.init)
        var owners: [Int] = []
        for _ in 0..<3 {
            owners = decoder.owners(of: units, among: voices, candidates: Array(voices.indices))
            (voices, owners) = reestimated(voices, owners, units)
        }
        return (voices, owners)
    }

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
