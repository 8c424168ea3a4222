public import StenoTensor
import StenoTranscript

/// Decodes emissions as they arrive.
///
/// A value: a copy goes its own way. Events are a function of the frames alone, so any chunks give the same ones.
public struct DecoderStream: Sendable {
    let builder: WordBuilder
    let pace: Pace
    private let reportsPartials: Bool
    let alternatives: Int
    let rejectAbove: Double?
    /// Whether nothing counts but whole sentences of a grammar.
    let wantsSentences: Bool
    var search: any PrefixSearch
    var segment = OpenSegment(start: 0)
    /// How many frames have been taken.
    public private(set) var frameCount = 0
    var events: [DecoderEvent] = []
    // The best hypothesis, kept until it changes.
    var path: [PathLabel] = []
    var words: [PathWord] = []
    private var mark = -1

    init(
        builder: WordBuilder, search: any PrefixSearch, options: DecoderOptions, wantsSentences: Bool,
        reportsPartials: Bool
    ) {
        self.builder = builder
        self.search = search
        self.reportsPartials = reportsPartials
        alternatives = options.alternatives
        rejectAbove = options.rejectAbove
        self.wantsSentences = wantsSentences
        pace = Pace(options: options, timing: builder.timing)
    }

    /// Takes more frames.
    ///
    /// - Parameter emissions: Natural-log probabilities, `[T', V]`.
    public mutating func accept(_ emissions: Tensor) -> [DecoderEvent] {
        accept(emissions) { _ in nil }
    }

    /// Takes more frames, where somebody listens for voices.
    ///
    /// - Parameters:
    ///   - emissions: Natural-log probabilities, `[T', V]`.
    ///   - quiet: How long nobody had spoken at a time of the stream, as far as was known then.
    package mutating func accept(_ emissions: Tensor, quiet: (Duration) -> Duration?) -> [DecoderEvent] {
        let size = builder.labels.count
        precondition(
            emissions.shape.rank == 2 && emissions.shape[1] == size,
            "emissions of shape \(emissions.shape) for \(size) symbols")
        let values = emissions.elements
        for frame in 0..<emissions.shape[0] {
            take(values.extracting((frame * size)..<((frame + 1) * size)), quiet: quiet)
        }
        return takeEvents()
    }

    /// Closes the open segment: nothing follows.
    public mutating func finish() -> [DecoderEvent] {
        close(search.best(ending: .sentence), wordCount: nil, at: frameCount, ending: .sentence)
        return takeEvents()
    }

    private mutating func takeEvents() -> [DecoderEvent] {
        defer { events = [] }
        return events
    }

    private mutating func take(_ frame: Span<Float>, quiet: (Duration) -> Duration?) {
        search.advance(over: frame)
        segment.append(frame)
        frameCount += 1
        listen()
        settleQuietWords()
        let reason = pace.endpoints.reason(
            length: frameCount - segment.start, silence: silence,
            quiet: quiet(builder.timing.start(of: frameCount)).map(quietFrames),
            hasSpeech: !words.isEmpty, isOpen: wantsSentences && !search.sentenceMayEnd)
        switch reason {
        case .silence: closeAtSilence()
        case .noise, .length: closeAtPause()
        case nil: if reportsPartials { reportPartial() }
        }
    }

    /// Looks at the best hypothesis, when it has changed.
    private mutating func listen() {
        guard search.bestMark != mark else { return }
        mark = search.bestMark
        path = search.best(ending: .open)
        words = PathWord.words(of: path)
    }

    /// The frames of a time without voices, from the first word on: before, nothing was to be heard.
    private func quietFrames(_ time: Duration) -> Int {
        min(builder.timing.wholeFrames(in: time), words.first.map { frameCount - $0.firstFrame } ?? 0)
    }

    /// The frames since the last word, or since the seam where there is none.
    var silence: Int {
        words.last.map { frameCount - 1 - $0.lastFrame } ?? (frameCount - segment.start)
    }
}

// MARK: - Settling

extension DecoderStream {
    /// Whether a word is all there: the last one may be half a word of the lexicon.
    func isWhole(_ index: Int) -> Bool {
        index + 1 < words.count || search.bestMayEnd
    }

    private mutating func settleQuietWords() {
        // A sentence is believed or rejected as a whole: what follows may still speak for another beginning.
        guard let patience = pace.settleAfter, !wantsSentences else { return }
        while segment.posteriors.count < words.count {
            let word = words[segment.posteriors.count]
            guard frameCount - 1 - word.lastFrame >= patience, isWhole(segment.posteriors.count) else {
                return
            }
            segment.posteriors.append(search.settle(word, of: path))
        }
    }
}
