public import StenoTensor
public import StenoText
public import StenoTranscript

/// Turns CTC emissions into words with times and confidence.
public struct Decoder: Sendable {
    private let builder: WordBuilder
    private let options: DecoderOptions
    private let context: SearchContext
    /// What the context was made of; `nil` where tests made it by hand.
    private let source: ContextSource?

    /// A decoder for one model.
    ///
    /// - Parameters:
    ///   - tokenizer: What the model's labels spell.
    ///   - timing: When its frames are spoken.
    ///   - options: How to search and report.
    public init(tokenizer: Tokenizer, timing: FrameTiming, options: DecoderOptions = DecoderOptions()) {
        do throws(DecodingError) {
            try self.init(tokenizer: tokenizer, timing: timing, options: options, guidance: Guidance())
        } catch {
            preconditionFailure("a tokenizer writes the words of its own lexicon: \(error)")
        }
    }

    /// A decoder for one model that knows more than its sounds. Only the beam search listens to that.
    ///
    /// - Parameters:
    ///   - tokenizer: What the model's labels spell.
    ///   - timing: When its frames are spoken.
    ///   - options: How to search and report.
    ///   - guidance: What is likely to be said.
    /// - Throws: `DecodingError.unspeakable` for a word of the lexicon that the model has no symbols for.
    public init(
        tokenizer: Tokenizer, timing: FrameTiming, options: DecoderOptions = DecoderOptions(),
        guidance: Guidance
    ) throws(DecodingError) {
        let source = ContextSource(tokenizer: tokenizer, guidance: guidance)
        self.init(
            context: try source.context(labels: LabelTable(tokenizer)), source: source, timing: timing,
            options: options)
    }

    package init(context: SearchContext, timing: FrameTiming, options: DecoderOptions) {
        self.init(context: context, source: nil, timing: timing, options: options)
    }

    private init(
        context: SearchContext, source: ContextSource?, timing: FrameTiming, options: DecoderOptions
    ) {
        self.context = context
        self.source = source
        let labels = context.labels
        builder = WordBuilder(
            labels: labels, lexicon: context.words, timing: timing, correction: options.timeCorrection,
            calibration: options.calibration)
        self.options = options
    }

    /// The same decoder listening for more words and phrases. Cheap: all else it knows is shared, unless a lexicon has
    /// new words to learn.
    ///
    /// - Throws: `DecodingError.unspeakable` for a word that the model has no symbols for.
    public func listening(for hotWords: [HotWord]) throws(DecodingError) -> Decoder {
        guard !hotWords.isEmpty else { return self }
        guard let source else { preconditionFailure("a context made by hand takes no hot words") }
        let (longer, context) = try source.adding(hotWords, to: self.context)
        return Decoder(context: context, source: longer, timing: builder.timing, options: options)
    }

    /// The same decoder closing its segments by other rules.
    public func closingSegments(by endpoints: EndpointRules) -> Decoder {
        var options = options
        options.endpoints = endpoints
        return Decoder(context: context, source: source, timing: builder.timing, options: options)
    }

    /// Whether a language model has a say in the words.
    public var hasLanguageModel: Bool { source?.guidance.languageModel != nil }

    /// Whether only the words of a list can be heard.
    public var hasLexicon: Bool { source?.lexicon != nil && source?.guidance.grammar == nil }

    /// The same decoder with the language model counting otherwise. Cheap: the model and the lexicon are shared.
    ///
    /// - Parameters:
    ///   - weight: The weight of the language model's natural-log probabilities.
    ///   - wordBonus: What every word adds to the natural-log score.
    public func weighing(languageModel weight: Double, wordBonus: Double) -> Decoder {
        guard let source else { preconditionFailure("a context made by hand has its weights") }
        let (heavier, context) = source.weighing(weight, wordBonus: wordBonus, in: self.context)
        return Decoder(context: context, source: heavier, timing: builder.timing, options: options)
    }

    /// The same decoder with other times and confidences of words.
    public func correcting(times: WordTimeCorrection, confidence: ConfidenceCalibration?) -> Decoder {
        var options = options
        (options.timeCorrection, options.calibration) = (times, confidence)
        return Decoder(context: context, source: source, timing: builder.timing, options: options)
    }

    /// A stream that reports partial and final words.
    public func makeStream() -> DecoderStream {
        makeStream(reportsPartials: true)
    }

    /// The transcript of a whole recording: what a stream's finals say.
    ///
    /// - Parameter emissions: Natural-log probabilities, `[T', V]`.
    public func transcript(of emissions: Tensor) -> Transcript {
        let segments = finals(of: emissions).enumerated().map { id, final in final.segment(id: id) }
        let duration = builder.timing.start(of: emissions.shape[0])
        return Transcript(duration: duration, segments: segments)
    }

    /// The closed segments of a whole recording with all that is known about them.
    ///
    /// - Parameter emissions: Natural-log probabilities, `[T', V]`.
    public func finals(of emissions: Tensor) -> [FinalWords] {
        var stream = makeStream(reportsPartials: false)
        let events = stream.accept(emissions) + stream.finish()
        return events.compactMap { event in
            if case .final(let words, _) = event { words } else { nil }
        }
    }

    private func makeStream(reportsPartials: Bool) -> DecoderStream {
        DecoderStream(
            builder: builder, search: makeSearch(), options: options,
            wantsSentences: source?.guidance.grammar != nil, reportsPartials: reportsPartials)
    }

    private func makeSearch() -> any PrefixSearch {
        switch options.search {
        case .greedy: GreedySearch(labels: context.labels)
        case .beam(let beam): BeamSearch(options: beam, context: context)
        }
    }
}

extension FinalWords {
    /// The words as a numbered segment of a transcript.
    public func segment(id: Int) -> Segment { Segment(id: id, words: words) }
}
