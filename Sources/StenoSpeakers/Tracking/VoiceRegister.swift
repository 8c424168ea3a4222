/// The voices of one stream, and the decision who of them, or who new, says what.
///
/// What was said before and what is to be decided is clustered together every time, so that a voice found late is told
/// apart from then on. Voices are only ever added, and never more than a limit, so an index means the same person for
/// ever.
package struct VoiceRegister: Sendable {
    package private(set) var voices: [Voice]
    /// The voices that have spoken, in the order they were first heard.
    package private(set) var heard: [Int] = []
    private var memory = VoiceMemory()
    /// How many of the units decided last are the newest phrase in memory.
    private var newest = 0
    private let enrolled: [Voice]
    private let decoder: TurnDecoder
    private let clustering: VoiceClustering
    private let limit: SpeakerLimit

    package init(enrolled: [EnrolledVoice] = [], decoder: TurnDecoder, limit: SpeakerLimit = .open) {
        (self.decoder, self.limit) = (decoder, limit)
        self.enrolled = enrolled.map(Voice.init)
        clustering = VoiceClustering(
            scale: decoder.scale, limit: limit, leastSpeech: decoder.prior.leastSpeech)
        voices = self.enrolled
    }

    /// Gives units to voices, and remembers what the voices said.
    ///
    /// - Parameters:
    ///   - units: What is said.
    ///   - decided: The voices of the first units, where they stand already.
    ///   - count: How many units are decided now, the first ones included; what follows only helps to decide.
    /// - Returns: The index of a voice for each of the first `count` units.
    package mutating func assign(_ units: SpeechUnits, decided: [Int] = [], deciding count: Int) -> [Int] {
        guard decided.count < count else { return Array(decided.prefix(count)) }
        let known = voices.count
        let present = hear(units, after: decided.count)
        var owners = owners(of: units, among: present, decided)
        for _ in 0..<2 {
            reconsider(voicesFrom: known, owning: owners, of: units)
            owners = self.owners(of: units, among: present, decided)
        }
        owners = numberNewVoices(from: known, owning: Array(owners.prefix(count)))
        remember(decided.count..<count, of: units, owners)
        return owners
    }

    // MARK: Knowing voices

    /// Clusters what was said before and what is said now, makes every voice met what its cluster is, and new voices of
    /// clusters that are nobody's.
    ///
    /// - Returns: The voices that somebody may speak with now. One met that has turned out to be another is not.
    private mutating func hear(_ units: SpeechUnits, after first: Int) -> [Int] {
        let phrases = units.phrases(in: first..<units.count, cutBy: decoder.scale)
        let stretches = memory.stretches.map { ($0.embedding, $0.speech) } + units.stretches(phrases)
        let all = clustering.clusters(of: stretches, over: units.band)
        let acquaintances = all.map { decoder.acquaintance(of: $0, among: enrolled) }
        let clusters = zip(all, acquaintances).filter { $1 == nil }.map(\.0)
        let owners = owners(of: clusters)
        for (cluster, owner) in zip(clusters, owners) {
            if let owner { voices[owner] = Voice(cluster) }
        }
        let expected = enrolled.expected(among: acquaintances + heard.map(Optional.some))
        var present = expected + owners.compactMap(\.self)
        let strangers = zip(clusters, owners).filter { $1 == nil }.map(\.0).sorted { $0.speech > $1.speech }
        let known = voices.count
        let leastBesideStrangers = leastEvidence(after: memory.stretches.reduce(0) { $0 + $1.speech })
        for stranger in strangers where heard.count + voices.count - known < limit.most {
            let met = present.filter { $0 >= enrolled.count }
            let phrases = stranger.members.map { stretches[$0] }
            guard evidence(of: phrases, against: present, over: units.band) > decoder.prior.leastEvidence,
                evidence(of: phrases, against: met, over: units.band) > leastBesideStrangers
            else { continue }
            present.append(voices.count)
            voices.append(Voice(stranger))
        }
        return present
    }

    /// The evidence that makes a new voice beside those met, who all are strangers: the longer nobody new was heard, the
    /// less is somebody new expected, and the more phrases there were that may sound like nobody. A wrong name would be
    /// worse than a wrong number, so this is not asked beside the enrolled.
    ///
    /// - Parameter seconds: Of speech that is remembered.
    private func leastEvidence(after seconds: Float) -> Float {
        decoder.prior.leastEvidence + min(5, 0.1 * seconds)
    }

    /// By how many nats phrases are likelier of somebody new than of those present; without bounds where there is nobody.
    ///
    /// Each phrase counts for itself, against the voice that it is most alike: so it matters how much both have said, and
    /// a voice of which little is known yet proves little.
    private func evidence(
        of phrases: [(embedding: SpeakerEmbedding, speech: Float)], against present: [Int],
        over band: SpeechBand
    ) -> Float {
        guard !present.isEmpty else { return .infinity }
        return phrases.reduce(0) { sum, phrase in
            let odds = present.map { index in
                let voice = voices[index]
                return decoder.scale.logOddsOfSameVoice(
                    similarity: phrase.embedding.similarity(to: voice.embedding) - Self.margin(over: band),
                    seconds: SimilarityScale.effectiveSpeech(phrase.speech, voice.speech))
            }
            return sum - (odds.max() ?? 0)
        }
    }

    /// How much more alike than the border of same and different voice a phrase and its voice are: the border is measured
    /// on pairs of pieces, and the middle of many scatters less. Over a telephone all voices are more alike. Chosen as
    /// the evidence was, on conversations of people trained on and of development voices.
    private static func margin(over band: SpeechBand) -> Float {
        switch band {
        case .wide: 0.1
        case .telephone: 0.175
        }
    }

    /// For each cluster the voice met that said most of it; no voice is that of two clusters.
    private func owners(of clusters: [VoiceCluster]) -> [Int?] {
        var shares: [(speech: Float, cluster: Int, voice: Int)] = []
        for (index, cluster) in clusters.enumerated() {
            let said = cluster.members.filter { $0 < memory.stretches.count }.map { memory.stretches[$0] }
            for (voice, parts) in Dictionary(grouping: said, by: \.owner) where voices[voice].origin == .met {
                shares.append((parts.reduce(0) { $0 + $1.speech }, index, voice))
            }
        }
        var owners = [Int?](repeating: nil, count: clusters.count)
        for share in shares.sorted(by: {
            ($0.speech, $1.voice, $1.cluster) > ($1.speech, $0.voice, $0.cluster)
        })
        where owners[share.cluster] == nil && !owners.contains(share.voice) {
            owners[share.cluster] = share.voice
        }
        return owners
    }

    /// Makes each new voice again from all it is given now.
    private mutating func reconsider(voicesFrom known: Int, owning owners: [Int], of units: SpeechUnits) {
        for index in known..<max(known, voices.count) {
            let said = units.stretches(owners.runs.filter { $0.value == index }.map(\.range))
            if let embedding = SpeakerEmbedding.mean(of: said.map { ($0.embedding, $0.speech) }) {
                voices[index] = Voice(
                    origin: .met, embedding: embedding, speech: said.reduce(0) { $0 + $1.speech })
            }
        }
    }

    // MARK: Deciding

    private func owners(of units: SpeechUnits, among present: [Int], _ decided: [Int]) -> [Int] {
        var candidates = present
        if heard.count >= limit.most {
            let known = candidates.filter(heard.contains)
            candidates = known.isEmpty ? heard : known
        }
        func search(_ candidates: [Int]) -> [Int] {
            decoder.owners(
                of: units, among: voices, candidates: Set(candidates).union(decided).sorted(),
                decided: decided)
        }
        let owners = search(candidates)
        guard Set(heard).union(owners).count > limit.most else { return owners }
        return search(mostHeard(in: owners, of: units))
    }

    /// As many people as the limit allows: those heard before, then those who say most now.
    private func mostHeard(in owners: [Int], of units: SpeechUnits) -> [Int] {
        var speech: [Int: Float] = [:]
        for (unit, owner) in owners.enumerated() where !heard.contains(owner) {
            speech[owner, default: 0] += units.speech[unit]
        }
        let loudest = speech.keys.sorted { (speech[$0] ?? 0, $1) > (speech[$1] ?? 0, $0) }
        return heard + loudest.prefix(limit.most - heard.count)
    }

    // MARK: Remembering

    /// Puts new voices in the order in which they speak, and forgets those that say nothing that is decided.
    private mutating func numberNewVoices(from known: Int, owning owners: [Int]) -> [Int] {
        var order: [Int] = []
        for owner in owners where owner >= known && !order.contains(owner) { order.append(owner) }
        voices = voices.prefix(known) + order.map { voices[$0] }
        return owners.map { owner in order.firstIndex(of: owner).map { known + $0 } ?? owner }
    }

    /// Remembers the phrases of the units decided now. A phrase that goes on is heard again as a whole, which tells more
    /// than its parts do: a stream decides half a second at a time.
    private mutating func remember(_ new: Range<Int>, of units: SpeechUnits, _ owners: [Int]) {
        let start = new.lowerBound - (newest <= new.lowerBound ? newest : 0)
        for (voice, run) in owners.runs {
            if !heard.contains(voice) { heard.append(voice) }
            let phrases = units.phrases(in: run.clamped(to: start..<new.upperBound))
                .filter { $0.upperBound > new.lowerBound }
            for (phrase, stretch) in zip(phrases, units.stretches(phrases)) {
                memory.add(
                    VoiceMemory.Stretch(embedding: stretch.embedding, speech: stretch.speech, owner: voice),
                    replacingNewest: phrase.lowerBound < new.lowerBound)
                newest = phrase.count
            }
        }
    }
}
