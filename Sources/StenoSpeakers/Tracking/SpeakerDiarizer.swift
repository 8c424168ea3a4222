public import StenoTranscript

/// Tells on a stream who speaks when, without knowing the words.
///
/// Speech is cut into slices of half a second, and each slice is given to a voice once `latency` has passed since its
/// end; what follows it until then helps to decide. Every step is a function of the position in the stream, so the
/// turns do not depend on the chunks the stream arrives in.
public struct SpeakerDiarizer: Sendable {
    /// What the diarizer expects, and how long it may wait.
    public struct Options: Hashable, Codable, Sendable {
        /// How many people may speak.
        public var limit = SpeakerLimit.open
        /// From the end of a slice until it is decided, half a second at least. More makes fewer errors.
        public var latency = Duration.seconds(1)
        /// That voices are to be remembered; `nil` keeps nothing for that.
        public var remembering: VoiceRemembering?

        /// Any number of people, a second of latency.
        public init() {}
    }

    private var slices: SliceStream
    private var register: VoiceRegister
    private var names: VoiceNames
    private var spoken: SpokenPieces?
    /// Slices decided last, then those to be decided.
    private var window: [SpeechSlice] = []
    private var decided: [Int] = []
    private let latency: Int
    private let embedder: SpeakerEmbedder

    /// - Parameters:
    ///   - enrolled: Voices that have names, made by the same model.
    public init(_ embedder: SpeakerEmbedder, enrolled: [EnrolledVoice] = [], options: Options = Options()) {
        self.embedder = embedder
        slices = SliceStream(embedder)
        register = VoiceRegister(
            enrolled: enrolled, decoder: TurnDecoder(scale: embedder.similarityScale, prior: .slices),
            limit: options.limit)
        names = VoiceNames(from: options.remembering?.firstNumber ?? 1, after: enrolled)
        spoken = options.remembering.map { _ in SpokenPieces() }
        latency = Int(max(0.5, options.latency.inSeconds) * 100)
    }

    /// Takes the next samples at 16 kHz.
    ///
    /// - Returns: The turns that are decided now, slice by slice, in order of time; two of a slice in which two people
    ///   speak.
    public mutating func accept(_ samples: [Float]) -> [SpeakerTurn] {
        slices.accept(samples).flatMap { decide($0.slices, until: $0.frame - latency) }
    }

    /// Ends the stream and decides what is left.
    public mutating func finish() -> [SpeakerTurn] {
        decide(slices.finish(), until: .max)
    }

    /// The voices heard so far, for a store to remember; none where the options do not ask to remember.
    public func heardVoices() -> [HeardVoice] {
        spoken?.heard(as: register.voices, named: names, by: embedder) ?? []
    }

    /// Slices before those to be decided that are heard again, so that turns go on across decisions.
    private static let remembered = 8

    private mutating func decide(_ new: [SpeechSlice], until frame: Int) -> [SpeakerTurn] {
        window += new
        let ripe = window.prefix { $0.frames.upperBound <= frame }.count
        guard ripe > decided.count else { return [] }
        let units = window.units(by: embedder)
        let owners = register.assign(units, decided: decided, deciding: ripe)
        for (slice, owner) in zip(window[decided.count..<ripe], owners[decided.count...]) {
            spoken?.add(slice.speech, of: owner)
        }
        let companions = Companions(units: units, owners: owners, voices: register.voices)
        let turns = window.turns(in: decided.count..<ripe, by: companions, &names)
        let forgotten = max(0, ripe - Self.remembered)
        window.removeFirst(forgotten)
        decided = Array(owners.dropFirst(forgotten))
        return turns
    }
}

extension [SpeakerTurn] {
    /// The same with neighbors of one speaker made one turn where no more than `pause` lies between them, in which nobody
    /// else begins to speak.
    public func joined(across pause: Duration) -> [SpeakerTurn] {
        var turns: [SpeakerTurn] = []
        for turn in self {
            if let last = turns.lastIndex(where: { $0.speaker == turn.speaker }),
                turn.time.start - turns[last].time.end <= pause,
                turns[(last + 1)...].allSatisfy({
                    $0.time.start < turns[last].time.end || $0.time.start >= turn.time.start
                })
            {
                turns[last].time = turns[last].time.union(turn.time)
            } else {
                turns.append(turn)
            }
        }
        return turns
    }
}
