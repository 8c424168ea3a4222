public import FoundationEssentials
public import StenoAcousticModel
public import StenoAudio
public import StenoDecoding
import StenoFeatures
public import StenoSpeakers
package import StenoTensor
public import StenoTranscript

/// Recognizes speech: a model, a search, and the voices it knows.
///
/// ```swift
/// let recognizer = try Recognizer(model: bundle)
/// var reader = try AudioReader(at: file, sampleRate: recognizer.sampleRate)
/// let transcript = try recognizer.transcript(of: &reader)
/// ```
public struct Recognizer: Sendable {
    /// The acoustic model.
    public let model: AcousticModel
    /// What hears voices; `nil` when the bundle has no speaker model or speakers are left out.
    public let embedder: SpeakerEmbedder?
    /// What tells words from noise; `nil` when the bundle has none.
    private let activity: VoiceActivityDetector?
    /// The voices that have names, as `embedder` hears them.
    public var enrolled: [EnrolledVoice] = []
    /// That voices are to be remembered; `nil` keeps nothing for that.
    public var remembering: VoiceRemembering? {
        get { tracking.remembering }
        set { tracking.remembering = newValue }
    }
    /// What the model is asked to say.
    package let units: RecognizerUnits
    private var decoder: Decoder
    private var tracking: SpeakerTracker.Options

    /// Opens a model bundle.
    ///
    /// - Parameters:
    ///   - folder: The bundle's folder; its subfolder `speaker`, where there is one, tells voices apart.
    ///   - options: How to decode, and how many voices to expect.
    /// - Throws: `ModelError`, `SpeakerError`, `RecognizerError`, `LanguageModelError` or `DecodingError`, saying what
    ///   is wrong with the bundle or the options.
    public init(model folder: URL, options: RecognizerOptions = RecognizerOptions()) throws {
        try self.init(model: folder, options: options, calibration: nil)
    }

    /// Opens a model bundle with another calibration than its own.
    package init(model folder: URL, options: RecognizerOptions, calibration: DecoderCalibration?) throws {
        let bundled = try AcousticModel(at: folder)
        let languageModel = try options.guidance.languageModel(inBundle: folder)
        let wordList = try options.guidance.wordList(inBundle: folder)
        let (units, spoken) = try bundled.saying(
            options.units, in: folder,
            prefersPhonemes: (languageModel != nil || wordList != nil) && options.canHearPhonemes)
        var model = try options.lookAhead.map { try spoken.lookingAhead(atMost: $0) } ?? spoken
        model.threads = max(1, options.threads)
        let calibration = try calibration ?? DecoderCalibration(bundle: folder, units: units)
        var decoding = options.decoding
        decoding.timeCorrection = calibration.wordTimes
        decoding.calibration = calibration.confidence
        let fitted = languageModel == nil ? nil : calibration.languageModel?.beam
        if let beam = options.beam ?? fitted { decoding.search = decoding.search.keeping(beam) }
        self.model = model
        self.units = units
        decoder = try Decoder(
            tokenizer: model.tokenizer, timing: FrameTiming(frameDuration: model.frameDuration),
            options: decoding,
            guidance: options.guidance.resolved(
                inBundle: folder, tokenizer: model.tokenizer, languageModel: languageModel,
                wordList: wordList, scale: calibration.languageModel))
        tracking = options.speakers ?? SpeakerTracker.Options()
        embedder = options.speakers == nil ? nil : try Self.embedder(in: folder)
        activity =
            model.features.sampleRate == .speech
            ? try VoiceActivityDetector(at: folder.appending(path: "speaker")) : nil
        if embedder != nil, model.features.sampleRate != .speech {
            throw RecognizerError.wrongRateForSpeakers(model: model.features.sampleRate)
        }
    }

    /// The same recognizer with another calibration. Cheap: the model and all that guides the search are shared.
    package func calibrated(by calibration: DecoderCalibration) -> Recognizer {
        var recognizer = self
        recognizer.decoder = decoder.correcting(
            times: calibration.wordTimes, confidence: calibration.confidence)
        if let scale = calibration.languageModel {
            recognizer.decoder = recognizer.decoder.weighing(
                languageModel: scale.weight, wordBonus: scale.wordBonus)
        }
        return recognizer
    }

    /// Whether a language model has a say.
    package var hasLanguageModel: Bool { decoder.hasLanguageModel }

    /// Whether only the words of a list can be heard.
    package var hasLexicon: Bool { decoder.hasLexicon }

    private static func embedder(in bundle: URL) throws(SpeakerError) -> SpeakerEmbedder? {
        let folder = bundle.appending(path: "speaker")
        guard folder.exists else { return nil }
        return try SpeakerEmbedder(at: folder)
    }

    /// The rate that samples have to have.
    public var sampleRate: SampleRate { model.features.sampleRate }

    /// Starts to listen to a stream.
    ///
    /// - Parameters:
    ///   - hotWords: Words and phrases to listen for in this stream, beside the recognizer's own.
    ///   - endpoints: When segments of this stream are closed; `nil` as the recognizer's options say.
    /// - Throws: `ModelError.notStreaming` when the model needs the whole recording; `DecodingError.unspeakable` for a
    ///   hot word that it cannot write.
    public func makeSession(
        hotWords: [HotWord] = [], endpoints: EndpointRules? = nil
    ) throws -> RecognizerSession {
        var decoder = try decoder.listening(for: hotWords)
        if let endpoints { decoder = decoder.closingSegments(by: endpoints) }
        return makeSession(
            decoder: decoder, emissions: try follow(),
            tracker: embedder.map { SpeakerTracker($0, enrolled: enrolled, options: tracking) })
    }

    private func follow() throws -> EmissionSource {
        .stream(try model.features.makeStream(), try model.makeStream())
    }

    private func makeSession(
        decoder: Decoder, emissions: EmissionSource, tracker: SpeakerTracker?
    ) -> RecognizerSession {
        RecognizerSession(
            sampleRate: sampleRate, emissions: emissions, decoder: decoder.makeStream(),
            frameDuration: model.frameDuration, bands: BandStream(embedder, activity), activity: activity,
            tracker: tracker)
    }

    /// For a recording, whose speakers are found with all of it in view.
    private func makeSession(hearing emissions: EmissionSource) -> RecognizerSession {
        makeSession(decoder: decoder, emissions: emissions, tracker: nil)
    }
}

extension RecognizerOptions {
    /// Whether the search makes words of phonemes, and words of a dictionary are what is asked for.
    fileprivate var canHearPhonemes: Bool {
        if case .beam = decoding.search { guidance.grammar == nil } else { false }
    }
}

extension DecoderOptions.Search {
    /// The same search with another number of hypotheses, if it has any.
    fileprivate func keeping(_ width: Int) -> Self {
        guard case .beam(var beam) = self else { return self }
        beam.width = width
        return .beam(beam)
    }
}

extension AcousticModel {
    /// The model saying what it is asked to, or what it says best.
    fileprivate func saying(
        _ units: RecognizerUnits?, in folder: URL, prefersPhonemes: Bool
    ) throws(RecognizerError) -> (RecognizerUnits, AcousticModel) {
        switch (units, inPhonemes) {
        case (.phonemes, let model?): return (.phonemes, model)
        case (.phonemes, nil): throw .noPhonemes(model: folder)
        case (nil, let model?) where prefersPhonemes: return (.phonemes, model)
        default: return (.spelling, self)
        }
    }
}

// MARK: - Recordings

extension Recognizer {
    /// The transcript of a recording. Words and times are those of a session's final segments; speakers are found
    /// with all of the recording in view.
    ///
    /// - Parameter reader: A single track at `sampleRate`; read to its end, never held whole by a streaming model.
    public func transcript(of reader: inout AudioReader) throws -> Transcript {
        try recording(of: &reader).transcript
    }

    /// The transcript of a recording and the voices in it, which a store can remember.
    ///
    /// ```swift
    /// let store = try SpeakerStore(at: file)
    /// recognizer.remembering = VoiceRemembering(firstNumber: try store.firstFreeNumber())
    /// let heard = try recognizer.recording(of: &reader)
    /// let remembered = try store.remember(
    ///     heard.voices, heardBy: embedder, in: "meeting.wav", at: .now, labels: .open)
    /// let transcript = heard.transcript.renamingSpeakers { label in
    ///     remembered.first { $0.label == label }?.name ?? label
    /// }
    /// ```
    ///
    /// - Parameter reader: A single track at `sampleRate`; read to its end, never held whole by a streaming model.
    public func recording(of reader: inout AudioReader) throws -> HeardRecording {
        precondition(
            reader.sampleRate == sampleRate, "audio at \(reader.sampleRate) for a model at \(sampleRate)")
        guard model.isStreaming else { return try recording(in: reader.readAll()) }
        return try recording(from: follow()) { try reader.next() }
    }

    /// The transcript of a recording in memory.
    ///
    /// - Parameter recording: At `sampleRate`.
    public func transcript(of recording: AudioBuffer) throws -> Transcript {
        try self.recording(in: recording).transcript
    }

    private func recording(in recording: AudioBuffer) throws -> HeardRecording {
        var chunks = recording.chunks(of: Self.chunk).makeIterator()
        return try self.recording(from: model.isStreaming ? follow() : known(of: recording)) { chunks.next() }
    }

    /// - Parameter next: Gives the samples, piece by piece.
    private func recording(
        from emissions: EmissionSource, _ next: () throws -> [Float]?
    ) throws -> HeardRecording {
        var whole = WholeRecording(tracker: makeFileTracker())
        var session = makeSession(hearing: emissions)
        while let samples = try next() {
            let heard = session.bands.hear(samples)
            whole.hear(heard)
            whole.add(session.accept(heard))
        }
        whole.add(session.finish())
        return whole.finish(duration: session.received)
    }

    private func known(of recording: AudioBuffer) -> EmissionSource {
        .recording(
            KnownEmissions(
                emissions(of: recording), frameDuration: model.frameDuration, sampleRate: sampleRate))
    }

    /// The transcript of a recording whose channels are tracks of their own, each with a speaker of its own.
    ///
    /// - Parameter reader: Tracks at `sampleRate`, opened with `.separate`; never held whole.
    /// - Returns: The segments of all channels by their start; speakers are called `Channel 1` and so on.
    public func transcriptOfChannels(of reader: inout AudioReader) throws -> Transcript {
        precondition(
            reader.sampleRate == sampleRate, "audio at \(reader.sampleRate) for a model at \(sampleRate)")
        var sessions = try (0..<reader.trackCount).map { _ in makeSession(hearing: try follow()) }
        var events = sessions.map { _ in [StreamEvent]() }
        while let tracks = try reader.nextTracks() {
            for (index, samples) in tracks.enumerated() { events[index] += sessions[index].accept(samples) }
        }
        let transcripts = try sessions.indices.map { index in
            try Transcript(finalsOf: events[index] + sessions[index].finish())
        }
        return Transcript(channels: transcripts)
    }

    /// Natural-log probabilities of the model's symbols, `[T', V]`.
    package func emissions(of recording: AudioBuffer) -> Tensor {
        model.emissions(for: model.features.features(of: recording))
    }

    /// The closed segments of a recording with what their confidence is made of.
    package func finals(of emissions: Tensor) -> [FinalWords] {
        decoder.finals(of: emissions)
    }

    private func makeFileTracker() -> SpeakerFileTracker? {
        embedder.map { SpeakerFileTracker($0, enrolled: enrolled, options: tracking) }
    }

    /// What a recording in memory is cut into: long enough for large products, short enough for small memory.
    private static let chunk = Duration.seconds(5)
}

extension AudioBuffer {
    fileprivate func chunks(of length: Duration) -> [[Float]] {
        let size = sampleRate.samples(in: length)
        return stride(from: 0, to: samples.count, by: size).map { start in
            Array(samples[start..<min(start + size, samples.count)])
        }
    }
}

extension WholeRecording {
    fileprivate mutating func add(_ events: [StreamEvent]) {
        for case .final(let segment, _) in events { add(segment) }
    }
}
