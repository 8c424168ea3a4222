/// The voices of one stream, and the decision who of them, or who new, says what.
///
/// Voices are only ever added, and never more than a limit, so an index means the same person for ever.
package struct VoiceRegister: Sendable {
    package private(set) var voices: [Voice]
    /// The voices that have spoken, in the order they were first heard.
    package private(set) var heard: [Int] = []
    /// Voices met that turned out to be somebody known before: they are given nothing any more.
    private var duplicates: Set<Int> = []
    private let decoder: TurnDecoder
    private let limit: SpeakerLimit
    /// Seconds of speech that make a new voice.
    private let leastSpeech: Float

    /// An enrolled voice is trusted like one of this many seconds.
    static let enrolledSpeech: Float = 10

    package init(
        enrolled: [EnrolledVoice] = [], decoder: TurnDecoder, limit: SpeakerLimit = .open,
        leastSpeech: Float = 0.6
    ) {
        self.decoder = enrolled.isEmpty ? decoder : decoder.besideEnrolled()
        self.limit = limit
        self.leastSpeech = leastSpeech
        voices = enrolled.map {
            Voice(origin: .enrolled($0.name), embedding: $0.embedding, speech: Self.enrolledSpeech)
        }
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
        var choices = decode(units, decided)
        while voices.count < known + limit.most, mayMeet(besides: choices),
            let run = runOfNewcomer(in: choices, of: units, after: decided.count)
        {
            meet(run, in: units)
            choices = decode(units, decided)
        }
        for _ in 0..<2 {
            choices = decode(units, decided, newcomersAllowed: false)
            reconsider(voicesFrom: known, saying: choices, of: units)
        }
        let owners = numberNewVoices(from: known, owning: choices.prefix(count).compactMap(\.voice))
        learn(owners, of: units, from: decided.count, known: known)
        return owners
    }

    // MARK: Deciding

    private func decode(
        _ units: SpeechUnits, _ decided: [Int], newcomersAllowed: Bool = true
    ) -> [TurnDecoder.Choice] {
        let full = heard.count >= limit.most
        let eligible = full ? heard : Array(voices.indices)
        let candidates = Set(eligible).subtracting(duplicates).union(decided).sorted().map(
            TurnDecoder.Choice.voice)
        let newcomer = newcomersAllowed && !full ? [TurnDecoder.Choice.newcomer] : []
        let doubtful = newcomer.isEmpty ? [] : doubtful(decided, units)
        func allows(_ unit: Int, _ choice: TurnDecoder.Choice) -> Bool {
            guard unit < decided.count else { return true }
            return choice == .voice(decided[unit]) || choice == .newcomer && doubtful.contains(unit)
        }
        let choices = decoder.choices(
            for: units, among: voices, candidates: candidates + newcomer, allows: allows)
        guard speakers(in: choices).count > limit.most else { return choices }
        return decoder.choices(
            for: units, among: voices, candidates: mostHeard(in: choices, of: units), allows: allows)
    }

    /// Units that were given to a voice for want of a better one. They stand, but together with what follows they may
    /// show that somebody new speaks.
    private func doubtful(_ decided: [Int], _ units: SpeechUnits) -> Set<Int> {
        Set(
            decided.indices.filter { unit in
                decoder.advantage(
                    of: voices[decided[unit]], for: units.embeddings[unit], seconds: units.speech[unit]) <= 0
            })
    }

    private func speakers(in choices: [TurnDecoder.Choice]) -> Set<Int> {
        Set(heard).union(choices.compactMap(\.voice))
    }

    /// As many people as the limit allows: those heard before, then those who say most now.
    private func mostHeard(in choices: [TurnDecoder.Choice], of units: SpeechUnits) -> [TurnDecoder.Choice] {
        var speech: [Int: Float] = [:]
        for (unit, choice) in choices.enumerated() {
            if let voice = choice.voice, !heard.contains(voice) {
                speech[voice, default: 0] += units.speech[unit]
            }
        }
        let loudest = speech.keys.sorted { (speech[$0] ?? 0, $1) > (speech[$1] ?? 0, $0) }
        return (heard + loudest.prefix(limit.most - heard.count)).map(TurnDecoder.Choice.voice)
    }

    // MARK: Meeting new voices

    private func mayMeet(besides choices: [TurnDecoder.Choice]) -> Bool {
        speakers(in: choices).count < limit.most
    }

    /// The first run of somebody new that is long enough to know a voice by; any run when nobody is known at all.
    private func runOfNewcomer(
        in choices: [TurnDecoder.Choice], of units: SpeechUnits, after decided: Int
    ) -> Range<Int>? {
        let stretches = choices.runs.filter { $0.value == .newcomer }.map(\.range)
        let runs = stretches.flatMap { units.uniformRuns(in: $0, alike: { advantage($0, $1, in: units) }) }
            .filter { $0.upperBound > decided }
        let longest = runs.map(units.speech(of:)).max() ?? 0
        guard longest >= leastSpeech || voices.isEmpty else { return nil }
        return runs.first { units.speech(of: $0) >= min(longest, 2 * leastSpeech) }
    }

    private func advantage(_ a: Range<Int>, _ b: Range<Int>, in units: SpeechUnits) -> Float {
        let speech = SimilarityScale.effectiveSpeech(units.speech(of: a), units.speech(of: b))
        return units.embedding(of: a).similarity(to: units.embedding(of: b))
            - decoder.scale.threshold(at: speech)
    }

    private mutating func meet(_ run: Range<Int>, in units: SpeechUnits) {
        voices.append(Voice(origin: .met, embedding: units.embedding(of: run), speech: units.speech(of: run)))
    }

    /// Makes each new voice again from all it is given now.
    private mutating func reconsider(
        voicesFrom known: Int, saying choices: [TurnDecoder.Choice], of units: SpeechUnits
    ) {
        for index in known..<max(known, voices.count) {
            let said = units.utterances(in: choices.runs.filter { $0.value == .voice(index) }.map(\.range))
            if let embedding = SpeakerEmbedding.mean(of: said.map { ($0.embedding, $0.speech) }) {
                voices[index] = Voice(
                    origin: .met, embedding: embedding, speech: said.reduce(0) { $0 + $1.speech })
            }
        }
    }

    // MARK: Remembering

    /// Puts new voices in the order in which they speak, and forgets those that say nothing that is decided.
    private mutating func numberNewVoices(from known: Int, owning owners: [Int]) -> [Int] {
        var order: [Int] = []
        for owner in owners where owner >= known && !order.contains(owner) { order.append(owner) }
        voices = voices.prefix(known) + order.map { voices[$0] }
        return owners.map { owner in order.firstIndex(of: owner).map { known + $0 } ?? owner }
    }

    private mutating func learn(_ owners: [Int], of units: SpeechUnits, from first: Int, known: Int) {
        for (voice, range) in owners.runs {
            if !heard.contains(voice) { heard.append(voice) }
            guard voice < known, range.upperBound > first else { continue }
            let new = max(first, range.lowerBound)..<range.upperBound
            for said in units.utterances(in: [new])
            where decoder.advantage(of: voices[voice], for: said.embedding, seconds: said.speech) > 0 {
                voices[voice].hear(said.embedding, speech: said.speech)
            }
            findDuplicate(of: voice)
        }
    }

    /// A voice met that has come to sound like an older one is that person: the older one speaks from now on.
    private mutating func findDuplicate(of voice: Int) {
        let younger = voices.indices.filter { $0 > voice && voices[$0].origin == .met }
        for other in younger where min(voices[voice].speech, voices[other].speech) > Self.enoughToCompare {
            let heard = voices[other]
            if decoder.advantage(of: voices[voice], for: heard.embedding, seconds: heard.speech)
                > Self.surelySame
            {
                duplicates.insert(other)
            }
        }
    }

    /// Seconds of speech, and the cosine above the border of same and different, at which two voices are one.
    private static let enoughToCompare: Float = 4
    private static let surelySame: Float = 0.15
}

extension TurnDecoder.Choice {
    var voice: Int? {
        if case .voice(let index) = self { index } else { nil }
    }
}

extension SpeechUnits {
    /// The embeddings of runs, each with its seconds of speech.
    fileprivate func utterances(in runs: [Range<Int>]) -> [(embedding: SpeakerEmbedding, speech: Float)] {
        runs.map { (embedding(of: $0), speech(of: $0)) }
    }
}
